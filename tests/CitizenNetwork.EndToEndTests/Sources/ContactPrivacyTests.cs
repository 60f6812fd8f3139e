using System.Globalization;
using System.Text.Json;
using CitizenNetwork.EndToEndTests.Json;
using CitizenNetwork.EndToEndTests.Logging;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Storage;
using CitizenNetwork.Storage.Feed;
using Dapper;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.EndToEndTests.Sources;

/// <summary>How to reach somebody is kept and returned to nobody: planted texts are looked for wherever they could come out.</summary>
public sealed class ContactPrivacyTests : IAsyncLifetime, IDisposable
{
    private readonly string _planted = Planted.New();
    private readonly string _phone = $"+33 6 {Random.Shared.NextInt64(10_000_000, 99_999_999).ToString(CultureInfo.InvariantCulture)}";
    private readonly CapturedLog _log = new();
    private readonly List<string> _said = [];
    private ServerFixture _server = null!;

    private Contact Contact => new() { Name = $"Nom {_planted}", Mail = $"{_planted}@exemple.fr", Phone = _phone, AddressLines = { $"12 rue {_planted}", "49000 Angers" } };

    public async Task InitializeAsync()
    {
        _server = await ServerFixture.StartAsync(_log.AddTo);
        await _server.Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Porteur"), ActorId = ServerFixture.Owner.Split('/')[1] });
    }

    public Task DisposeAsync() => _server.DisposeAsync();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Contacts_OfRowsAndRecords_AreKeptAndReturnedByNothing()
    {
        var sync = await HearAsync(_server.Wire.Sources.BeginSyncAsync(new BeginSyncRequest { Source = "mairie", Collections = { "resources", "actors" } }));
        var resource = Samples.Resource("Salle des fêtes");
        resource.Contact = Contact;
        UpsertResourcesRequest rows = new() { Source = "mairie", SyncId = sync.SyncId, RequestId = Samples.NewRequestId(), Rows = { new ResourceRow { ExternalId = "salle", Resource = resource } } };
        var row = (await HearAsync(_server.Wire.Sources.UpsertResourcesAsync(rows))).Results[0];
        await HearAsync(_server.Wire.Sources.UpsertResourcesAsync(rows));
        await EverythingAsync(resource, sync);

        Assert.Contains(_planted, await StoredAsync(row.Name), StringComparison.Ordinal);
        Assert.Contains(_phone[^8..], await StoredAsync(row.Name), StringComparison.Ordinal);
        AssertSilent();
    }

    [Fact]
    public async Task Contact_OfAnUpdate_StaysUntilItIsReplacedOrErased()
    {
        var resources = _server.Wire.Resources;
        var made = await HearAsync(resources.CreateResourceAsync(new CreateResourceRequest { Resource = new Resource(Samples.Resource("Une salle")) { Contact = Contact } }));
        made.Title = "Lue et renvoyée";
        made = await HearAsync(resources.UpdateResourceAsync(new UpdateResourceRequest { Resource = made }));
        made = await HearAsync(resources.UpdateResourceAsync(new UpdateResourceRequest { Resource = made, UpdateMask = Samples.Mask("title") }));
        Assert.Contains(_planted, await StoredAsync(made.Name), StringComparison.Ordinal);

        made.Contact = new Contact { Mail = "accueil@exemple.fr" };
        made = await HearAsync(resources.UpdateResourceAsync(new UpdateResourceRequest { Resource = made }));
        Assert.DoesNotContain(_planted, await StoredAsync(made.Name), StringComparison.Ordinal);
        Assert.Contains("accueil@exemple.fr", await StoredAsync(made.Name), StringComparison.Ordinal);

        await HearAsync(resources.UpdateResourceAsync(new UpdateResourceRequest { Resource = new Resource { Name = made.Name }, UpdateMask = Samples.Mask("contact") }));
        Assert.DoesNotContain("accueil@exemple.fr", await StoredAsync(made.Name), StringComparison.Ordinal);
        (await WireError.OfAsync(async () => await resources.UpdateResourceAsync(new UpdateResourceRequest { Resource = made, UpdateMask = Samples.Mask("contact.mail") }))).AssertInvalid("fr-FR", "update_mask.paths[0]");
        AssertSilent();
    }

