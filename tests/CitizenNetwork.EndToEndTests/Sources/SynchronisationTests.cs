using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Sources;

/// <summary>What a source no longer contains is reported first and goes only when somebody says so.</summary>
public abstract class SynchronisationTests(ServerFixture server) : SourceTestBase(server)
{
    [SkippableFact]
    public async Task FinishSync_WithARowLess_ReportsItAndLeavesIt()
    {
        await SyncAsync(Rows(10));

        var second = await SyncAsync(Rows(10).Where(row => row.ExternalId != "salle 4"));

        Assert.Equal((SyncState.Finished, 10, 1, 0), (second.State, second.RecordCount, second.MissingCount, second.WithdrawnCount));
        var missing = Assert.Single((await Wire.Sources.ListMissingRecordsAsync(new ListMissingRecordsRequest { SyncId = second.SyncId })).Records);
        Assert.Equal("salle 4", missing.ExternalId);
        Assert.NotEmpty((await Wire.Resources.GetResourceAsync(new GetResourceRequest { Name = missing.Name })).Title);
        Assert.Equal(second, await FinishAsync(second));
    }

    [SkippableFact]
    public async Task WithdrawMissing_WithTheRightCount_HidesTheRecordUntilItsRowReturns()
    {
        await SyncAsync(Rows(10));
        var second = await SyncAsync(Rows(9));
        var name = (await RecordsAsync()).Single(record => record.ExternalId == "salle 10").Name;

        var withdrawn = await WithdrawAsync(second, 1);

        Assert.Equal((1, 0), (withdrawn.WithdrawnCount, withdrawn.KeptCount));
        (await WireError.OfAsync(async () => await Wire.Resources.GetResourceAsync(new GetResourceRequest { Name = name }))).AssertIs(StatusCode.NotFound, "RESOURCE_NOT_FOUND", "fr-FR");
        Assert.DoesNotContain(await Wire.EverythingAsync(), json => json.Contains(name, StringComparison.Ordinal));
        (await WireError.OfAsync(async () => await Wire.Matching.ExplainMatchAsync(new ExplainMatchRequest { Subject = new MatchSubject { Draft = new Draft { Sentence = "Une salle 10", Commune = Samples.Angers } }, Candidate = name })))
            .AssertIs(StatusCode.NotFound, "RESOURCE_NOT_FOUND", "fr-FR");
        Assert.Equal(9, (await RecordsAsync()).Count);
        Assert.True((await RecordsAsync(withdrawn: true)).Single(record => record.Name == name).Withdrawn);
        Assert.Equal(withdrawn, await WithdrawAsync(second, 1));
        Assert.Equal((9, 0, 1), await FinishAsync(second) is var now ? (now.RecordCount, now.MissingCount, now.WithdrawnCount) : default);

        var back = (await UpsertAsync([Row("salle 10", "Une salle 10")])).Results[0];

        Assert.Equal((UpsertOutcome.Added, name, "3"), (back.Outcome, back.Name, back.Etag));
        Assert.Equal("Une salle 10", (await Wire.Resources.GetResourceAsync(new GetResourceRequest { Name = name })).Title);
        Assert.Equal(10, (await RecordsAsync()).Count);
        Assert.Equal(0, (await SyncAsync(Rows(10))).MissingCount);
    }

    [SkippableFact]
    public async Task WithdrawMissing_OfAnotherCount_IsRefusedAndTellsTheRightOne()
    {
        await SyncAsync(Rows(10));
        var second = await SyncAsync(Rows(9));

        var (french, _) = await Server.AssertRefusedAsync(StatusCode.FailedPrecondition, "COUNT_CHANGED", async wire => await wire.Sources.WithdrawMissingAsync(new WithdrawMissingRequest { SyncId = second.SyncId, ExpectedCount = 2 }));

        Assert.Equal(("2", "1"), (french.Info!.Metadata["value1"], french.Info.Metadata["value2"]));
        Assert.Equal(10, (await RecordsAsync()).Count);
    }

    [SkippableFact]
    public async Task WithdrawMissing_OfMoreThanAFifth_AsksForConfirmation()
    {
        await SyncAsync(Rows(10));
        var fifth = await SyncAsync(Rows(8));
        var more = await SyncAsync(Rows(7));

        await Server.AssertRefusedAsync(StatusCode.FailedPrecondition, "TOO_MANY_MISSING", async wire => await wire.Sources.WithdrawMissingAsync(new WithdrawMissingRequest { SyncId = more.SyncId, ExpectedCount = 3 }));

        Assert.Equal(2, (await WithdrawAsync(fifth, 2)).WithdrawnCount);
        Assert.Equal(1, (await WithdrawAsync(await SyncAsync(Rows(7)), 1)).WithdrawnCount);
        var nothing = await SyncAsync();
        Assert.Equal((7, 7), (nothing.RecordCount, nothing.MissingCount));
        await Server.AssertRefusedAsync(StatusCode.FailedPrecondition, "TOO_MANY_MISSING", async wire => await wire.Sources.WithdrawMissingAsync(new WithdrawMissingRequest { SyncId = nothing.SyncId, ExpectedCount = 7 }));
        Assert.Equal(7, (await WithdrawAsync(nothing, 7, confirm: true)).WithdrawnCount);
        Assert.Empty(await RecordsAsync());
    }

    [SkippableFact]
    public async Task FinishSync_WithARefusedRow_DoesNotCallItMissing()
    {
        await SyncAsync(Rows(3));
        var rows = Rows(3).ToList();
        rows[1].Resource.Title = "";

        Assert.Equal(0, (await SyncAsync(rows)).MissingCount);
    }

