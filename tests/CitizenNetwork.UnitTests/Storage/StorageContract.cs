using System.Collections.Immutable;
using System.Globalization;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Storage;
using CitizenNetwork.Storage.ApiKeys;
using CitizenNetwork.Storage.Feed;
using Orleans.Storage;

namespace CitizenNetwork.UnitTests.Storage;

/// <summary>What every engine promises; an engine joins by deriving.</summary>
public abstract class StorageContract
{
    /// <summary>Opens this test's database; a second call, after the first was disposed, is a restart.</summary>
    protected abstract Task<OpenedStorage> OpenAsync();

    [SkippableFact]
    public async Task ReadState_NeverWritten_DoesNotExist()
    {
        await using var storage = await OpenAsync();

        var state = await storage.Read("nobody");

        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);
    }

    [SkippableFact]
    public async Task WriteState_ThenRead_GivesTheSameStateAndETag()
    {
        await using var storage = await OpenAsync();

        var first = await storage.Write("jardin", "Le Jardin");
        var second = await storage.Write("jardin", "Le Jardin partagé", first);

        var state = await storage.Read("jardin");
        Assert.True(state.RecordExists);
        Assert.Equal(second, state.ETag);
        Assert.NotEqual(first, second, StringComparer.Ordinal);
        Assert.Equal(StateJson.Write(Samples.Actor("jardin", "Le Jardin partagé")), StateJson.Write(state.State));
    }

    [SkippableFact]
    public async Task ClearState_OfAWrittenState_RemovesIt()
    {
        await using var storage = await OpenAsync();
        await storage.Write("jardin", "Le Jardin");
        var state = await storage.Read("jardin");

        await storage.Grains.ClearStateAsync(StateNames.Actor, Samples.Grain("jardin"), state);

        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);
        Assert.False((await storage.Read("jardin")).RecordExists);
    }

    [SkippableFact]
    public async Task ClearState_NeverWritten_ChangesNothing()
    {
        await using var storage = await OpenAsync();

        await storage.Grains.ClearStateAsync(StateNames.Actor, Samples.Grain("nobody"), new GrainState<Stored<Actor>>());

        Assert.Empty(await storage.Changes());
    }

    [SkippableFact]
    public async Task ClearState_StaleETag_IsRefused()
    {
        await using var storage = await OpenAsync();
        var stale = await storage.Write("jardin", "Le Jardin");
        var newest = await storage.Write("jardin", "Le Jardin partagé", stale);
        GrainState<Stored<Actor>> state = new(Samples.Actor("jardin", "Le Jardin"), stale) { RecordExists = true };

        var refusal = await Assert.ThrowsAsync<InconsistentStateException>(
            () => storage.Grains.ClearStateAsync(StateNames.Actor, Samples.Grain("jardin"), state));

        Assert.Equal((newest, stale), (refusal.StoredEtag, refusal.CurrentEtag));
        Assert.True((await storage.Read("jardin")).RecordExists);
    }

    [SkippableFact]
    public async Task WriteState_TwoStatesOfOneGrain_AreIndependent()
    {
        await using var storage = await OpenAsync();
        await storage.Write("jardin", "Le Jardin");
        GrainState<Stored<Actor>> other = new(Samples.Actor("jardin", "Autre"));

        await storage.Grains.WriteStateAsync("other", Samples.Grain("jardin"), other);

        Assert.Equal("Le Jardin", (await storage.Read("jardin")).State.Record!.DisplayName);
    }

    [SkippableTheory]
    [InlineData(null)]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("not-ours")]
    public async Task WriteState_ETagIsNotTheStoredOne_IsRefusedWithBothETags(string? given)
    {
        await using var storage = await OpenAsync();
        var stored = await storage.Write("jardin", "Le Jardin");

        var refusal = await Assert.ThrowsAsync<InconsistentStateException>(() => storage.Write("jardin", "Autre", given));

        Assert.Equal((stored, given), (refusal.StoredEtag, refusal.CurrentEtag));
        Assert.Equal("Le Jardin", (await storage.Read("jardin")).State.Record!.DisplayName);
    }

    [SkippableFact]
    public async Task WriteState_StaleWriter_IsRefused()
    {
        await using var storage = await OpenAsync();
        var stale = await storage.Write("jardin", "Le Jardin");
        var newest = await storage.Write("jardin", "Le Jardin partagé", stale);

        var refusal = await Assert.ThrowsAsync<InconsistentStateException>(() => storage.Write("jardin", "Trop tard", stale));

        Assert.Equal((newest, stale), (refusal.StoredEtag, refusal.CurrentEtag));
    }

    [SkippableFact]
    public async Task WriteState_ClearedMeanwhile_IsRefused()
    {
        await using var storage = await OpenAsync();
        var stale = await storage.Write("jardin", "Le Jardin");
        await storage.Grains.ClearStateAsync(StateNames.Actor, Samples.Grain("jardin"), await storage.Read("jardin"));

        var refusal = await Assert.ThrowsAsync<InconsistentStateException>(() => storage.Write("jardin", "Trop tard", stale));

        Assert.Equal((null, stale), (refusal.StoredEtag, refusal.CurrentEtag));
    }

    [SkippableFact]
    public async Task WriteState_ClearedAndWrittenAgainMeanwhile_IsRefused()
    {
        await using var storage = await OpenAsync();
        var first = await storage.Write("jardin", "Le Jardin");
        var second = await storage.Write("jardin", "Le Jardin partagé", first);
        await storage.Grains.ClearStateAsync(StateNames.Actor, Samples.Grain("jardin"), await storage.Read("jardin"));
        await storage.Write("jardin", "Un autre jardin");

        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.Write("jardin", "Trop tard", first));
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.Write("jardin", "Trop tard", second));
    }

    [SkippableFact]
    public async Task WriteState_EightFirstWritersOfOneKey_OneWinsEachRound()
    {
        const int Rounds = 200;
        const int Writers = 8;
        await using var storage = await OpenAsync();

        for (var round = 0; round < Rounds; round++)
        {
            var id = $"actor-{round}";
            TaskCompletionSource start = new(TaskCreationOptions.RunContinuationsAsynchronously);
            var writers = Enumerable.Range(0, Writers).Select(async writer =>
            {
                await start.Task;
                await storage.Write(id, $"Writer {writer}");
            }).ToList();
            start.SetResult();
            await Task.WhenAll(writers).ContinueWith(_ => { }, TaskScheduler.Default);

            var winner = Assert.Single(Enumerable.Range(0, Writers), writer => writers[writer].IsCompletedSuccessfully);
            Assert.All(
                writers.Where(writer => writer.IsFaulted),
                writer => Assert.IsType<InconsistentStateException>(writer.Exception!.InnerException));
            Assert.Equal($"Writer {winner}", (await storage.Read(id)).State.Record!.DisplayName);
        }

        Assert.Equal(Rounds, (await storage.Changes()).Count);
    }

    [SkippableFact]
    public async Task WriteState_ManyKeysAtOnceAndOneConflict_OnlyTheConflictFails()
    {
        const int Writers = 500;
        await using var storage = await OpenAsync();
        await storage.Write("taken", "Le premier");

        var writes = Enumerable.Range(0, Writers).Select(i => storage.Write($"actor-{i}", $"Acteur {i}")).ToList();
        var conflict = storage.Write("taken", "Le second");
        writes.AddRange(Enumerable.Range(Writers, Writers).Select(i => storage.Write($"actor-{i}", $"Acteur {i}")));

        await Assert.ThrowsAsync<InconsistentStateException>(() => conflict);
        await Task.WhenAll(writes);
        Assert.Equal((2 * Writers) + 1, await storage.Feed.ReadAllAsync().CountAsync());
        Assert.Equal("Acteur 999", (await storage.Read("actor-999")).State.Record!.DisplayName);
    }

    [SkippableFact]
    public async Task ReadChanges_AfterWritesRefusalsAndAClear_HasOneRowForEachChange()
    {
        await using var storage = await OpenAsync();
        var first = await storage.Write("jardin", "Le Jardin");
        var second = await storage.Write("jardin", "Le Jardin partagé", first);
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.Write("jardin", "Trop tard", first));
        await storage.Grains.ClearStateAsync(StateNames.Actor, Samples.Grain("jardin"), await storage.Read("jardin"));

        var changes = await storage.Changes();

        var firstVersion = long.Parse(first, CultureInfo.InvariantCulture);
        Assert.Equal([firstVersion, firstVersion + 1, firstVersion + 2], changes.Select(change => change.Version));
        Assert.Equal(second, changes[1].Version.ToString(CultureInfo.InvariantCulture));
        Assert.All(changes, change => Assert.Equal(("actor", "actors/jardin", StateNames.Actor), (change.Row.Type, change.Row.Key, change.Row.Name)));
    }

    [SkippableFact]
    public async Task ReadChanges_InPages_GivesEachChangeOnceInOrder()
    {
        await using var storage = await OpenAsync();
        for (var i = 0; i < 7; i++)
        {
            await storage.Write($"actor-{i}", "Acteur");
        }

        var (read, _) = await storage.ReadFrom(FeedPosition.Start(await storage.Epoch()), 3);

        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"actors/actor-{i}"), read.Select(change => change.Row.Key), StringComparer.Ordinal);
    }

    [SkippableFact]
    public async Task WriteState_Committed_IsToldToTheSink()
    {
        await using var storage = await OpenAsync();
        var eTag = await storage.Write("jardin", "Le Jardin");
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.Write("jardin", "Autre"));
        await storage.Write("jardin", "Le Jardin partagé", eTag);

        Assert.Equal(["Le Jardin", "Le Jardin partagé"], storage.Sink.Changes.Select(change => ((Stored<Actor>)change.State).Record!.DisplayName), StringComparer.Ordinal);
        Assert.All(storage.Sink.Changes, change => Assert.Equal(("actors/jardin", StateNames.Actor), (change.GrainKey, change.StateName)));
    }

    [SkippableFact]
    public async Task WriteState_AboveTheLimit_IsRefusedAndNothingIsStored()
    {
        await using var storage = await OpenAsync();
        GrainState<Stored<Actor>> state = new(Samples.Actor("jardin", "Le Jardin", new string('a', Stored<Actor>.MaxBytes)));

        await Assert.ThrowsAsync<InvalidOperationException>(() => storage.Grains.WriteStateAsync(StateNames.Actor, Samples.Grain("jardin"), state));

        Assert.False((await storage.Read("jardin")).RecordExists);
        Assert.Empty(await storage.Changes());
    }

    [SkippableFact]
    public async Task WriteState_ExactlyAtTheLimit_IsStored()
    {
        await using var storage = await OpenAsync();
        var spare = Stored<Actor>.MaxBytes - StateJson.Write(Samples.Actor("jardin", "Le Jardin")).Length;
        GrainState<Stored<Actor>> state = new(Samples.Actor("jardin", "Le Jardin", new string('a', spare)));

        await storage.Grains.WriteStateAsync(StateNames.Actor, Samples.Grain("jardin"), state);

        Assert.Equal(spare, (await storage.Read("jardin")).State.Record!.Description.Length);
    }

    [SkippableFact]
    public async Task Open_AfterARestart_SeesEverything()
    {
        string eTag;
        string epoch;
        await using (var before = await OpenAsync())
        {
            eTag = await before.Write("jardin", "Le Jardin");
            await before.Keys.PutAsync(new StoredKey("k1", [1, 2, 3], false), "test");
            epoch = await before.Epoch();
        }

        await using var after = await OpenAsync();
        var state = await after.Read("jardin");
        Assert.Equal(eTag, state.ETag);
        Assert.Equal("Le Jardin", state.State.Record!.DisplayName);
        Assert.Equal("actors/jardin", Assert.Single(await after.Feed.ReadAllAsync().ToListAsync()).GrainKey);
        Assert.Single(await after.Changes());
        Assert.Equal(epoch, await after.Epoch());
        Assert.Equal([1, 2, 3], (await after.Keys.FindAsync("k1"))!.Hash);
    }

    [SkippableFact]
    public async Task ReadAll_MoreThanOnePage_GivesEveryStateOnce()
    {
        await using var storage = await OpenAsync();
        var ids = Enumerable.Range(0, 2001).Select(i => $"actor-{i}").ToHashSet(StringComparer.Ordinal);
        await Task.WhenAll(ids.Select(id => storage.Write(id, id)));

        var read = await storage.Feed.ReadAllAsync().ToListAsync();

        Assert.Equal(ids.Count, read.Count);
        Assert.Equal(ids, read.Select(change => ((Stored<Actor>)change.State).Record!.Id.Value).ToHashSet(StringComparer.Ordinal));
    }

    [SkippableFact]
    public async Task Find_KeyPutOrNot_GivesTheNewestOrNull()
    {
        await using var storage = await OpenAsync();

        await storage.Keys.PutAsync(new StoredKey("k1", [1, 2, 3], false), "Atelier");

        Assert.Equal([1, 2, 3], (await storage.Keys.FindAsync("k1"))!.Hash);
        Assert.Null(await storage.Keys.FindAsync("k2"));
        await storage.Keys.PutAsync(new StoredKey("k1", [4], true), "Autre");
        var newest = await storage.Keys.FindAsync("k1");
        Assert.Equal([4], newest!.Hash);
        Assert.True(newest.IsAdministrator);
    }

    [SkippableFact]
    public async Task Rotate_Key_KeepsTheSecretBeforeUntilItIsForgotten()
    {
        await using var storage = await OpenAsync();
        ImmutableArray<Grant> grants = [new(AccessRole.NetworkCoordinator, "networks/anjou"), new(AccessRole.PartnerSystem, "mairie")];
        await storage.Keys.PutAsync(new StoredKey("k1", [1], false) { Given = grants, ExpiresAt = Samples.Now.AddDays(1) }, "Animatrice");

        Assert.True(await storage.Keys.RotateAsync("k1", [2], Samples.Now.AddHours(1)));

        var rotated = await storage.Keys.FindAsync("k1");
        Assert.Equal([2], rotated!.Hash);
        Assert.Equal([1], rotated.OldHash);
        Assert.Equal((Samples.Now.AddHours(1), Samples.Now.AddDays(1)), (rotated.OldUntil, rotated.ExpiresAt));
        Assert.Equal<Grant>(grants, rotated.Grants);
        Assert.True(await storage.Keys.RotateAsync("k1", [3], Samples.Now.AddHours(2)));
        Assert.Equal([2], (await storage.Keys.FindAsync("k1"))!.OldHash);
        Assert.True(await storage.Keys.ForgetOldAsync("k1"));
        Assert.True(await storage.Keys.ForgetOldAsync("k1"));
        var forgotten = await storage.Keys.FindAsync("k1");
        Assert.Equal([3], forgotten!.Hash);
        Assert.Null(forgotten.OldHash);
        Assert.Null((await storage.Keys.ShowAsync("k1"))!.OldUntil);
        Assert.False(await storage.Keys.RotateAsync("k2", [1], Samples.Now));
        Assert.False(await storage.Keys.ForgetOldAsync("k2"));
    }

    [SkippableFact]
    public async Task Used_KeyOfWhichMoreIsKnown_KeepsTheLatest()
    {
        await using var storage = await OpenAsync();
        await storage.Keys.PutAsync(new StoredKey("k1", [1], true), "Atelier");
        Assert.Null((await storage.Keys.ShowAsync("k1"))!.LastUsedAt);

        await storage.Keys.UsedAsync("k1", Samples.Now.AddSeconds(2));
        await storage.Keys.UsedAsync("k1", Samples.Now.AddSeconds(1));
        await storage.Keys.UsedAsync("nobody", Samples.Now);

        var shown = await storage.Keys.ShowAsync("k1");
        Assert.Equal(Samples.Now.AddSeconds(2), shown!.LastUsedAt);
        Assert.Equal<Grant>([Grant.Administrator], shown.Grants);
        Assert.Null(await storage.Keys.ShowAsync("nobody"));
    }

    [SkippableFact]
    public async Task TryPutFirst_AskedByManyAtOnce_IsPutOnce()
    {
        await using var storage = await OpenAsync();

        Assert.False(await storage.Keys.AnyAsync());

        var put = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => storage.Keys.TryPutFirstAsync(new StoredKey("first", [(byte)i], true), "first")));

        var winner = Assert.Single(Enumerable.Range(0, 8), i => put[i]);
        Assert.Equal([(byte)winner], (await storage.Keys.FindAsync("first"))!.Hash);
        Assert.False(await storage.Keys.TryPutFirstAsync(new StoredKey("other", [9], true), "other"));
        Assert.Null(await storage.Keys.FindAsync("other"));
        Assert.True(await storage.Keys.AnyAsync());
    }

    [SkippableFact]
    public async Task WriteState_AfterClosing_IsUnavailable()
    {
        await using var storage = await OpenAsync();
        await storage.Database.DisposeAsync();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => storage.Write("jardin", "Le Jardin"));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => storage.Read("jardin"));
    }
}
