using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Sources;

/// <summary>A key that is bound to a source reads everything and writes what that source registered, nothing else.</summary>
[Collection(RecordsServer.Name)]
public sealed class BoundKeyTests(ServerFixture server) : SourceTestBase(server)
{
    [Fact]
    public async Task BoundKey_ForItsOwnSource_NeedsNotNameIt()
    {
        var (own, _) = await BoundAsync(Source);

        var answer = await own.Sources.UpsertResourcesAsync(new UpsertResourcesRequest { Rows = { Row("salle") } });

        Assert.Equal(UpsertOutcome.Added, answer.Results[0].Outcome);
        Assert.Equal(UpsertOutcome.Unchanged, (await UpsertAsync([Row("salle")])).Results[0].Outcome);
        Assert.Equal(answer.Results[0].Name, Assert.Single((await own.Sources.ListSourceRecordsAsync(new ListSourceRecordsRequest())).Records).Name);
    }

    [Fact]
    public async Task BoundKey_ForAnotherSource_MayReadAndNotWrite()
    {
        var (other, _) = await BoundAsync(Samples.NewId("autre"));
        await SyncAsync(Rows(10));
        var sync = await SyncAsync(Rows(9));
        Func<Task>[] writes =
        [
            () => UpsertAsync(Rows(1), wire: other),
            async () => await other.Sources.BeginSyncAsync(new BeginSyncRequest { Source = Source, Collections = { "resources" } }),
            async () => await other.Sources.FinishSyncAsync(new FinishSyncRequest { SyncId = sync.SyncId }),
            async () => await other.Sources.WithdrawMissingAsync(new WithdrawMissingRequest { SyncId = sync.SyncId, ExpectedCount = 1 }),
            async () =>
            {
                using var call = other.Sources.StreamUpserts();
                await call.RequestStream.WriteAsync(new StreamUpsertsRequest { Source = Source, Resource = Row("1") });
                await call.ResponseStream.MoveNext(CancellationToken.None);
            },
        ];

        foreach (var write in writes)
        {
            (await WireError.OfAsync(write)).AssertIs(StatusCode.PermissionDenied, "OTHER_SOURCE", "fr-FR");
        }

        Assert.Single((await other.Sources.ListMissingRecordsAsync(new ListMissingRecordsRequest { SyncId = sync.SyncId })).Records);
        Assert.Equal(10, (await other.Sources.ListSourceRecordsAsync(new ListSourceRecordsRequest { Source = Source })).Records.Count);
    }

    [Fact]
    public async Task BoundKey_ByTheStandardMethods_ChangesItsOwnRecordsAndNoOthers()
    {
        var (own, _) = await BoundAsync(Source);
        var (other, _) = await BoundAsync(Samples.NewId("autre"));
        var initiative = (await Wire.Sources.UpsertInitiativesAsync(new UpsertInitiativesRequest { Source = Source, Rows = { new InitiativeRow { ExternalId = "1", Initiative = Samples.Initiative("Réparer des vélos") } } })).Results[0].Name;
        var nobodys = await Wire.Initiatives.CreateInitiativeAsync(new CreateInitiativeRequest { Initiative = Samples.Initiative("Un jardin partagé") });
        Func<Wire, string, Task>[] writes =
        [
            async (wire, name) => await wire.Initiatives.UpdateInitiativeAsync(new UpdateInitiativeRequest { Initiative = new Initiative { Name = name, Title = "Vélos" }, UpdateMask = Samples.Mask("title") }),
            async (wire, name) => await wire.Initiatives.ChangePhaseAsync(new ChangePhaseRequest { Name = name, Phase = Phase.Consolidation }),
            async (wire, name) => await wire.Initiatives.RegisterNeedAsync(new RegisterNeedRequest { Parent = name, NeedId = "un-local", Need = Samples.Need(NeedKind.Room, "Un local") }),
            async (wire, name) => await wire.Initiatives.PinCandidateAsync(new PinCandidateRequest { Name = name, Pin = new Pin { Candidate = ServerFixture.Owner, Author = "Moi" } }),
            async (wire, name) => await wire.Initiatives.UnpinCandidateAsync(new UnpinCandidateRequest { Name = name, Candidate = ServerFixture.Owner }),
            async (wire, name) => await wire.Initiatives.DeleteInitiativeAsync(new DeleteInitiativeRequest { Name = name }),
        ];

        var before = await Wire.EverythingAsync();
        foreach (var write in writes)
        {
            (await WireError.OfAsync(() => write(other, initiative))).AssertIs(StatusCode.PermissionDenied, "OTHER_SOURCE", "fr-FR");
            (await WireError.OfAsync(() => write(own, nobodys.Name))).AssertIs(StatusCode.PermissionDenied, "OTHER_SOURCE", "fr-FR");
        }

        Assert.Equal(before, await Wire.EverythingAsync());
        Assert.Equal(initiative, (await other.Initiatives.GetInitiativeAsync(new GetInitiativeRequest { Name = initiative })).Name);
        foreach (var write in writes)
        {
            await write(own, initiative);
        }

        (await WireError.OfAsync(async () => await own.Initiatives.GetInitiativeAsync(new GetInitiativeRequest { Name = initiative }))).AssertIs(StatusCode.NotFound, "RESOURCE_NOT_FOUND", "fr-FR");
    }

