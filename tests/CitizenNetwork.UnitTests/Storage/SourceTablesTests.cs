using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Sources;
using CitizenNetwork.Storage.ApiKeys;
using CitizenNetwork.Storage.Sources;
using CitizenNetwork.Testing;

namespace CitizenNetwork.UnitTests.Storage;

/// <summary>What every engine promises of synchronisations, sightings, answered batches and bound keys.</summary>
public abstract class SourceTablesTests(IEngine engine) : IAsyncLifetime
{
    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await engine.DisposeAsync();

    [SkippableFact]
    public async Task Begin_OneAfterTheOther_NumbersThemAndAbandonsTheOpenOne()
    {
        await using var storage = await OpenAsync();
        var syncs = storage.Get<SyncTable>();

        var first = (await syncs.TryBeginAsync("mairie", ["actors", "resources"]))!;
        var others = (await syncs.TryBeginAsync("autre", ["actors"]))!;
        var second = (await syncs.TryBeginAsync("mairie", ["resources"]))!;

        Assert.Equal((1L, 1L, 2L), (first.Number, others.Number, second.Number));
        Assert.Equal(["actors", "resources"], first.Collections);
        Assert.Equal((SyncState.Open, Samples.Now, null), (first.State, first.BegunAt, first.FinishedAt));
        Assert.Equal(SyncState.Abandoned, (await syncs.FinishAsync(first.Id))!.State);
        var finished = (await syncs.FinishAsync(second.Id))!;
        Assert.Equal(SyncState.Finished, finished.State);
        Assert.Equal(Samples.Now, finished.FinishedAt);
        Assert.Equal(SyncState.Open, (await syncs.FindAsync(others.Id))!.State);
        Assert.Equal(SyncState.Finished, (await syncs.TryBeginAsync("mairie", ["actors"])) is { Number: 3 } ? (await syncs.FindAsync(second.Id))!.State : default);
        Assert.Null(await syncs.FinishAsync("inconnue"));
        Assert.Null(await syncs.FindAsync("inconnue"));
    }

    [SkippableFact]
    public async Task Note_Rows_RemembersTheSynchronisationBegunLast()
    {
        await using var storage = await OpenAsync();
        var (syncs, sightings) = (storage.Get<SyncTable>(), storage.Get<SightingTable>());
        string[] names = ["actors/a", "actors/b", "actors/c"];
        await sightings.NoteAsync("mairie", names);
        Assert.All(await sightings.FindAsync(names), seen => Assert.Equal(("", Samples.Now), (seen.Value.SyncId, seen.Value.SeenAt)));

        var sync = (await syncs.TryBeginAsync("mairie", ["actors"]))!;
        await sightings.NoteAsync("mairie", ["actors/c", "actors/a"]);
        await sightings.NoteAsync("autre", ["actors/d"]);

        Assert.Equal(["actors/a", "actors/c"], (await sightings.SeenSinceAsync(sync.Number, [.. names, "actors/jamais"])).Order());
        var last = await sightings.FindAsync([.. names, "actors/d", "actors/jamais"]);
        Assert.Equal(["actors/a", "actors/b", "actors/c", "actors/d"], last.Keys.Order());
        Assert.Equal([sync.Id, "", sync.Id, ""], last.OrderBy(seen => seen.Key).Select(seen => seen.Value.SyncId));
        await sightings.NoteAsync("mairie", []);
        Assert.Empty(await sightings.FindAsync([]));
        Assert.Empty(await sightings.SeenSinceAsync(0, []));
    }

    [SkippableFact]
    public async Task Note_TheSameRowsByManyAtOnce_Succeeds()
    {
        await using var storage = await OpenAsync();
        var sightings = storage.Get<SightingTable>();
        var names = Enumerable.Range(0, SightingTable.MaxRows).Select(i => $"actors/a{i}").ToList();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => sightings.NoteAsync("mairie", i % 2 == 0 ? names : [.. names.AsEnumerable().Reverse()])));

        Assert.Equal(names.Count, (await sightings.FindAsync(names)).Count);
    }

    [SkippableFact]
    public async Task Put_ABatch_KeepsTheFirstUntilItIsSwept()
    {
        await using var storage = await OpenAsync();
        var batches = storage.Get<BatchTable>();

        await batches.PutAsync("mairie", "1", new StoredBatch("hash", [1, 2]));
        await batches.PutAsync("mairie", "1", new StoredBatch("other", [3]));
        await batches.PutAsync("autre", "1", new StoredBatch("other", [4]));

        var first = (await batches.FindAsync("mairie", "1"))!;
        Assert.Equal("hash", first.Hash);
        Assert.Equal([1, 2], first.Answer);
        Assert.Equal([4], (await batches.FindAsync("autre", "1"))!.Answer);
        Assert.Null(await batches.FindAsync("mairie", "2"));
        Assert.Equal(0, await batches.SweepAsync(Samples.Now, 10));
        Assert.Equal(1, await batches.SweepAsync(Samples.Now.AddDays(1), 1));
        Assert.Equal(1, await batches.SweepAsync(Samples.Now.AddDays(1), 10));
    }

    [SkippableFact]
    public async Task Keys_BoundToASource_AreListedAndRemoved()
    {
        await using var storage = await OpenAsync();
        await storage.Keys.PutAsync(new StoredKey("c", [1], true), "Exploitant");
        await storage.Keys.PutAsync(new StoredKey("b", [2], false, "mairie"), "Portail");
        await storage.Keys.PutAsync(new StoredKey("a", [3], false, "mairie"), "Sauvegarde");

        Assert.Equal("mairie", (await storage.Keys.FindAsync("b"))!.Source);
        Assert.Null((await storage.Keys.FindAsync("c"))!.Source);
        Assert.Equal(["a", "b", "c"], (await storage.Keys.ListAsync("", "", 10)).Select(key => key.Id));
        AssertShown("b", "Portail", new Grant(AccessRole.PartnerSystem, "mairie"), "mairie", Assert.Single(await storage.Keys.ListAsync("a", "mairie", 10)));
        AssertShown("c", "Exploitant", Grant.Administrator, null, Assert.Single(await storage.Keys.ListAsync("b", "", 1)));
        Assert.True(await storage.Keys.RemoveAsync("b"));
        Assert.False(await storage.Keys.RemoveAsync("b"));
        Assert.Null(await storage.Keys.FindAsync("b"));
    }

    private static void AssertShown(string id, string label, Grant grant, string? source, ListedKey key)
    {
        Assert.Equal((id, label, source, Samples.Now), (key.Id, key.Label, key.Source, key.CreatedAt));
        Assert.Equal<Grant>([grant], key.Grants);
        Assert.Equal((null, null, null), (key.ExpiresAt, key.LastUsedAt, key.OldUntil));
    }

    private async Task<OpenedStorage> OpenAsync() => new(await engine.OpenAsync(new StoppedClock()));
}

/// <summary>See <see cref="SourceTablesTests"/>.</summary>
public sealed class SqliteSourceTablesTests() : SourceTablesTests(new SqliteEngine());

/// <summary>See <see cref="SourceTablesTests"/>.</summary>
public sealed class PostgresSourceTablesTests() : SourceTablesTests(new PostgresEngine());