    [SkippableFact]
    public async Task FinishSync_WithRowsSentBesideIt_DoesNotCallThemMissing()
    {
        await SyncAsync(Rows(3));
        var sync = await BeginAsync();
        await UpsertAsync(Rows(2), sync.SyncId);
        await UpsertAsync([Row("salle 3", "Une salle 3")]);

        Assert.Equal(0, (await FinishAsync(sync)).MissingCount);
    }

    [SkippableFact]
    public async Task FinishSync_OfOneCollection_LeavesTheOthersAlone()
    {
        await Wire.Sources.UpsertActorsAsync(new UpsertActorsRequest { Source = Source, Rows = { new ActorRow { ExternalId = "1", Actor = Samples.Actor("La Ruche") } } });

        var sync = await SyncAsync(Rows(2));

        Assert.Equal((2, 0), (sync.RecordCount, sync.MissingCount));
        (await WireError.OfAsync(async () => await Wire.Sources.UpsertActorsAsync(new UpsertActorsRequest { Source = Source, SyncId = (await BeginAsync()).SyncId, Rows = { new ActorRow { ExternalId = "1", Actor = Samples.Actor("La Ruche") } } })))
            .AssertInvalid("fr-FR", "sync_id");
    }

    [SkippableFact]
    public async Task BeginSync_WhileOneIsOpen_AbandonsIt()
    {
        var first = await BeginAsync();
        var second = await BeginAsync();

        await Server.AssertRefusedAsync(StatusCode.FailedPrecondition, "WRONG_SYNC_STATE", async wire => await wire.Sources.FinishSyncAsync(new FinishSyncRequest { SyncId = first.SyncId }));
        await Server.AssertRefusedAsync(StatusCode.FailedPrecondition, "WRONG_SYNC_STATE", wire => UpsertAsync(Rows(1), first.SyncId, wire: wire));
        await Server.AssertRefusedAsync(StatusCode.FailedPrecondition, "WRONG_SYNC_STATE", async wire => await wire.Sources.WithdrawMissingAsync(new WithdrawMissingRequest { SyncId = second.SyncId }));
        await Server.AssertRefusedAsync(StatusCode.FailedPrecondition, "WRONG_SYNC_STATE", async wire => await wire.Sources.ListMissingRecordsAsync(new ListMissingRecordsRequest { SyncId = second.SyncId }));
        Assert.Equal(SyncState.Finished, (await FinishAsync(second)).State);
        await Server.AssertRefusedAsync(StatusCode.FailedPrecondition, "WRONG_SYNC_STATE", wire => UpsertAsync(Rows(1), second.SyncId, wire: wire));
    }

    [SkippableFact]
    public async Task BeginSync_OfTwoAtOnce_LeavesOneOpen()
    {
        var begun = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => BeginAsync()));

        List<SyncState> ends = [];
        foreach (var sync in begun)
        {
            try
            {
                ends.Add((await FinishAsync(sync)).State);
            }
            catch (RpcException refused)
            {
                Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
            }
        }

        Assert.Equal([SyncState.Finished], ends);
    }

    [SkippableFact]
    public async Task BeginSync_OfWrongCollections_NamesThem()
    {
        (await WireError.OfAsync(() => BeginAsync("resources", "salles", "resources"))).AssertInvalid("fr-FR", "collections[1]", "collections[2]");
        (await WireError.OfAsync(async () => await Wire.Sources.BeginSyncAsync(new BeginSyncRequest()))).AssertInvalid("fr-FR", "source", "collections");
        (await WireError.OfAsync(async () => await Wire.Sources.FinishSyncAsync(new FinishSyncRequest()))).AssertInvalid("fr-FR", "sync_id");
        (await WireError.OfAsync(async () => await Wire.Sources.WithdrawMissingAsync(new WithdrawMissingRequest { ExpectedCount = -1 }))).AssertInvalid("fr-FR", "sync_id", "expected_count");
    }

    [SkippableFact]
    public async Task ListSourceRecords_PageByPage_GivesEachRecordOnceWithWhenItCame()
    {
        await UpsertAsync(Rows(3));
        var sync = await SyncAsync(Rows(7));
        await UpsertAsync([Row("salle 2", "Encore")]);

        var records = await RecordsAsync(pageSize: 3);

        Assert.Equal(["salle 1", "salle 2", "salle 3", "salle 4", "salle 5", "salle 6", "salle 7"], records.Select(record => record.ExternalId));
        Assert.All(records, record =>
        {
            Assert.Equal((Source, sync.SyncId, false), (record.Source, record.LastSyncId, record.Withdrawn));
            Assert.Matches("^[0-9a-f]{64}$", record.ContentHash);
            Assert.NotNull(record.ChangeTime);
            Assert.NotNull(record.LastSeenTime);
        });
        Assert.Equal("2", records[1].Etag);
        Assert.Equal(7, records.Select(record => record.ContentHash).Distinct().Count());
        var missing = await SyncAsync();
        List<SourceRecord> listed = [];
        Assert.Equal(3, await Pages.AllAsync(
            async token => await Wire.Sources.ListMissingRecordsAsync(new ListMissingRecordsRequest { SyncId = missing.SyncId, PageSize = 3, PageToken = token }), page => page.Records, page => page.NextPageToken, listed));
        Assert.Equal(records.Select(record => record.Name), listed.Select(record => record.Name));
    }
}

/// <summary>On SQLite.</summary>
[Collection(RecordsServer.Name)]
public sealed class SqliteSynchronisationTests(ServerFixture server) : SynchronisationTests(server);

/// <summary>On PostgreSQL.</summary>
[Collection(PostgresSourcesServer.Name)]
public sealed class PostgresSynchronisationTests(PostgresServer server) : SynchronisationTests(server.OrSkip());
