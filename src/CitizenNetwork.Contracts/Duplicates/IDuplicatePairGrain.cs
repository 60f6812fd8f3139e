using System.Collections.Immutable;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.Contracts.Duplicates;

/// <summary>
/// Single writer of what was decided about two records; its key is the pair's name, see <see cref="PairNames"/>. A merge
/// writes three records, one after the other: the decision here, then the record that is hidden, then the one that is kept.
/// When a call is interrupted, the next one about the pair completes it. Every verb may be repeated.
/// </summary>
[Alias("citizennetwork.IDuplicatePairGrain")]
public interface IDuplicatePairGrain : IRecordGrain<DuplicatePair>
{
    /// <summary>Hides one record behind the other and fills what that one does not say.</summary>
    /// <param name="kept">Resource name of the one that stays.</param>
    /// <param name="keptRevision">Revision that the caller saw; null: whatever is stored.</param>
    /// <param name="mergedRevision">As keptRevision, of the other.</param>
    /// <param name="decider">Who decides.</param>
    [Alias("Merge")]
    Task<Outcome<Snapshot<DuplicatePair>>> Merge(string kept, long? keptRevision, long? mergedRevision, PairDecider decider);

    /// <summary>Shows the hidden record again and takes back what the other got from it, but for what changed meanwhile.</summary>
    [Alias("UndoMerge")]
    Task<Outcome<Snapshot<DuplicatePair>>> UndoMerge(PairDecider decider);

    /// <summary>Remembers that the two are not one.</summary>
    [Alias("MarkDistinct")]
    Task<Outcome<Snapshot<DuplicatePair>>> MarkDistinct(PairDecider decider);

    /// <summary>Forgets that the two are not one.</summary>
    [Alias("Reopen")]
    Task<Outcome<Snapshot<DuplicatePair>>> Reopen(PairDecider decider);

    /// <summary>Decisions before a place, newest first.</summary>
    [Alias("ReadDecisions")]
    Task<DecisionPage> ReadDecisions(long before, int limit);
}

/// <summary>Who decides about a pair.</summary>
/// <param name="KeyId">Public part of their key.</param>
/// <param name="Note">What they write about it.</param>
/// <param name="Score">What the pair scores now.</param>
[GenerateSerializer, Immutable, Alias("citizennetwork.pair-decider")]
public sealed record PairDecider(string KeyId, string Note, double Score);

/// <summary>Part of a pair's history, newest first.</summary>
/// <param name="Decisions">The decisions.</param>
/// <param name="Next">Where the following part begins; 0: there is none.</param>
[GenerateSerializer, Immutable, Alias("citizennetwork.decision-page")]
public sealed record DecisionPage(ImmutableArray<PairDecision> Decisions, long Next);