    [Fact]
    public async Task Contact_OfARow_ThatChangesOrGoes_ChangesTheRecord()
    {
        async Task<RowResult> SendAsync(Contact? contact)
        {
            var resource = Samples.Resource("Une salle");
            resource.Contact = contact;
            return (await HearAsync(_server.Wire.Sources.UpsertResourcesAsync(new UpsertResourcesRequest { Source = "mairie", Rows = { new ResourceRow { ExternalId = "1", Resource = resource } } }))).Results[0];
        }

        var name = (await SendAsync(Contact)).Name;
        Assert.Equal(UpsertOutcome.Unchanged, (await SendAsync(Contact)).Outcome);
        var hash = (await HashAsync())!;
        Assert.Equal(UpsertOutcome.Changed, (await SendAsync(new Contact { Phone = "02 41 00 00 00" })).Outcome);

        // What readers may see is the same whatever the contact is.
        Assert.Equal(hash, await HashAsync());
        Assert.DoesNotContain(_planted, await StoredAsync(name), StringComparison.Ordinal);
        Assert.Equal(UpsertOutcome.Changed, (await SendAsync(null)).Outcome);
        Assert.Equal(UpsertOutcome.Unchanged, (await SendAsync(new Contact())).Outcome);
        Assert.DoesNotContain("02 41", await StoredAsync(name), StringComparison.Ordinal);
        AssertSilent();

        async Task<string?> HashAsync() => (await _server.Wire.Sources.ListSourceRecordsAsync(new ListSourceRecordsRequest { Source = "mairie" })).Records.Single().ContentHash;
    }

