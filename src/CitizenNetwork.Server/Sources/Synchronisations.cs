using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Sources;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Storage.Sources;

namespace CitizenNetwork.Server.Sources;

/// <summary>What a synchronisation found, as of now.</summary>
/// <param name="Records">Records of the source in its collections that are not withdrawn.</param>
/// <param name="Missing">Those of them that neither it nor a later one contained, in order.</param>
/// <param name="Withdrawn">How many were withdrawn because of it.</param>
internal sealed record SyncFindings(int Records, IReadOnlyList<SourceEntry> Missing, int Withdrawn);

/// <summary>
/// Full synchronisations: what a source no longer contains is found by comparing the catalogue with the sightings of its
/// rows, told, and withdrawn only when somebody says so.
/// </summary>
internal sealed class Synchronisations(
    SyncTable syncs, SightingTable sightings, IEnumerable<IRowUpserts> concepts, CitizenNetwork.Matching.Catalogue.Catalogue catalogue)
{
    /// <summary>Records withdrawn at the same time.</summary>
    private const int RecordsAtOnce = 64;

    private readonly Dictionary<string, IRowUpserts> _concepts = concepts.ToDictionary(concept => concept.Collection);

    /// <summary>Collections that a synchronisation may cover.</summary>
    public IEnumerable<string> Collections => _concepts.Keys.Order(StringComparer.Ordinal);

    public async Task<StoredSync> BeginAsync(string source, IReadOnlyList<string> collections, CancellationToken cancellation)
    {
        while (true)
        {
            // Whoever is told that another began at the same time is behind that one, which is committed: this comes to an end.
            if (await syncs.TryBeginAsync(source, collections, cancellation) is { } begun)
            {
                return begun;
            }

            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The synchronisation with this id.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public async Task<StoredSync> FindAsync(string id, CancellationToken cancellation) => await syncs.FindAsync(id, cancellation) ?? throw NotFound(id);

    /// <summary>Finishes it; one that is finished stays so.</summary>
    public async Task<StoredSync> FinishAsync(string id, CancellationToken cancellation) =>
        Required(await syncs.FinishAsync(id, cancellation) ?? throw NotFound(id), SyncState.Finished);

    /// <summary>The synchronisation, when it is in this state.</summary>
    /// <exception cref="RefusedException">It is not.</exception>
    public static StoredSync Required(StoredSync sync, SyncState state) => sync.State == state
        ? sync
        : throw new RefusedException(Refusal.Of(RefusalCode.WrongSyncState, sync.Id, Datum.Term(sync.State), Datum.Term(state)));

    public async Task<SyncFindings> LookAsync(StoredSync sync, CancellationToken cancellation)
    {
        var view = catalogue.Current;
        return new SyncFindings(
            Shown(view, sync, null).Count(),
            await MissingAsync(view, sync, null).ToListAsync(cancellation),
            view.SourceRows(sync.Source).Count(entry => entry.Row.WithdrawnBy == sync.Id));
    }

    /// <summary>What is missing behind one record, read as it is asked for.</summary>
    public IAsyncEnumerable<SourceEntry> MissingAsync(StoredSync sync, SourceEntry? after) => MissingAsync(catalogue.Current, sync, after);

    /// <summary>Withdraws what is missing, when it is what the caller expects.</summary>
    /// <returns>Records withdrawn because of this synchronisation, by this call or an earlier one, and those that were left.</returns>
    public async Task<(int Withdrawn, int Kept)> WithdrawAsync(StoredSync sync, int expected, bool isLargeConfirmed, CancellationToken cancellation)
    {
        var found = await LookAsync(sync, cancellation);

        // What an interrupted call withdrew counts, so that the same call can be sent again.
        var going = found.Missing.Count + found.Withdrawn;
        if (going != expected)
        {
            throw new RefusedException(Refusal.Of(RefusalCode.CountChanged, sync.Id, Datum.Number(expected), Datum.Number(going)));
        }

        var all = found.Records + found.Withdrawn;
        if (!isLargeConfirmed && SourceRules.AreTooMany(going, all))
        {
            throw new RefusedException(Refusal.Of(RefusalCode.TooManyMissing, sync.Id, Datum.Number(going), Datum.Number(all), Datum.Number(SourceRules.MaxMissingPercent)));
        }

        var kept = 0;
        foreach (var chunk in found.Missing.Chunk(RecordsAtOnce))
        {
            // A row may have come back since it was counted.
            var seen = await sightings.SeenSinceAsync(sync.Number, [.. chunk.Select(entry => entry.Name)], cancellation);
            var gone = chunk.Where(entry => !seen.Contains(entry.Name));
            var refusals = await Task.WhenAll(gone.Select(entry => _concepts[entry.Collection.ToString()].WithdrawAsync(entry.Name, entry.Revision, sync.Id)));
            kept += seen.Count + refusals.Count(refusal => refusal is not null);
        }

        return (going - kept, kept);
    }

    private static RefusedException NotFound(string id) => new(Refusal.Of(RefusalCode.NotFound, id, Datum.Name(id)));

    /// <summary>Records of a synchronisation's collections that its rows registered and that are shown.</summary>
    private static IEnumerable<SourceEntry> Shown(CatalogueView view, StoredSync sync, SourceEntry? after) => view.SourceRows(sync.Source, after)
        .Where(entry => !entry.Row.IsWithdrawn && entry.Row.ExternalId.Length > 0 && sync.Collections.Contains(entry.Collection.ToString()));

    private async IAsyncEnumerable<SourceEntry> MissingAsync(CatalogueView view, StoredSync sync, SourceEntry? after)
    {
        foreach (var chunk in Shown(view, sync, after).Chunk(SightingTable.MaxRows))
        {
            var seen = await sightings.SeenSinceAsync(sync.Number, [.. chunk.Select(entry => entry.Name)]);
            foreach (var entry in chunk.Where(entry => !seen.Contains(entry.Name)))
            {
                yield return entry;
            }
        }
    }
}