    [Fact]
    public async Task BoundKey_ThatCreates_RegistersForItsSourceBesideItsRows()
    {
        var (own, _) = await BoundAsync(Source);
        var (other, _) = await BoundAsync(Samples.NewId("autre"));

        var made = await own.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = Samples.Resource("À la main") });

        var record = Assert.Single(await RecordsAsync());
        Assert.Equal((made.Name, ""), (record.Name, record.ExternalId));
        (await WireError.OfAsync(async () => await other.Resources.DeleteResourceAsync(new DeleteResourceRequest { Name = made.Name }))).AssertIs(StatusCode.PermissionDenied, "OTHER_SOURCE", "fr-FR");

        // It is no row of the source, so no synchronisation misses it.
        Assert.Equal((2, 0), await SyncAsync(Rows(2)) is var sync ? (sync.RecordCount, sync.MissingCount) : default);
        await own.Resources.DeleteResourceAsync(new DeleteResourceRequest { Name = made.Name });
    }

    [Fact]
    public async Task Upsert_WhoseNameAnotherRecordHas_IsRefused()
    {
        var name = (await Wire.Sources.UpsertResourcesAsync(new UpsertResourcesRequest { Source = Source, Rows = { new ResourceRow { ExternalId = "salle", Resource = new Resource() } } })).Results[0].Name;
        await Wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = Samples.Resource("Déjà là"), ResourceId = name.Split('/')[1] });

        Assert.Equal("NAME_TAKEN", (await UpsertAsync([Row("salle")])).Results[0].Refusal.Reason);
        Assert.Equal("Déjà là", (await Wire.Resources.GetResourceAsync(new GetResourceRequest { Name = name })).Title);
    }

    [Fact]
    public async Task Rows_BeyondTheQuotaOfTheKey_AreRefusedUntilItFills()
    {
        var (own, key) = await BoundAsync(Source);
        UpsertResourcesRequest rows = new() { Source = Source, Rows = { Enumerable.Repeat(new ResourceRow(), 200) } };
        for (var sent = 0; sent < 20_000; sent += 200)
        {
            Assert.Equal(200, (await own.Sources.UpsertResourcesAsync(rows)).Summary.RefusedCount);
        }

        var english = await WireError.OfAsync(async () => await Server.With(key, "en").Sources.UpsertResourcesAsync(rows));
        english.AssertIs(StatusCode.ResourceExhausted, "WRITE_QUOTA", "en-GB");
        Assert.Equal(TimeSpan.FromSeconds(1), english.Retry!.RetryDelay.ToTimeSpan());
        Assert.Equal($"key:{key.Split('_')[1]}", Assert.Single(english.Quota!.Violations).Subject);
        await UpsertAsync(Rows(1));

        var now = Server.Clock.Now;
        Server.Clock.Now = now + TimeSpan.FromSeconds(1);
        Assert.Equal(200, (await own.Sources.UpsertResourcesAsync(rows)).Summary.RefusedCount);
        (await WireError.OfAsync(async () => await own.Sources.UpsertResourcesAsync(rows))).AssertIs(StatusCode.ResourceExhausted, "WRITE_QUOTA", "fr-FR");
        Server.Clock.Now = now;
    }
}
