using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.EndToEndTests.Cli;

/// <summary>Records kept by hand: what is typed arrives, what is not typed stays, and what is wrong names its option.</summary>
[Collection(RecordsServer.Name)]
public sealed class RecordCommandsTests(ServerFixture server) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("citizennet-records-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Add_ByOptions_FillsTheFieldsThatTheyName()
    {
        var id = Samples.NewId("salle");
        var run = await RunAsync(
            "resources", "add", "--id", id, "--owner", ServerFixture.Owner, "--kind", "room", "--title", "Salle, petite", "--commune", Samples.Angers,
            "--themes", "culture,food", "--themes", "sport", "--served-area", "DEP-49", "--capacity-amount", "30", "--capacity-unit", "place", "--cost", "COST_PAID", "--price-cents", "1250",
            "--position-latitude", "47.47", "--position-longitude", "-0.55", "--accepts-emerging-initiatives", "--accessibility-step-free", "yes",
            "--access-conditions", """{"kind":"KIND_OTHER","detail":"Une clé, un gardien"}""", "--contact-address-lines", "3 rue des Fendeurs, bâtiment B", "--json");

        Assert.True(run.Code == 0, run.Error);
        var made = Resource.Parser.ParseJson(run.Output);
        Resource expected = new()
        {
            Name = $"resources/{id}",
            Owner = ServerFixture.Owner,
            Kind = ResourceKind.Room,
            Title = "Salle, petite",
            Commune = Samples.Angers,
            Themes = { "culture", "food", "sport" },
            ServedArea = { "DEP-49" },
            Capacity = new Quantity { Amount = 30, Unit = "place" },
            Cost = Cost.Paid,
            PriceCents = 1250,
            Position = new GeoPoint { Latitude = 47.47, Longitude = -0.55 },
            AcceptsEmergingInitiatives = true,
            Accessibility = new Accessibility { StepFree = Answer.Yes },
            AccessConditions = { new AccessCondition { Kind = AccessCondition.Types.Kind.Other, Detail = "Une clé, un gardien" } },
            CreateTime = made.CreateTime,
            UpdateTime = made.UpdateTime,
            Etag = made.Etag,
            Visibility = made.Visibility,
        };
        Assert.Equal(expected, made);
        Assert.Equal(made, await server.Wire.Resources.GetResourceAsync(new GetResourceRequest { Name = made.Name }));
    }

    [Fact]
    public async Task Edit_OfSomeFields_LeavesTheOthers()
    {
        var name = await AddActorAsync(actor =>
        {
            actor.Description = "Avant";
            actor.Themes.Add("culture");
            actor.WaysOfWorking = new WaysOfWorking { Pace = Pace.Slow, Formality = Formality.Formal };
        });

        var run = await RunAsync("actors", "edit", name, "--display-name", "Autre", "--themes", "", "--ways-of-working-pace", "fast");

        Assert.True(run.Code == 0, run.Error);
        var changed = await server.Wire.Actors.GetActorAsync(new GetActorRequest { Name = name });
        Assert.Equal(("Autre", "Avant", 0, Pace.Fast, Formality.Formal), (changed.DisplayName, changed.Description, changed.Themes.Count, changed.WaysOfWorking.Pace, changed.WaysOfWorking.Formality));
        Assert.Contains("display_name\tAutre", run.Lines);
    }

    [Fact]
    public async Task Edit_OfWhatGetShowed_ChangesOnlyWhatIsOtherwise()
    {
        var name = await AddActorAsync(actor => actor.Description = "Avant");
        var shown = await RunAsync("actors", "get", name, "--json");

        var run = await Citizennet.RunAsync(Environment, shown.Output, "actors", "edit", name, "--file", "-", "--description", "Après", "--json");

        Assert.True(run.Code == 0, run.Error);
        var (before, after) = (Actor.Parser.ParseJson(shown.Output), Actor.Parser.ParseJson(run.Output));
        Assert.Equal("Après", after.Description);
        Assert.Equal(before.DisplayName, after.DisplayName);

        // The file bears the etag that it was read with, and the record has another one by now.
        var stale = await Citizennet.RunAsync(Environment, shown.Output, "actors", "edit", name, "--file", "-");
        Assert.Equal(3, stale.Code);
        Assert.Contains("etag", stale.Error, StringComparison.Ordinal);
        Assert.Equal(3, (await RunAsync("actors", "edit", name, "--description", "Non", "--etag", before.Etag)).Code);
        Assert.Equal(0, (await RunAsync("actors", "edit", name, "--description", "Oui", "--etag", after.Etag)).Code);
        Assert.Equal(1, (await RunAsync("actors", "edit", name)).Code);
    }

    [Fact]
    public async Task Refusals_OfSeveralFields_NameTheOptionOfEach()
    {
        var run = await RunAsync("funding", "add", "--title", "", "--eligible-area", "DEP-49,XX", "--opening-end-date", "demain", "--id", "NON");

        Assert.Equal(2, run.Code);
        Assert.All(
            ["--funder (funding_call.funder): ", "--kind (funding_call.kind): ", "--title (funding_call.title): ", "--eligible-area (funding_call.eligible_area[1]): ", "--opening-end-date (funding_call.opening.end_date): ", "--id (funding_call_id): "],
            place => Assert.Contains("\n  " + place, run.Error, StringComparison.Ordinal));
        Assert.Contains("citizennet funding add --help", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--kind", "amis", "association")]
    [InlineData("--position-latitude", "nord", "nombre")]
    [InlineData("--do-not-solicit", "peut-être", "true")]
    [InlineData("--file", "nulle-part.json", "nulle-part.json")]
    [InlineData("--colour", "bleu", "--colour")]
    public async Task Options_WithAValueThatIsNone_AreSaidBeforeAnythingIsCalled(string option, string value, string says)
    {
        var run = await RunAsync("actors", "add", option, value, "--server", "http://127.0.0.1:1");

        Assert.Equal(1, run.Code);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.Contains(option, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_WithAFieldThatNoRecordHas_AreRefusedHere()
    {
        var file = Path.Combine(_folder, "acteur.json");
        await File.WriteAllTextAsync(file, """{"displayName":"X","couleur":"bleu"}""");

        var run = await RunAsync("actors", "add", "--file", file);

        Assert.Equal(1, run.Code);
        Assert.Contains("couleur", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_Unconfirmed_LeavesTheRecord()
    {
        var name = await AddActorAsync(_ => { });

        Assert.Equal(1, (await RunAsync("actors", "delete", name)).Code);
        Assert.Equal(1, (await Citizennet.RunAsync(Environment, "non\n", "actors", "delete", name)).Code);
        Assert.Equal(0, (await RunAsync("actors", "get", name)).Code);

        var confirmed = await Citizennet.RunAsync(Environment, "oui\n", "actors", "delete", name);
        Assert.Equal(0, confirmed.Code);
        Assert.Contains(name, confirmed.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("actors", "get", name)).Code);
    }

    [Fact]
    public async Task Needs_OfAnInitiative_AreAddedShownChangedAndMet()
    {
        var initiative = (await server.Wire.Initiatives.CreateInitiativeAsync(new CreateInitiativeRequest { Initiative = Samples.Initiative("Réparer des vélos ensemble") })).Name;
        var name = $"{initiative}/needs/pieds";

        var added = await RunAsync("needs", "add", initiative, "--id", "pieds", "--kind", "equipment", "--title", "Pieds d’atelier", "--json");
        var version = Initiative.Parser.ParseJson(added.Output).Etag;
        Assert.Equal([$"{name}\tPieds d’atelier\tequipment\topen"], (await RunAsync("needs", "list", initiative)).Lines);
        Assert.Equal(3, (await RunAsync("needs", "edit", name, "--urgency", "high", "--etag", "999999")).Code);
        Assert.Equal(0, (await RunAsync("needs", "edit", name, "--urgency", "high", "--quantity-amount", "6", "--quantity-unit", "objet", "--etag", version)).Code);

        var need = Need.Parser.ParseJson((await RunAsync("needs", "get", name, "--json")).Output);
        Assert.Equal((Urgency.High, 6, "Pieds d’atelier"), (need.Urgency, need.Quantity.Amount, need.Title));
        Assert.Equal(2, (await RunAsync("needs", "get", $"{initiative}/needs/autre")).Code);

        Assert.Equal(0, (await RunAsync("needs", "delete", name, "--met", "--yes")).Code);
        Assert.Equal([$"{name}\tPieds d’atelier\tequipment\tmet"], (await RunAsync("needs", "list", initiative)).Lines);
    }

    [Fact]
    public async Task List_WithFilters_ShowsWhatTheyLetPass()
    {
        var owner = await AddActorAsync(_ => { });
        await server.Wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = Samples.Resource("Salle", owner: owner) });
        await server.Wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = Samples.Resource("Perceuse", ResourceKind.Equipment, owner) });
        await server.Wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = Samples.Resource("Camion", ResourceKind.Vehicle, owner) });

        var run = await RunAsync("resources", "list", "--owner", owner, "--kinds", "vehicle,equipment", "--json");

        Assert.Equal(["Camion", "Perceuse"], run.Lines.Select(line => Resource.Parser.ParseJson(line).Title).Order(StringComparer.Ordinal));
    }

    private Dictionary<string, string> Environment => new(StringComparer.Ordinal) { ["CITIZENNET_SERVER"] = server.Server.GrpcAddress.ToString(), ["CITIZENNET_KEY"] = server.AdministratorKey };

    private async Task<string> AddActorAsync(Action<Actor> fill)
    {
        var actor = Samples.Actor("Un acteur");
        fill(actor);
        return (await server.Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = actor, ActorId = Samples.NewId("acteur") })).Name;
    }

    private Task<CliRun> RunAsync(params string[] arguments) => Citizennet.RunAsync(Environment, string.Empty, arguments);
}
