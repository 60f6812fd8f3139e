using System.Collections.Immutable;
using CitizenNetwork.Server.Import.Mapping;
using CitizenNetwork.Server.Sources;
using CitizenNetwork.Storage.Sources;

namespace CitizenNetwork.Server.Import;

/// <summary>What the source has in the network and the file no longer holds.</summary>
/// <param name="SyncId">Synchronisation by which it can be withdrawn; empty for a dry run.</param>
/// <param name="Count">Records.</param>
/// <param name="ExternalIds">Ids of the first of them.</param>
internal sealed record ImportAbsence(string SyncId, int Count, ImmutableArray<string> ExternalIds);

/// <summary>The full synchronisation that an import is: a file holds everything that its source has of one kind.</summary>
internal sealed class ImportSync(Synchronisations syncs, SightingTable sightings, CitizenNetwork.Matching.Catalogue.Catalogue catalogue, RecordKind kind, ImportOrder order)
{
    /// <summary>Names of the rows of a dry run, which leaves no sightings.</summary>
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    private StoredSync? _sync;

    public async Task BeginAsync(CancellationToken cancellation) =>
        _sync = order.IsDryRun ? null : await syncs.BeginAsync(order.Source, [kind.Collection], cancellation);

    /// <summary>Notes rows that the file holds, accepted or not: a refused one is not gone.</summary>
    public async Task NoteAsync(IReadOnlyList<string> externalIds, CancellationToken cancellation)
    {
        var names = externalIds.Select(id => kind.NameOf(order.Source, id)).Distinct().ToList();
        if (order.IsDryRun)
        {
            _read.UnionWith(names);
        }
        else if (names.Count > 0)
        {
            await sightings.NoteAsync(order.Source, names, cancellation);
        }
    }

    public async Task<ImportAbsence> FinishAsync(CancellationToken cancellation)
    {
        if (_sync is null)
        {
            return Absence(string.Empty, [.. catalogue.Current.SourceRows(order.Source)
                .Where(entry => !entry.Row.IsWithdrawn && entry.Row.ExternalId.Length > 0 && entry.Collection.ToString() == kind.Collection && !_read.Contains(entry.Name))
                .Select(entry => entry.Row.ExternalId)]);
        }

        var found = await syncs.LookAsync(await syncs.FinishAsync(_sync.Id, cancellation), cancellation);
        return Absence(_sync.Id, [.. found.Missing.Select(entry => entry.Row.ExternalId)]);
    }

    private static ImportAbsence Absence(string syncId, IReadOnlyList<string> gone) => new(syncId, gone.Count, [.. gone.Take(ImportLimits.MaxToldGone)]);
}
