using System.Text.Json;
using CitizenNetwork.EndToEndTests.Json;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using Google.Protobuf;

namespace CitizenNetwork.EndToEndTests.Export;

[Collection(RecordsServer.Name)]
[Trait("seed", "004-26")]
[Trait("feature", "F70")]
public sealed class ExportTests(ServerFixture server)
{
    [Fact]
    public async Task Export_OfEveryFormat_HoldsNoContactAndTellsSourceAndLicence()
    {
        var (source, planted, licence) = (Samples.NewId("src"), Planted.New(), $"Licence {Guid.NewGuid():N}");
        Contact contact = new() { Name = planted, Mail = $"{planted}@exemple.fr", Phone = "+33 6 77 88 99 66", AddressLines = { $"12 rue {planted}" } };
        await RegisterAsync(source, licence, contact);

        foreach (var (format, collection) in Exporting.All)
        {
            var file = await server.Wire.ExportAsync(format, collection);
            var text = file.Text.Replace("\r\n ", string.Empty, StringComparison.Ordinal);
            Assert.True(file.Report.Records > 0, $"{format} {collection}");
            Assert.Contains(source, text, StringComparison.Ordinal);
            Assert.Contains("ligne n° 7", text, StringComparison.Ordinal);
            Assert.Contains(licence, text, StringComparison.Ordinal);
            Assert.DoesNotContain(planted, text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("77 88 99 66", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Export_OfAPerimeter_HoldsWhatTheListShows()
    {
        var title = Samples.NewId("Ailleurs");
        await server.Wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = Samples.Resource(title, commune: Samples.Nantes) });
        List<Resource> listed = [];
        await Pages.AllAsync(async token => await server.Wire.Resources.ListResourcesAsync(new ListResourcesRequest { PageToken = token, Perimeter = "DEP-44" }), page => page.Resources, page => page.NextPageToken, listed);

        var there = await server.Wire.ExportAsync(ExportFormat.Geojson, "resources", "DEP-44");
        Assert.Equal("resources-DEP-44.geojson", there.Name);
        Assert.Equal(listed.Select(resource => resource.Name), JsonDocument.Parse(there.Bytes).RootElement.GetProperty("features").EnumerateArray().Select(feature => feature.GetProperty("id").GetString()));
        Assert.Contains(title, there.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(title, (await server.Wire.ExportAsync(ExportFormat.Geojson, "resources", Samples.MaineEtLoire)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_OfDeletedAndWithdrawnRecords_LeavesThemOut()
    {
        var (kept, deleted, withdrawn) = (Samples.NewId("Reste"), Samples.NewId("Supprime"), Samples.NewId("Retire"));
        await server.Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor(kept) });
        var made = await server.Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor(deleted) });
        await server.Wire.Actors.DeleteActorAsync(new DeleteActorRequest { Name = made.Name });
        var source = Samples.NewId("src");
        await server.Wire.Sources.UpsertActorsAsync(new UpsertActorsRequest { Source = source, Rows = { new ActorRow { ExternalId = "1", Actor = Samples.Actor(withdrawn) } } });
        var sync = await server.Wire.Sources.BeginSyncAsync(new BeginSyncRequest { Source = source, Collections = { "actors" } });
        await server.Wire.Sources.FinishSyncAsync(new FinishSyncRequest { SyncId = sync.SyncId });
        await server.Wire.Sources.WithdrawMissingAsync(new WithdrawMissingRequest { SyncId = sync.SyncId, ExpectedCount = 1, ConfirmLarge = true });

        foreach (var format in new[] { ExportFormat.Csv, ExportFormat.Geojson, ExportFormat.DataInclusion })
        {
            var text = (await server.Wire.ExportAsync(format, "actors")).Text;
            Assert.Contains(kept, text, StringComparison.Ordinal);
            Assert.DoesNotContain(deleted, text, StringComparison.Ordinal);
            Assert.DoesNotContain(withdrawn, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Export_OfWhatNoFormatHolds_IsRefusedWithWhatWouldBeRight()
    {
        var (french, english) = await server.AssertRefusedAsync(wire => wire.ExportAsync(ExportFormat.Icalendar, "actors"), "format");
        Assert.All([french, english], error => Assert.Contains("fundingCalls, hostingOffers, initiatives, resources", error.Violations[0].LocalizedMessage.Message, StringComparison.Ordinal));
        (french, _) = await server.AssertRefusedAsync(wire => wire.ExportAsync(ExportFormat.DataInclusion, "fundingCalls"), "format");
        Assert.Contains("actors, resources", french.Violations[0].LocalizedMessage.Message, StringComparison.Ordinal);
        (french, _) = await server.AssertRefusedAsync(wire => wire.ExportAsync(ExportFormat.Csv, "machins"), "collection");
        Assert.Contains("actors, fundingCalls, hostingOffers, initiatives, resources", french.Violations[0].LocalizedMessage.Message, StringComparison.Ordinal);
        await server.AssertRefusedAsync(wire => wire.ExportAsync(ExportFormat.Unspecified, ""), "format", "collection");
        await server.AssertRefusedAsync(wire => wire.ExportAsync(ExportFormat.Csv, "actors", "DEP-ZZ"), "perimeter");
    }

    [Fact]
    public async Task Export_OnTheJsonFace_IsTheSameFile()
    {
        var wire = await server.Wire.ExportAsync(ExportFormat.Geojson, "hostingOffers");
        using JsonCaller json = new(server.HttpAddress, server.Key);
        var answer = await json.PostAsync("citizennetwork.v1.ExportService/Export", new ExportRequest { Format = ExportFormat.Geojson, Collection = "hostingOffers" });
        var chunks = answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(JsonParser.Default.Parse<ExportChunk>).ToList();
        Assert.Equal(wire.Bytes, chunks.SelectMany(chunk => chunk.Data));
        Assert.Equal(wire.Report, chunks[^1].Report);
    }

    /// <summary>A row of each collection, with a day and a contact.</summary>
    private async Task RegisterAsync(string source, string licence, Contact contact)
    {
        const string Id = "ligne n° 7";
        Period days = new() { StartDate = "2027-01-04", EndDate = "2027-01-05" };
        Actor actor = new(Samples.Actor("Avec contact")) { Contact = contact };
        Resource resource = new(Samples.Resource("Avec contact")) { Contact = contact, Availability = days, Description = "Une salle à prêter" };
        FundingCall call = new(Samples.FundingCall("Avec contact")) { Contact = contact, Opening = days };
        HostingOffer offer = new(Samples.HostingOffer("Avec contact")) { Contact = contact, Opening = days };
        Initiative initiative = new(Samples.Initiative("Avec contact")) { Contact = contact, Needs = { new Need(Samples.Need(NeedKind.Room, "Une salle")) { Period = days } } };
        RowResult[] results =
        [
            (await server.Wire.Sources.UpsertActorsAsync(new UpsertActorsRequest { Source = source, Licence = licence, Rows = { new ActorRow { ExternalId = Id, Actor = actor } } })).Results[0],
            (await server.Wire.Sources.UpsertResourcesAsync(new UpsertResourcesRequest { Source = source, Licence = licence, Rows = { new ResourceRow { ExternalId = Id, Resource = resource } } })).Results[0],
            (await server.Wire.Sources.UpsertFundingCallsAsync(new UpsertFundingCallsRequest { Source = source, Licence = licence, Rows = { new FundingCallRow { ExternalId = Id, FundingCall = call } } })).Results[0],
            (await server.Wire.Sources.UpsertHostingOffersAsync(new UpsertHostingOffersRequest { Source = source, Licence = licence, Rows = { new HostingOfferRow { ExternalId = Id, HostingOffer = offer } } })).Results[0],
            (await server.Wire.Sources.UpsertInitiativesAsync(new UpsertInitiativesRequest { Source = source, Licence = licence, Rows = { new InitiativeRow { ExternalId = Id, Initiative = initiative } } })).Results[0],
        ];
        Assert.All(results, result => Assert.Equal(UpsertOutcome.Added, result.Outcome));
    }
}
