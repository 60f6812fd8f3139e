using Google.Protobuf;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Running;

/// <summary>What the standard methods promise for every concept (AIP-131 to 135, 154, 155).</summary>
public abstract class StandardMethodsTests<T>(ServerFixture server, Concept<T> concept)
    where T : class, IMessage<T>
{
    protected ServerFixture Server { get; } = server;

    protected Concept<T> Concept { get; } = concept;

    protected Wire Wire => Server.Wire;

    [Fact]
    public async Task Create_WithoutId_MakesAReadableIdAndSetsTimesAndEtag()
    {
        Server.Clock.Now = SettableClock.Start;

        var made = await Concept.CreateAsync(Wire, Concept.With(Concept.Sample("Café des Œuvres d’été"), ("name", "ignored/name"), ("etag", "99")));

        Assert.Matches($"^{Concept.Collection}/cafe-des-oeuvres-d-ete-[0-9a-f]{{8}}$", Concept.NameOf(made));
        Assert.Equal("1", Concept.EtagOf(made));
        Assert.Equal(SettableClock.Start, TimeOf(made, "create_time"));
        Assert.Equal(SettableClock.Start, TimeOf(made, "update_time"));
        Assert.Equal(made, await Concept.GetAsync(Wire, Concept.NameOf(made)));
        Assert.NotEqual(Concept.NameOf(made), Concept.NameOf(await Concept.CreateAsync(Wire, Concept.Sample("Café des Œuvres d’été"))));
    }

    [Fact]
    public async Task Create_WithAnId_IsFoundUnderItAndListed()
    {
        var id = Samples.NewId("choisi");

        var made = await Concept.CreateAsync(Wire, Concept.Sample("Un nom choisi"), id);

        Assert.Equal($"{Concept.Collection}/{id}", Concept.NameOf(made));
        Assert.Contains(made, await AllAsync());
    }

    [Fact]
    public async Task Create_WithATakenId_IsRefused()
    {
        var id = Samples.NewId("pris");
        await Concept.CreateAsync(Wire, Concept.Sample("Le premier"), id);

        var (french, _) = await Server.AssertRefusedAsync(StatusCode.AlreadyExists, "ALREADY_EXISTS", wire => Concept.CreateAsync(wire, Concept.Sample("Le second"), id));

        Assert.Equal($"{Concept.Collection}/{id}", french.Info!.Metadata["subject"]);
    }

    [Fact]
    public async Task Create_SentAgain_GetsTheFirstAnswerEvenAfterChanges()
    {
        var requestId = Samples.NewRequestId();
        var first = await Concept.CreateAsync(Wire, Concept.Sample("Envoyé deux fois"), requestId: requestId);
        Assert.Equal(first.ToByteString(), (await Concept.CreateAsync(Wire, Concept.Sample("Envoyé deux fois"), requestId: requestId)).ToByteString());

        var changed = await Concept.UpdateAsync(Wire, Concept.With(first, (Concept.TextField, "Changé depuis")), Samples.Mask(Concept.TextField));

        Assert.Equal(first.ToByteString(), (await Concept.CreateAsync(Wire, Concept.Sample("Envoyé deux fois"), requestId: requestId)).ToByteString());
        Assert.Equal(changed, await Concept.GetAsync(Wire, Concept.NameOf(first)));
    }

    [Fact]
    public async Task Create_SentAgainWithOtherContent_NamesTheRequestId()
    {
        var (id, requestId) = (Samples.NewId("rejoue"), Samples.NewRequestId());
        await Concept.CreateAsync(Wire, Concept.Sample("Le contenu d’abord"), id, requestId);

        await Server.AssertRefusedAsync(wire => Concept.CreateAsync(wire, Concept.Sample("Un autre contenu"), id, requestId), "request_id");
    }

    [Fact]
    public async Task Create_WithoutRecord_NamesIt() =>
        Assert.Contains(Concept.Field, (await WireError.OfAsync(() => Concept.CreateAsync(Wire, null))).Violations.Select(violation => violation.Field));

    [Fact]
    public async Task Create_WithMalformedIds_NamesBoth()
    {
        var (french, _) = await Server.AssertRefusedAsync(wire => Concept.CreateAsync(wire, Concept.Sample("Identifiants"), "Un+Deux", "pas-un-uuid"), $"{Concept.Field}_id", "request_id");

        Assert.Contains("Un+Deux", french[$"{Concept.Field}_id"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_OfNoRecord_IsNotFound()
    {
        var name = $"{Concept.Collection}/{Samples.NewId("absent")}";

        var (french, _) = await Server.AssertRefusedAsync(StatusCode.NotFound, "RESOURCE_NOT_FOUND", wire => Concept.GetAsync(wire, name));

        Assert.Contains(name, french.Message!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sans-collection")]
    [InlineData("autres/un-nom")]
    [InlineData("{0}/")]
    [InlineData("{0}/ab")]
    [InlineData("{0}/49007")]
    [InlineData("{0}/a+b-c")]
    [InlineData("{0}/un-nom/de-trop")]
    public async Task Get_OfAMalformedName_NamesIt(string pattern)
    {
        var name = pattern.Replace("{0}", Concept.Collection, StringComparison.Ordinal);

        await Server.AssertRefusedAsync(wire => Concept.GetAsync(wire, name), "name");
    }

    [Fact]
    public async Task Update_OfOneField_ChangesThatOneAlone()
    {
        var made = await Concept.CreateAsync(Wire, Concept.With(Concept.Sample("Avant le changement"), ("description", "Reste")));
        Server.Clock.Now += TimeSpan.FromHours(1);

        var changed = await Concept.UpdateAsync(Wire, Concept.With(made, (Concept.TextField, "Après le changement"), ("description", "Ne doit pas passer")), Samples.Mask(Concept.TextField));

        Assert.Equal("2", Concept.EtagOf(changed));
        Assert.Equal(Server.Clock.Now, TimeOf(changed, "update_time"));
        Assert.Equal(TimeOf(made, "create_time"), TimeOf(changed, "create_time"));
        Assert.Equal(Concept.With(made, (Concept.TextField, "Après le changement"), ("etag", "2")), Concept.With(WithTime(changed, made)));
        Assert.Equal(changed, await Concept.GetAsync(Wire, Concept.NameOf(made)));
        Assert.Contains(changed, await AllAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Update_OfEverything_ReplacesWhatACallerCanSet(bool star)
    {
        var made = await Concept.CreateAsync(Wire, Concept.With(Concept.Sample("Tout remplacer"), ("description", "À vider")));
        var replacement = Concept.With(Concept.Sample("Tout remplacé"), ("name", Concept.NameOf(made)));

        var changed = await Concept.UpdateAsync(Wire, replacement, star ? Samples.Mask("*") : null);

        Assert.Equal("Tout remplacé", Concept.Text(changed, Concept.TextField));
        Assert.Equal(string.Empty, Concept.Text(changed, "description"));
        Assert.Equal(TimeOf(made, "create_time"), TimeOf(changed, "create_time"));
    }

    [Fact]
    public async Task Update_OfUnknownAndReadOnlyPaths_NamesAllOfThem()
    {
        var made = await Concept.CreateAsync(Wire, Concept.Sample("Masque faux"));

        await Server.AssertRefusedAsync(
            wire => Concept.UpdateAsync(wire, made, Samples.Mask(Concept.TextField, "couleur", "create_time", "name", "etag")),
            "update_mask.paths[1]",
            "update_mask.paths[2]",
            "update_mask.paths[3]",
            "update_mask.paths[4]");
    }

    [Fact]
    public async Task Update_WithAStaleEtag_IsAborted()
    {
        var made = await Concept.CreateAsync(Wire, Concept.Sample("Lu par deux personnes"));
        await Concept.UpdateAsync(Wire, Concept.With(made, (Concept.TextField, "Écrit par la première")), Samples.Mask(Concept.TextField));

        var (french, _) = await Server.AssertRefusedAsync(
            StatusCode.Aborted,
            "STALE_ETAG",
            wire => Concept.UpdateAsync(wire, Concept.With(made, (Concept.TextField, "Écrit par la seconde")), Samples.Mask(Concept.TextField)));

        Assert.Equal(Concept.NameOf(made), french.Info!.Metadata["subject"]);
    }

    [Fact]
    public async Task Update_WithAnEtagThatIsNone_NamesIt()
    {
        var made = await Concept.CreateAsync(Wire, Concept.Sample("Etag faux"));

        await Server.AssertRefusedAsync(wire => Concept.UpdateAsync(wire, Concept.With(made, ("etag", "W/\"1\"")), Samples.Mask(Concept.TextField)), $"{Concept.Field}.etag");
    }

    [Fact]
    public async Task Update_SentAgain_GetsTheFirstAnswerEvenAfterChanges()
    {
        var requestId = Samples.NewRequestId();
        var made = await Concept.CreateAsync(Wire, Concept.Sample("À changer deux fois"));
        var wanted = Concept.With(made, (Concept.TextField, "Changé une fois"));
        var first = await Concept.UpdateAsync(Wire, wanted, Samples.Mask(Concept.TextField), requestId);
        var last = await Concept.UpdateAsync(Wire, Concept.With(first, (Concept.TextField, "Changé encore")), Samples.Mask(Concept.TextField));

        var again = await Concept.UpdateAsync(Wire, wanted, Samples.Mask(Concept.TextField), requestId);

        Assert.Equal(first.ToByteString(), again.ToByteString());
        Assert.Equal(last, await Concept.GetAsync(Wire, Concept.NameOf(made)));
        await Server.AssertRefusedAsync(wire => Concept.UpdateAsync(wire, Concept.With(last, (Concept.TextField, "Autre contenu")), Samples.Mask(Concept.TextField), requestId), "request_id");
    }

    [Fact]
    public async Task Update_OfNoRecord_IsNotFound()
    {
        var nobody = Concept.With(Concept.Sample("Personne"), ("name", $"{Concept.Collection}/{Samples.NewId("absent")}"));

        await Server.AssertRefusedAsync(StatusCode.NotFound, "RESOURCE_NOT_FOUND", wire => Concept.UpdateAsync(wire, nobody, null));
    }

    [Fact]
    public async Task Update_WithoutText_NamesItAndChangesNothing()
    {
        var made = await Concept.CreateAsync(Wire, Concept.Sample("Obligatoire"));

        await Server.AssertRefusedAsync(wire => Concept.UpdateAsync(wire, Concept.With(made, (Concept.TextField, string.Empty)), Samples.Mask(Concept.TextField)), $"{Concept.Field}.{Concept.TextField}");
    }

    [Fact]
    public async Task Delete_OfARecord_LeavesItsIdTaken()
    {
        var id = Samples.NewId("supprime");
        var made = await Concept.CreateAsync(Wire, Concept.Sample("À supprimer"), id);

        await Concept.DeleteAsync(Wire, Concept.NameOf(made), Concept.EtagOf(made));

        Assert.Equal(StatusCode.NotFound, (await WireError.OfAsync(() => Concept.GetAsync(Wire, Concept.NameOf(made)))).Code);
        Assert.DoesNotContain(Concept.NameOf(made), (await AllAsync()).Select(Concept.NameOf));
        await Server.AssertRefusedAsync(StatusCode.NotFound, "RESOURCE_NOT_FOUND", wire => Concept.DeleteAsync(wire, Concept.NameOf(made)));
        await Server.AssertRefusedAsync(StatusCode.AlreadyExists, "ALREADY_EXISTS", wire => Concept.CreateAsync(wire, Concept.Sample("Le même nom"), id));
    }

    [Fact]
    public async Task Delete_WithAStaleEtag_IsAborted()
    {
        var made = await Concept.CreateAsync(Wire, Concept.Sample("Changé avant la suppression"));
        await Concept.UpdateAsync(Wire, Concept.With(made, (Concept.TextField, "Changé")), Samples.Mask(Concept.TextField));

        await Server.AssertRefusedAsync(StatusCode.Aborted, "STALE_ETAG", wire => Concept.DeleteAsync(wire, Concept.NameOf(made), Concept.EtagOf(made)));
    }

    [Fact]
    public async Task Delete_SentAgain_IsDone()
    {
        var requestId = Samples.NewRequestId();
        var made = await Concept.CreateAsync(Wire, Concept.Sample("Supprimé deux fois"));
        await Concept.DeleteAsync(Wire, Concept.NameOf(made), requestId: requestId);

        await Concept.DeleteAsync(Wire, Concept.NameOf(made), requestId: requestId);

        await Server.AssertRefusedAsync(wire => Concept.DeleteAsync(wire, Concept.NameOf(made), "7", requestId), "request_id");
    }

    [Fact]
    public async Task List_ByPages_HoldsEveryRecordOnceInTheOrderOfNames()
    {
        for (var i = 0; i < 7; i++)
        {
            await Concept.CreateAsync(Wire, Concept.Sample("Une page après l’autre"));
        }

        var whole = await AllAsync();
        List<T> paged = [];
        var pages = await Pages.AllAsync(token => Concept.ListAsync(Wire, 3, token), page => page.Items, page => page.Next, paged);

        Assert.Equal(whole, paged);
        Assert.Equal((whole.Count + 2) / 3, pages);
        Assert.Equal(whole.Select(Concept.NameOf).Order(StringComparer.Ordinal), whole.Select(Concept.NameOf));
        Assert.Equal(whole.Count, whole.Select(Concept.NameOf).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task List_WithRecordsAddedBetweenPages_LosesAndRepeatsNone()
    {
        await Concept.CreateAsync(Wire, Concept.Sample("Avant"), Samples.NewId("bbb"));
        await Concept.CreateAsync(Wire, Concept.Sample("Après"), Samples.NewId("yyy"));
        var before = (await AllAsync()).Select(Concept.NameOf).ToList();
        List<string> seen = [];

        await Pages.AllAsync(
            async token =>
            {
                var page = await Concept.ListAsync(Wire, 2, token);
                await Concept.CreateAsync(Wire, Concept.Sample("Ajouté au début"), Samples.NewId("aaa"));
                return page;
            },
            page => page.Items.Select(Concept.NameOf),
            page => page.Next,
            seen);

        Assert.Equal(seen.Distinct(StringComparer.Ordinal), seen);
        Assert.Empty(before.Except(seen, StringComparer.Ordinal));
    }

    [Fact]
    public async Task List_OfATokenOfAnotherQuery_IsRefused()
    {
        await Concept.CreateAsync(Wire, Concept.Sample("Premier d’une page"));
        await Concept.CreateAsync(Wire, Concept.Sample("Second d’une page"));
        var (_, token) = await Concept.ListAsync(Wire, 1);

        await Server.AssertRefusedAsync(wire => Concept.ListAsync(wire, 1, token, "DEP-49"), "page_token");
        await Server.AssertRefusedAsync(wire => Concept.ListAsync(wire, 1, "n’importe quoi"), "page_token");
        Assert.NotEmpty((await Concept.ListAsync(Wire, 2, token)).Items);
    }

    [Fact]
    public async Task List_OfSizesOutOfBounds_IsRefusedOrCut()
    {
        await Server.AssertRefusedAsync(wire => Concept.ListAsync(wire, -1), "page_size");

        Assert.InRange((await Concept.ListAsync(Wire, 1000)).Items.Count, 1, 200);
        Assert.InRange((await Concept.ListAsync(Wire)).Items.Count, 1, 50);
    }

    [Fact]
    public async Task List_OfAnUnknownPerimeter_NamesItAndTheNearest()
    {
        var (french, _) = await Server.AssertRefusedAsync(wire => Concept.ListAsync(wire, perimeter: "Trelazé"), "perimeter");

        Assert.Contains("Trélazé (COM-49353)", french["perimeter"], StringComparison.Ordinal);
    }

    protected async Task<List<T>> AllAsync()
    {
        List<T> all = [];
        await Pages.AllAsync(token => Concept.ListAsync(Wire, 200, token), page => page.Items, page => page.Next, all);
        return all;
    }

    private static DateTimeOffset TimeOf(T record, string field) =>
        ((Google.Protobuf.WellKnownTypes.Timestamp)record.Descriptor.FindFieldByName(field).Accessor.GetValue(record)).ToDateTimeOffset();

    private static T WithTime(T record, T other)
    {
        var copy = record.Clone();
        var field = copy.Descriptor.FindFieldByName("update_time").Accessor;
        field.SetValue(copy, field.GetValue(other));
        return copy;
    }
}
