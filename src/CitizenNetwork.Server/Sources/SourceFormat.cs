using System.Globalization;
using CitizenNetwork.Domain.Sources;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Records;
using CitizenNetwork.Storage.Sources;
using Google.Protobuf.WellKnownTypes;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Sources;

/// <summary>How rows, records of sources and synchronisations stand on the wire.</summary>
internal sealed class SourceFormat(RefusalStatus refusals)
{
    public V1.RowResult ToMessage(RowResult result, CultureInfo language)
    {
        V1.RowResult message = new()
        {
            Index = result.Index,
            ExternalId = result.ExternalId,
            Outcome = result.Outcome.As<V1.UpsertOutcome>(),
            Name = result.Name,
            Etag = result.Revision == 0 ? string.Empty : result.Revision.ToEtag(),
        };
        if (result.Refusal is { } refusal)
        {
            var (reason, text, wrong) = refusals.Describe(refusal, language);
            message.Refusal = new V1.RowRefusal
            {
                Reason = reason,
                Message = text,
                Violations = { wrong.FieldViolations.Select(violation => new V1.RowViolation { Field = violation.Field, Reason = violation.Reason, Description = violation.Description }) },
            };
        }

        return message;
    }

    public static void Count(V1.UpsertSummary summary, UpsertOutcome outcome)
    {
        switch (outcome)
        {
            case UpsertOutcome.Added:
                summary.AddedCount++;
                break;
            case UpsertOutcome.Changed:
                summary.ChangedCount++;
                break;
            case UpsertOutcome.Unchanged:
                summary.UnchangedCount++;
                break;
            default:
                summary.RefusedCount++;
                break;
        }
    }

    public static V1.SourceRecord ToMessage(SourceEntry entry, Sighting? last) => new()
    {
        Source = entry.Row.Source,
        ExternalId = entry.Row.ExternalId,
        Name = entry.Name,
        Etag = entry.Revision.ToEtag(),
        ContentHash = entry.Row.ContentHash,
        ChangeTime = entry.Row.SyncedAt.ToTimestamp(),
        LastSyncId = last?.SyncId ?? string.Empty,
        LastSeenTime = last?.SeenAt.ToTimestamp(),
        Withdrawn = entry.Row.IsWithdrawn,
        Licence = entry.Row.Licence,
    };

    public static V1.Sync ToMessage(StoredSync sync, SyncFindings? found = null) => new()
    {
        SyncId = sync.Id,
        Source = sync.Source,
        Collections = { sync.Collections },
        State = sync.State.As<V1.SyncState>(),
        BeginTime = sync.BegunAt.ToTimestamp(),
        FinishTime = sync.FinishedAt?.ToTimestamp(),
        RecordCount = found?.Records ?? 0,
        MissingCount = found?.Missing.Count ?? 0,
        WithdrawnCount = found?.Withdrawn ?? 0,
    };

    /// <summary>Where a page ends: enough of a row to find its place again.</summary>
    public static string Place(SourceEntry entry) => $"{entry.Name}\n{entry.Row.ExternalId}";

    /// <summary>The row at a place, for its order alone; null for the beginning.</summary>
    public static SourceEntry? At(string place, string source) =>
        place.Split('\n', 2) is [var name, var externalId] ? new SourceEntry(name, 0, new SourceReference(source, externalId, string.Empty, default)) : null;
}
