using CitizenNetwork.ClusterTests.Records;
using CitizenNetwork.Contracts.Actors;
using CitizenNetwork.Contracts.Duplicates;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Sources;
using CitizenNetwork.Storage;

namespace CitizenNetwork.ClusterTests.Duplicates;

/// <summary>What is decided about two records, and what becomes of them.</summary>
public abstract class DuplicatePairGrainTests(RecordFixture fixture) : RecordTestBase(fixture)
{
    private string KeptName => $"actors/{Id}";

    private string MergedName => $"actors/{Id}-2";

    private string PairName => PairNames.Of(KeptName, MergedName)!;

    private IActorGrain Kept => Fixture.Cluster.Client.GetGrain<IActorGrain>(KeptName);

    private IActorGrain Merged => Fixture.Cluster.Client.GetGrain<IActorGrain>(MergedName);

    private IDuplicatePairGrain Pair => Fixture.Cluster.Client.GetGrain<IDuplicatePairGrain>(PairName);

    [SkippableFact]
    public async Task Merge_OfTwoRecords_HidesOneAndFillsTheOther()
    {
        await CreateBoth();

        var pair = Accepted(await Pair.Merge(KeptName, 1, 1, Decider("Vu sur place."))).Record;

        Assert.Equal((PairState.Merged, false, KeptName), (pair.State, pair.IsPending, pair.Kept));
        Assert.Equal(["description", "siren"], pair.Last.Fields.ToArray());
        Assert.Equal(("Un jardin.", "123456782"), Accepted(await Reread(Kept)).Record is var kept ? (kept.Description, kept.Siren) : default);
        var hidden = Refused(RefusalCode.Merged, await Reread(Merged));
        Assert.Equal([MergedName, KeptName], hidden.Data.Select(datum => datum.Value));
        Refused(RefusalCode.Merged, await Merged.Update(Other(), Request()));
    }

    [SkippableFact]
    public async Task Merge_SentAgain_AnswersTheSameAndWritesNothing()
    {
        await CreateBoth();
        var first = Accepted(await Pair.Merge(KeptName, 1, 1, Decider()));

        var second = Accepted(await Pair.Merge(KeptName, 1, 1, Decider()));

        Assert.Equal(first.Revision, second.Revision);
        Assert.Equal(2, Accepted(await Kept.Get()).Revision);
    }

    [SkippableFact]
    public async Task Merge_WithAStaleEtag_IsRefusedAndChangesNothing()
    {
        await CreateBoth();

        Refused(RefusalCode.StaleEtag, await Pair.Merge(KeptName, 7, 1, Decider()));
        Refused(RefusalCode.StaleEtag, await Pair.Merge(KeptName, 1, 7, Decider()));

        Refused(RefusalCode.NotFound, await Pair.Get());
        Assert.Equal(1, Accepted(await Merged.Get()).Revision);
    }

    [SkippableFact]
    public async Task Merge_OfWhatIsNotThere_IsRefused()
    {
        await Kept.Create(NewActor(), Request());

        Refused(RefusalCode.NotFound, await Pair.Merge(KeptName, null, null, Decider()));
    }

    [SkippableTheory]
    [InlineData("merged", nameof(Fault.BeforeCommit))]
    [InlineData("merged", nameof(Fault.AfterCommit))]
    [InlineData("kept", nameof(Fault.BeforeCommit))]
    [InlineData("kept", nameof(Fault.AfterCommit))]
    [InlineData("pair", nameof(Fault.AfterCommit))]
    public async Task Merge_InterruptedByAFailure_IsCompletedByTheNextCall(string at, string fault)
    {
        await CreateBoth();
        Fixture.Faults.FailNext(at switch { "merged" => MergedName, "kept" => KeptName, _ => PairName }, Enum.Parse<Fault>(fault));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Pair.Merge(KeptName, 1, 1, Decider()));
        Assert.True(Accepted(await Reread(Pair)).Record.IsPending);

        var pair = Accepted(await Pair.Merge(KeptName, 1, 1, Decider())).Record;

