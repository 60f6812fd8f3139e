using System.Collections.Immutable;

namespace CitizenNetwork.Contracts.Storage;

/// <summary>What the write of a state puts beside it, in the same transaction and under the same check of its version.</summary>
/// <param name="Rows">Rows of the grain's ledger; one whose kind and id exist is replaced.</param>
/// <param name="ErasedKinds">Kinds of which the grain keeps no row from before.</param>
/// <param name="Messages">Messages that leave the service because of this write.</param>
[GenerateSerializer, Immutable, Alias("citizennetwork.appended")]
public sealed record Appended(ImmutableArray<LedgerEntry> Rows, ImmutableArray<string> ErasedKinds, ImmutableArray<OutboxMessage> Messages)
{
    /// <summary>Most rows and messages of one write: bounds its statement and its transaction.</summary>
    public const int MaxItems = 1_000;

    public static Appended Nothing { get; } = new([], [], []);

    public bool IsEmpty => Rows.IsEmpty && ErasedKinds.IsEmpty && Messages.IsEmpty;
}

/// <summary>
/// A state that says what its next write appends. It travels in the state because <c>IPersistentState</c> has no other
/// room for it, and it is never part of what is stored.
/// </summary>
public interface IAppending
{
    Appended Appended { get; }
}
