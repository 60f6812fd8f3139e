using System.Collections.Immutable;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Storage.States;

namespace CitizenNetwork.Storage.Feed;

/// <summary>
/// A place in the feed. Rows come in the order of (transaction, sequence): a sequence number alone is drawn before the
/// commit, so its order is not the order in which rows become visible. SQLite commits in the order of its sequence and
/// knows no transaction numbers.
/// </summary>
/// <param name="Epoch">Random name of the feed's life: a place of another one means nothing.</param>
/// <param name="Transaction">Number of the writing transaction; 0 on SQLite.</param>
/// <param name="Seq">Number of the row.</param>
public sealed record FeedPosition(string Epoch, ulong Transaction, long Seq)
{
    /// <summary>Before the first row of a feed.</summary>
    public static FeedPosition Start(string epoch) => new(epoch, 0, 0);
}

/// <summary>One committed change of a state.</summary>
/// <param name="Row">Which state.</param>
/// <param name="Version">Version that the change made.</param>
public sealed record FeedRow(RowKey Row, long Version);

/// <summary>What follows a place.</summary>
/// <param name="Rows">Changes in their order.</param>
/// <param name="Next">Where to go on.</param>
/// <param name="IsBroken">
/// The place means nothing any more, because the database was restored or what follows it was swept away: everything has to
/// be read anew from <see cref="Next"/>, which is the head of the feed.
/// </param>
public sealed record FeedPage(ImmutableArray<FeedRow> Rows, FeedPosition Next, bool IsBroken = false);

/// <summary>What the catalogue reads: all states once, then what changed since.</summary>
public interface IChangeFeed
{
    /// <summary>
    /// All stored states. A state written meanwhile may come as it was or as it is: take <see cref="HeadAsync"/> before
    /// and read what follows it after, then nothing is missed.
    /// </summary>
    IAsyncEnumerable<StateChange> ReadAllAsync(CancellationToken cancellationToken = default);

    /// <summary>A place such that whatever is read from the states from now on holds all changes up to it.</summary>
    Task<FeedPosition> HeadAsync(CancellationToken cancellationToken = default);

    /// <summary>The changes after a place, oldest first, at most <paramref name="limit"/>, none of which can still be joined by an earlier one.</summary>
    Task<FeedPage> ReadAsync(FeedPosition after, int limit, CancellationToken cancellationToken = default);

    /// <summary>
    /// When the oldest committed change after a place was written, UTC; null when there is none. It counts changes that a
    /// transaction which began earlier still holds back from <see cref="ReadAsync"/>.
    /// </summary>
    Task<DateTimeOffset?> OldestAfterAsync(FeedPosition after, CancellationToken cancellationToken = default);

    /// <summary>Forgets changes that were written before a time; a reader that had not come so far starts anew.</summary>
    /// <returns>Changes forgotten, at most <paramref name="limit"/>.</returns>
    Task<int> SweepAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default);
}

/// <summary>Says that a change was committed somewhere, so that a reader need not wait for its next look.</summary>
public interface IFeedSignal
{
    /// <summary>Completes at the next sign of a change, or when <paramref name="atMost"/> has passed; signs may be lost.</summary>
    Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken);
}
