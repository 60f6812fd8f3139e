using CitizenNetwork.Contracts.Storage;

namespace CitizenNetwork.Storage;

/// <summary>One committed change of a state, as the change feed tells it.</summary>
/// <param name="Seq">Its place in the feed.</param>
/// <param name="GrainType">Name of the grain's class.</param>
/// <param name="GrainKey">Key of the grain: the record's resource name.</param>
/// <param name="StateName">One of <see cref="Contracts.Records.StateNames"/>.</param>
/// <param name="Version">Version that the change made.</param>
public sealed record FeedRow(long Seq, string GrainType, string GrainKey, string StateName, long Version);

/// <summary>What the catalogue reads: all states once, then what changed since.</summary>
public interface IStateReader
{
    /// <summary>
    /// All stored states. A state written meanwhile may come as it was or as it is: take <see cref="HeadOfFeed"/> before
    /// and read the changes after it, then nothing is missed.
    /// </summary>
    IAsyncEnumerable<StateChange> ReadAll(CancellationToken cancellationToken = default);

    /// <summary>Place of the newest change; 0 before the first.</summary>
    Task<long> HeadOfFeed();

    /// <summary>Random name of this feed's life: a cursor taken under another one means nothing.</summary>
    Task<string> FeedEpoch();

    /// <summary>The changes after a place, oldest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<FeedRow>> ReadChanges(long afterSeq, int limit);
}
