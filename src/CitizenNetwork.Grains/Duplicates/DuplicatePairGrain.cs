using System.Collections.Immutable;
using CitizenNetwork.Contracts.Actors;
using CitizenNetwork.Contracts.Duplicates;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Resources;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Grains.Records;
using Orleans.Runtime;

namespace CitizenNetwork.Grains.Duplicates;

/// <inheritdoc cref="IDuplicatePairGrain" />
[GrainType("duplicatePair")]
public sealed class DuplicatePairGrain(
    [PersistentState(StateNames.DuplicatePair, StateNames.Storage)] IPersistentState<Stored<DuplicatePair>> state,
    RecordServices services)
    : RecordGrain<DuplicatePair>(StateNames.DuplicatePair, state, services), IDuplicatePairGrain
{
    private static readonly WriteRequest s_own = new(string.Empty, string.Empty, null);

    public async Task<Outcome<Snapshot<DuplicatePair>>> Merge(string kept, long? keptRevision, long? mergedRevision, PairDecider decider)
    {
        var before = await Completed();
        if (before?.State == PairState.Merged && before.Kept == kept)
        {
            return await Get();
        }

        if (before is { State: not PairState.Open })
        {
            return Wrong(before, PairState.Merged);
        }

        var names = Names;
        var merged = names.First == kept ? names.Second : names.First;
        var plan = await MergeOf(kept, merged).PlanAsync(keptRevision, mergedRevision);
        if (plan.Value is not { } found)
        {
            return plan.Refusal!;
        }

        var decision = Decide(before, PairVerb.Merged, decider) with { Kept = kept, Fields = found.Fields };
        var decided = await Store(before, new DuplicatePair(names.First, names.Second, PairState.Merged, true, kept, found.Given as Actor, found.Given as Resource, decision));
        return decided.Refusal is null ? await Complete(decided.Value!.Record) : decided;
    }

    public async Task<Outcome<Snapshot<DuplicatePair>>> UndoMerge(PairDecider decider)
    {
        var before = await Completed();
        if (before?.State != PairState.Merged)
        {
            return before is { State: PairState.Open, Last.Verb: PairVerb.MergeUndone } ? await Get() : Wrong(before, PairState.Open);
        }

        var decided = await Store(before, before with { State = PairState.Open, IsPending = true, Last = Decide(before, PairVerb.MergeUndone, decider) with { Kept = before.Kept } });
        return decided.Refusal is null ? await Complete(decided.Value!.Record) : decided;
    }

    public async Task<Outcome<Snapshot<DuplicatePair>>> MarkDistinct(PairDecider decider)
    {
        var before = await Completed();
        return before?.State switch
        {
            PairState.Distinct => await Get(),
            PairState.Merged => Wrong(before, PairState.Distinct),
            _ => await Store(before, Settled(before, PairState.Distinct, Decide(before, PairVerb.MarkedDistinct, decider))),
        };
    }

    public async Task<Outcome<Snapshot<DuplicatePair>>> Reopen(PairDecider decider)
    {
        var before = await Completed();
        return before switch
        {
            { State: PairState.Open, Last.Verb: PairVerb.Reopened } => await Get(),
            { State: PairState.Distinct } => await Store(before, Settled(before, PairState.Open, Decide(before, PairVerb.Reopened, decider))),
            _ => Wrong(before, PairState.Open),
        };
    }

    public Task<DecisionPage> ReadDecisions(long before, int limit) => Turn(async () =>
    {
        // One more than asked for tells whether a following part exists.
        var (entries, next) = await ReadPast<PairDecision>(LedgerKinds.Decision, before, limit);
        return new DecisionPage(entries, next);
    });

    protected override void Check(DuplicatePair record, Violations violations) => violations.Text("note", record.Last.Note, 0, DuplicateLimits.MaxNoteLength);

    /// <summary>A decision is one row; when its effects are complete, the row says what they were.</summary>
    protected override ImmutableArray<LedgerEntry> JournalRows(DuplicatePair? before, Snapshot<DuplicatePair> after, WriteRequest request) =>
        [PastRow(LedgerKinds.Decision, after.Record.Last.Number, after.Record.Last)];

    private (string First, string Second) Names => PairNames.Read(Name) ?? throw new InvalidOperationException($"{Name} is no pair's name.");

    /// <summary>What is decided, once what an earlier call left undone is done; null when nothing ever was.</summary>
    private async Task<DuplicatePair?> Completed()
    {
        var pair = (await Get()).Value?.Record;
        return pair is { IsPending: true } ? (await Complete(pair)).Value?.Record ?? (await Get()).Value?.Record : pair;
    }

    private async Task<Outcome<Snapshot<DuplicatePair>>> Complete(DuplicatePair pair)
    {
        var merge = MergeOf(pair.Kept, pair.Merged);
        if (pair.State == PairState.Merged)
        {
            var done = await merge.DoAsync(Given(pair));
            if (done.Refusal is { } refusal)
            {
                // One of the two went away meanwhile: there is nothing to merge any more, and that is remembered too.
                var abandoned = await Store(pair, Settled(pair, PairState.Open, pair.Last with { Number = pair.Last.Number + 1, Verb = PairVerb.MergeAbandoned, Time = Clock.GetUtcNow(), Fields = [] }));
                return abandoned.Refusal ?? refusal;
            }

            return await Store(pair, pair with { IsPending = false, Last = pair.Last with { Fields = done.Value!.Fields, LeftFields = done.Value.Left } });
        }

        var undone = await merge.UndoAsync(Given(pair));
        return await Store(pair, Settled(pair, PairState.Open, pair.Last with { Fields = undone.Fields, LeftFields = undone.Left }));
    }

    private RecordMerge MergeOf(string kept, string merged) => ActorId.FromName(kept) is null
        ? new RecordMerge<Resource>(GrainFactory.GetGrain<IResourceGrain>(kept), GrainFactory.GetGrain<IResourceGrain>(merged), kept, merged, Fillings.OfResources)
        : new RecordMerge<Actor>(GrainFactory.GetGrain<IActorGrain>(kept), GrainFactory.GetGrain<IActorGrain>(merged), kept, merged, Fillings.OfActors);

    private static object Given(DuplicatePair pair) => (object?)pair.FilledActor ?? pair.FilledResource!;

    private PairDecision Decide(DuplicatePair? before, PairVerb verb, PairDecider decider) =>
        new((before?.Last.Number ?? 0) + 1, verb, decider.KeyId, decider.Note, Clock.GetUtcNow(), string.Empty, decider.Score, [], []);

    /// <summary>A pair of which nothing but the decision needs to be known.</summary>
    private DuplicatePair Settled(DuplicatePair? before, PairState to, PairDecision decision)
    {
        var (first, second) = before is null ? Names : (before.First, before.Second);
        return new DuplicatePair(first, second, to, false, string.Empty, null, null, decision);
    }

    /// <summary>Writes over what was read; what another server decided meanwhile is not lost.</summary>
    private async Task<Outcome<Snapshot<DuplicatePair>>> Store(DuplicatePair? before, DuplicatePair after)
    {
        if (before is null)
        {
            return await Create(after, s_own);
        }

        return await Change(s_own, current => current.Last.Number == before.Last.Number && current.IsPending == before.IsPending
            ? after
            : Refusal.Of(RefusalCode.StaleEtag, Name, Datum.Number(before.Last.Number), Datum.Number(current.Last.Number)));
    }

    private Refusal Wrong(DuplicatePair? pair, PairState to) =>
        Refusal.Of(RefusalCode.WrongState, Name, Datum.Name(Name), Datum.Term(pair?.State ?? PairState.Open), Datum.Term(to));
}
