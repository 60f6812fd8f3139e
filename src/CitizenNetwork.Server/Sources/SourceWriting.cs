using System.Globalization;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Sources;
using CitizenNetwork.Storage.Sources;
using Google.Protobuf.Reflection;

namespace CitizenNetwork.Server.Sources;

/// <summary>One writing of rows of a source, from its first chunk to its last. It is used by one caller at a time.</summary>
internal sealed class SourceWriting(string source, bool isDryRun, IReadOnlyDictionary<MessageDescriptor, IRowUpserts> concepts, IGrainFactory grains, SightingTable sightings)
{
    private readonly HashSet<(string Collection, UInt128 Row)> _written = [];

    /// <summary>Names of actors that the dry run would have registered.</summary>
    private readonly HashSet<string> _promised = new(StringComparer.Ordinal);

    private int _count;

    /// <summary>
    /// Writes rows of one collection at the same time, at most <see cref="SourceWriter.RowsAtOnce"/>, and gives one result a
    /// row, in their order. An external id that came before in this writing is refused.
    /// </summary>
    public async Task<RowResult[]> WriteAsync(IReadOnlyList<SourceRow> chunk, CancellationToken cancellation)
    {
        var concept = concepts[chunk[0].Record.Descriptor];
        KnownActors actors = new(grains, _promised);
        var first = _count;
        _count += chunk.Count;
        var results = await Task.WhenAll(chunk.Select((row, i) => IsTwice(concept.Collection, row)
            ? Task.FromResult(Twice(first + i, row))
            : concept.UpsertAsync(source, first + i, row, actors, isDryRun)));
        if (!isDryRun)
        {
            // A refused row is still one that the source has: its record must not be called missing.
            await sightings.NoteAsync(source, [.. results.Where(result => result.Name.Length > 0).Select(result => result.Name).Distinct()], cancellation);
        }
        else if (concept.Collection == ActorId.Collection)
        {
            _promised.UnionWith(results.Where(result => result.Refusal is null).Select(result => result.Name));
        }

        return results;
    }

    private bool IsTwice(string collection, SourceRow row) =>
        row.ExternalId.Length is > 0 and <= SourceRules.MaxExternalIdLength && !_written.Add((collection, KeyOf(SourceRules.RecordId(source, row.ExternalId))));

    /// <summary>The part of an id that makes it unique, in less memory than its text.</summary>
    private static UInt128 KeyOf(string recordId) => UInt128.Parse(recordId[(recordId.LastIndexOf('-') + 1)..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static RowResult Twice(int index, SourceRow row)
    {
        FieldViolation violation = new("external_id", ViolationCode.Duplicate, [Datum.Text(row.ExternalId)]);
        return new RowResult(index, row.ExternalId, string.Empty, UpsertOutcome.Refused, 0, Refusal.Invalid(row.ExternalId, [violation]));
    }
}
