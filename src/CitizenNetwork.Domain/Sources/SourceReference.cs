namespace CitizenNetwork.Domain.Sources;

/// <summary>What became of a row that a source sent. Numbers are those of the API.</summary>
[GenerateSerializer, Alias("citizennetwork.upsert-outcome")]
public enum UpsertOutcome
{
    Unspecified = 0,
    Added = 1,
    Changed = 2,
    Unchanged = 3,
    Refused = 4,
}

/// <summary>Where a full synchronisation stands. Numbers are those of the API.</summary>
public enum SyncState
{
    Unspecified = 0,
    Open = 1,
    Finished = 2,
    Abandoned = 3,
}

/// <summary>Which row of which source a record stands for. It never changes: a record is its source's for ever.</summary>
/// <param name="Source">Id of the source, see <see cref="SourceRules"/>.</param>
/// <param name="ExternalId">The source's own id of the row; empty for a record that its key registered by a standard method.</param>
/// <param name="ContentHash">
/// SHA-256 of the row as it was last sent, hexadecimal. Contacts are left out: it is told to readers, who could find out a
/// telephone number by trying all.
/// </param>
/// <param name="SyncedAt">When a row last changed something, UTC.</param>
/// <param name="WithdrawnBy">Synchronisation that no longer contained it, whereupon it was withdrawn; empty while it is shown.</param>
/// <param name="Licence">Under which the source publishes it; empty: not said.</param>
/// <param name="StatedOn">Day on which the source says that the row last changed; null: it does not say.</param>
[GenerateSerializer, Immutable, Alias("citizennetwork.source-reference")]
public sealed record SourceReference(string Source, string ExternalId, string ContentHash, DateTimeOffset SyncedAt, string WithdrawnBy = "", string Licence = "", DateOnly? StatedOn = null)
{
    public bool IsWithdrawn => WithdrawnBy.Length > 0;

    /// <summary>Whether another reference means the same row.</summary>
    public bool IsSameRow(SourceReference? other) => other is not null && Source == other.Source && ExternalId == other.ExternalId;
}