        Assert.Equal((PairState.Merged, false, 1), (pair.State, pair.IsPending, pair.Last.Number));
        Assert.Equal("Un jardin.", Accepted(await Reread(Kept)).Record.Description);
        Refused(RefusalCode.Merged, await Reread(Merged));
        Accepted(await Pair.UndoMerge(Decider()));
        Assert.Equal("", Accepted(await Reread(Kept)).Record.Description);
        Assert.Equal("Le Jardin", Accepted(await Reread(Merged)).Record.DisplayName);
    }

    [SkippableFact]
    public async Task Merge_WhoseKeptRecordGoesMeanwhile_LosesNothing()
    {
        await CreateBoth();
        Fixture.Faults.FailNext(MergedName, Fault.BeforeCommit);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Pair.Merge(KeptName, 1, 1, Decider()));
        Assert.Null(await Kept.Delete(Request()));

        Refused(RefusalCode.NotFound, await Pair.Merge(KeptName, null, null, Decider()));

        Assert.Equal("Le Jardin", Accepted(await Reread(Merged)).Record.DisplayName);
        Assert.Equal((PairState.Open, PairVerb.MergeAbandoned), Accepted(await Pair.Get()).Record is var pair ? (pair.State, pair.Last.Verb) : default);
    }

    [SkippableFact]
    public async Task UndoMerge_OfWhatIsUnchanged_GivesBothBack()
    {
        await CreateBoth();
        await Pair.Merge(KeptName, 1, 1, Decider());

        var pair = Accepted(await Pair.UndoMerge(Decider())).Record;

        Assert.Equal((PairState.Open, false), (pair.State, pair.IsPending));
        Assert.Equal(["description", "siren"], pair.Last.Fields.ToArray());
        Assert.Empty(pair.Last.LeftFields);
        AssertSame(NewActor(), Accepted(await Reread(Kept)).Record);
        AssertSame(Other(), Accepted(await Reread(Merged)).Record);
        Assert.Equal(pair.Last.Number, Accepted(await Pair.UndoMerge(Decider())).Record.Last.Number);
    }

    [SkippableFact]
    public async Task UndoMerge_OfWhatChangedMeanwhile_LeavesItAndSaysSo()
    {
        await CreateBoth();
        await Pair.Merge(KeptName, 1, 1, Decider());
        Accepted(await Kept.Update(NewActor() with { Description = "Corrigé.", Siren = "123456782" }, Request()));

        var pair = Accepted(await Pair.UndoMerge(Decider())).Record;

        Assert.Equal(["description"], pair.Last.LeftFields.ToArray());
        Assert.Equal(("Corrigé.", ""), Accepted(await Reread(Kept)).Record is var kept ? (kept.Description, kept.Siren) : default);
    }

    [SkippableFact]
    public async Task UndoMerge_InterruptedByAFailure_IsCompletedByTheNextCall()
    {
        await CreateBoth();
        await Pair.Merge(KeptName, 1, 1, Decider());
        Fixture.Faults.FailNext(KeptName, Fault.BeforeCommit);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Pair.UndoMerge(Decider()));

        Accepted(await Pair.UndoMerge(Decider()));

        Assert.Equal("", Accepted(await Reread(Kept)).Record.Description);
        Assert.Equal("Le Jardin", Accepted(await Reread(Merged)).Record.DisplayName);
    }

    [SkippableFact]
    public async Task Upsert_OfAMergedRecord_IsTakenAndShownOnceTheMergeIsUndone()
    {
        await Kept.Create(NewActor(), Request());
        await Merged.Upsert(Other(), Row("a"), NoRequest());
        await Pair.Merge(KeptName, null, null, Decider());

        Assert.Equal(UpsertOutcome.Unchanged, (await Merged.Upsert(Other(), Row("a"), NoRequest())).Outcome);
        Assert.Equal(UpsertOutcome.Changed, (await Merged.Upsert(Other() with { DisplayName = "Le Grand Jardin" }, Row("b"), NoRequest())).Outcome);

        Refused(RefusalCode.Merged, await Reread(Merged));
        Accepted(await Pair.UndoMerge(Decider()));
        Assert.Equal("Le Grand Jardin", Accepted(await Reread(Merged)).Record.DisplayName);
    }

    [SkippableFact]
    public async Task Merge_OfAMergedRecord_IsRefusedAndItsChainIsNot()
    {
        await CreateBoth();
        var thirdName = $"actors/{Id}-3";
        await Fixture.Cluster.Client.GetGrain<IActorGrain>(thirdName).Create(NewActor() with { Id = new ActorId($"{Id}-3") }, Request());
        await Pair.Merge(KeptName, null, null, Decider());
        var withMerged = Fixture.Cluster.Client.GetGrain<IDuplicatePairGrain>(PairNames.Of(MergedName, thirdName)!);
        var withKept = Fixture.Cluster.Client.GetGrain<IDuplicatePairGrain>(PairNames.Of(KeptName, thirdName)!);

        Refused(RefusalCode.Merged, await withMerged.Merge(thirdName, null, null, Decider()));
        Accepted(await withKept.Merge(thirdName, null, null, Decider()));

        // The kept one is hidden now: the other is shown again all the same.
        var undone = Accepted(await Pair.UndoMerge(Decider())).Record;
        Assert.Equal(["description", "siren"], undone.Last.LeftFields.ToArray());
        Assert.Equal("Le Jardin", Accepted(await Reread(Merged)).Record.DisplayName);
    }

    [SkippableFact]
    public async Task MarkDistinct_ThenMerge_IsRefusedUntilThePairIsReopened()
    {
        await CreateBoth();
        Assert.Equal(PairState.Distinct, Accepted(await Pair.MarkDistinct(Decider())).Record.State);
        Accepted(await Pair.MarkDistinct(Decider()));

        Refused(RefusalCode.WrongState, await Pair.Merge(KeptName, null, null, Decider()));
        Refused(RefusalCode.WrongState, await Pair.UndoMerge(Decider()));
        Assert.Equal(PairState.Open, Accepted(await Pair.Reopen(Decider())).Record.State);
        Accepted(await Pair.Merge(KeptName, null, null, Decider()));
        Refused(RefusalCode.WrongState, await Pair.MarkDistinct(Decider()));
        Refused(RefusalCode.WrongState, await Pair.Merge(MergedName, null, null, Decider()));
    }

    [SkippableFact]
    public async Task ReadDecisions_OfAllThatHappened_TellsItNewestFirstPageByPage()
    {
        await CreateBoth();
        await Pair.MarkDistinct(Decider("Deux salles."));
        await Pair.Reopen(Decider());
        await Pair.Merge(KeptName, null, null, Decider("Si, une seule."));
        await Pair.UndoMerge(Decider());
        await Fixture.Cluster.DeactivateAsync(Pair);

        var page = await Pair.ReadDecisions(long.MaxValue, 3);
        var rest = await Pair.ReadDecisions(page.Next, 3);

        Assert.Equal([PairVerb.MergeUndone, PairVerb.Merged, PairVerb.Reopened], page.Decisions.Select(decision => decision.Verb));
        Assert.Equal([PairVerb.MarkedDistinct], rest.Decisions.Select(decision => decision.Verb));
        Assert.Equal(("Deux salles.", "key-1", 0), (rest.Decisions[0].Note, rest.Decisions[0].KeyId, rest.Next));
        Assert.Equal(["description", "siren"], page.Decisions[1].Fields.ToArray());
    }

    private static PairDecider Decider(string note = "") => new("key-1", note, 0.9);

    private static SourceReference Row(string hash) => new("mairie", "12", hash, default);

    private Actor Other() => NewActor() with { Id = new ActorId($"{Id}-2"), Description = "Un jardin.", Siren = "123456782" };

    private async Task CreateBoth()
    {
        Accepted(await Kept.Create(NewActor(), Request()));
        Accepted(await Merged.Create(Other(), Request()));
    }
}

/// <inheritdoc />
public sealed class SqliteDuplicatePairGrainTests(SqliteRecords fixture) : DuplicatePairGrainTests(fixture), IClassFixture<SqliteRecords>;

/// <inheritdoc />
public sealed class RoundTrippedDuplicatePairGrainTests(RoundTrippedRecords fixture) : DuplicatePairGrainTests(fixture), IClassFixture<RoundTrippedRecords>;

/// <inheritdoc />
public sealed class PostgresDuplicatePairGrainTests(PostgresRecords fixture) : DuplicatePairGrainTests(fixture), IClassFixture<PostgresRecords>;
