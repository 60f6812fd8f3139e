using CitizenNetwork.Domain.Sources;

namespace CitizenNetwork.Matching.Catalogue;

/// <summary>A record as the catalogue holds it.</summary>
/// <param name="Name">Resource name.</param>
/// <param name="Record">The domain's record.</param>
/// <param name="Revision">Version of the record, as callers see it in its etag.</param>
/// <param name="CreateTime">When it was registered, UTC.</param>
/// <param name="UpdateTime">When it last changed, UTC.</param>
/// <param name="Source">Row of a source that it stands for; null: none.</param>
public sealed record Entry<T>(string Name, T Record, long Revision, DateTimeOffset CreateTime, DateTimeOffset UpdateTime, SourceReference? Source = null)
    where T : class
{
    /// <summary>
    /// When what it says was last known to hold, UTC; default: nobody knows. The day on which a row of a source was brought
    /// in says nothing of its age: the source's own day does, or a change of the row since, or one made here.
    /// </summary>
    public DateTimeOffset KnownTime => Source switch
    {
        null or { ExternalId.Length: 0 } => UpdateTime,
        { SyncedAt: var synced } when UpdateTime > synced => UpdateTime,
        { StatedOn: { } day } => new DateTimeOffset(day.ToDateTime(default), TimeSpan.Zero),
        _ => UpdateTime > CreateTime ? UpdateTime : default,
    };
}