    [Fact]
    public async Task Contact_OfADeletedOrWithdrawnRecord_IsErased()
    {
        var made = await _server.Wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = new Resource(Samples.Resource("Une salle")) { Contact = Contact } });
        await _server.Wire.Resources.DeleteResourceAsync(new DeleteResourceRequest { Name = made.Name });
        Assert.DoesNotContain(_planted, await StoredAsync(made.Name), StringComparison.Ordinal);

        var row = new ResourceRow { ExternalId = "1", Resource = new Resource(Samples.Resource("Une salle")) { Contact = Contact } };
        var name = (await _server.Wire.Sources.UpsertResourcesAsync(new UpsertResourcesRequest { Source = "mairie", Rows = { row } })).Results[0].Name;
        var sync = await _server.Wire.Sources.BeginSyncAsync(new BeginSyncRequest { Source = "mairie", Collections = { "resources" } });
        await _server.Wire.Sources.FinishSyncAsync(new FinishSyncRequest { SyncId = sync.SyncId });
        await _server.Wire.Sources.WithdrawMissingAsync(new WithdrawMissingRequest { SyncId = sync.SyncId, ExpectedCount = 1, ConfirmLarge = true });
        Assert.DoesNotContain(_planted, await StoredAsync(name), StringComparison.Ordinal);
        Assert.Equal(UpsertOutcome.Added, (await _server.Wire.Sources.UpsertResourcesAsync(new UpsertResourcesRequest { Source = "mairie", Rows = { row } })).Results[0].Outcome);
        Assert.Contains(_planted, await StoredAsync(name), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contact_ThatIsWrong_IsRefusedWithoutBeingQuoted()
    {
        Contact wrong = new() { Name = new string('n', 151), Mail = $"{_planted} sans arobase", Phone = $"tél. {_planted}", AddressLines = { "", $"{_planted}{new string('a', 150)}" } };
        var error = await WireError.OfAsync(async () => await _server.Wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = new Resource(Samples.Resource("Une salle")) { Contact = wrong } }));
        error.AssertInvalid("fr-FR", "resource.contact.name", "resource.contact.mail", "resource.contact.phone", "resource.contact.address_lines[0]", "resource.contact.address_lines[1]");
        _said.AddRange(error.Violations.Select(violation => violation.ToString()));
        _said.Add($"{error.Detail} {error.Message} {error.Info}");

        AssertSilent();
    }

    /// <summary>Every way of reading, on both faces, with the contact in every concept.</summary>
    private async Task EverythingAsync(Resource resource, Sync sync)
    {
        var wire = _server.Wire;
        var actor = Samples.Actor("La Ruche");
        actor.Contact = Contact;
        var initiative = Samples.Initiative("Trouver une salle des fêtes");
        initiative.Contact = Contact;
        var call = Samples.FundingCall("Coup de pouce aux salles");
        call.Contact = Contact;
        var offer = Samples.HostingOffer("Portage de salles");
        offer.Contact = Contact;
        var requestId = Samples.NewRequestId();
        await HearAsync(wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = actor, RequestId = requestId }));
        var made = await HearAsync(wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = actor, RequestId = requestId }));
        made.Contact = Contact;
        await HearAsync(wire.Actors.UpdateActorAsync(new UpdateActorRequest { Actor = made }));
        await HearAsync(wire.Actors.GetActorAsync(new GetActorRequest { Name = made.Name }));
        var subject = await HearAsync(wire.Initiatives.CreateInitiativeAsync(new CreateInitiativeRequest { Initiative = initiative }));
        await HearAsync(wire.Initiatives.RegisterNeedAsync(new RegisterNeedRequest { Parent = subject.Name, Need = Samples.Need(NeedKind.Room, "Une salle des fêtes") }));
        await HearAsync(wire.FundingCalls.CreateFundingCallAsync(new CreateFundingCallRequest { FundingCall = call }));
        await HearAsync(wire.HostingOffers.CreateHostingOfferAsync(new CreateHostingOfferRequest { HostingOffer = offer }));
        foreach (var match in (await HearAsync(wire.Matching.SuggestMatchesAsync(new SuggestMatchesRequest { Subject = new MatchSubject { Initiative = subject.Name } }))).Groups.SelectMany(group => group.Matches))
        {
            await HearAsync(wire.Matching.ExplainMatchAsync(new ExplainMatchRequest { Subject = new MatchSubject { Initiative = subject.Name }, Candidate = match.Candidate }));
        }

        await HearAsync(wire.Sources.ListSourceRecordsAsync(new ListSourceRecordsRequest { Source = "mairie", ShowWithdrawn = true }));
        await HearAsync(wire.Sources.FinishSyncAsync(new FinishSyncRequest { SyncId = sync.SyncId }));
        await HearAsync(wire.Sources.ListMissingRecordsAsync(new ListMissingRecordsRequest { SyncId = sync.SyncId }));
        using (var stream = wire.Sources.StreamUpserts())
        {
            await stream.RequestStream.WriteAsync(new StreamUpsertsRequest { Source = "mairie", Resource = new ResourceRow { ExternalId = "par le flux", Resource = resource } });
            await stream.RequestStream.CompleteAsync();
            while (await stream.ResponseStream.MoveNext(CancellationToken.None))
            {
                _said.Add(stream.ResponseStream.Current.ToString());
            }
        }

        _said.AddRange(await wire.EverythingAsync());
        using JsonCaller json = new(_server.HttpAddress, _server.Key);
        _said.Add((await json.PostAsync("citizennetwork.v1.SourcesService/UpsertActors", new UpsertActorsRequest { Source = "mairie", Rows = { new ActorRow { ExternalId = "1", Actor = actor } } })).Text);
        _said.Add((await json.PostAsync("citizennetwork.v1.ResourcesService/ListResources", new ListResourcesRequest())).Text);
        _said.Add((await json.PostAsync("citizennetwork.v1.SourcesService/ListSourceRecords", new ListSourceRecordsRequest { Source = "mairie" })).Text);

        var view = _server.Server.Services.GetRequiredService<CitizenNetwork.Matching.Catalogue.Catalogue>().Current;
        _said.Add(JsonSerializer.Serialize(view.Actors("")) + JsonSerializer.Serialize(view.Initiatives("")) + JsonSerializer.Serialize(view.Resources("")) + JsonSerializer.Serialize(view.FundingCalls("")) + JsonSerializer.Serialize(view.HostingOffers("")));
        _said.Add(JsonSerializer.Serialize(view.SourceRows("mairie").Select(entry => (entry.Name, entry.Row.ToString()))));
        var feed = _server.Server.Services.GetRequiredService<IChangeFeed>();
        var head = await feed.HeadAsync();
        _said.Add(JsonSerializer.Serialize((await feed.ReadAsync(FeedPosition.Start(head.Epoch), 10_000)).Rows));
    }

    private async Task<T> HearAsync<T>(Grpc.Core.AsyncUnaryCall<T> call)
        where T : IMessage<T>
    {
        var answer = await call;
        _said.Add(answer.ToString()!);
        return answer;
    }

    /// <summary>The stored state of a record, as text.</summary>
    private Task<string> StoredAsync(string name) => _server.Server.Services.GetRequiredService<IDatabase>()
        .ReadAsync(async connection => (await connection.QuerySingleAsync<string>("SELECT payload FROM grain_state WHERE grain_key = @name", new { name })).Replace("\\u002B", "+", StringComparison.Ordinal));

    private void AssertSilent()
    {
        Assert.NotEmpty(_said);
        Assert.NotEmpty(_log.Entries);
        Assert.All(_said.Concat(_log.Entries.Select(entry => entry.Text + entry.Json)), text =>
        {
            Assert.DoesNotContain(_planted, text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(_phone[^8..], text, StringComparison.Ordinal);
        });
    }
}
