using System.Globalization;
using System.Runtime.CompilerServices;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Sources;
using CitizenNetwork.Storage.Sources;
using Google.Protobuf.Reflection;

namespace CitizenNetwork.Server.Sources;

/// <summary>
/// Writes what a source sends: for batches and streams of the API, and for imports in this process. It asks for no key and
/// takes from no quota: whoever calls it has done so.
/// </summary>
internal sealed class SourceWriter(IEnumerable<IRowUpserts> concepts, IGrainFactory grains, SightingTable sightings)
{
    /// <summary>Rows written at the same time; of these alone, and of their results, the memory is held.</summary>
    private const int RowsAtOnce = 64;

    private readonly Dictionary<MessageDescriptor, IRowUpserts> _concepts = concepts.ToDictionary(concept => concept.Message);

    /// <summary>First segment of the names of such rows' records.</summary>
    public string CollectionOf(SourceRow row) => _concepts[row.Record.Descriptor].Collection;

    /// <summary>
    /// Writes rows as they come and gives one result a row, in their order. Rows that are there at the same time are written
    /// at the same time, those of different collections one after the other. An external id that came before in this call
    /// is refused. Stopping in the middle leaves what was written; sending the same again finds it unchanged.
    /// </summary>
    /// <param name="source">Id of the source.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public async IAsyncEnumerable<RowResult> WriteAsync(string source, IAsyncEnumerable<SourceRow> rows, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reader = rows.GetAsyncEnumerator(ended.Token);
        HashSet<(string, UInt128)> written = [];
        var count = 0;
        var next = reader.MoveNextAsync().AsTask();
        try
        {
            while (await next)
            {
                // Everything that has come: who waits for results before sending on must get them.
                List<SourceRow> chunk = [];
                do
                {
                    chunk.Add(reader.Current);
                    next = reader.MoveNextAsync().AsTask();
                }
                while (chunk.Count < RowsAtOnce && next.IsCompletedSuccessfully && next.Result && reader.Current.Record.Descriptor == chunk[0].Record.Descriptor);

                foreach (var result in await WriteChunkAsync(source, count, chunk, written, cancellation))
                {
                    yield return result;
                }

                count += chunk.Count;
            }
        }
        finally
        {
            // A reader must not be disposed while it reads.
            await ended.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await reader.DisposeAsync();
        }
    }

    private async Task<RowResult[]> WriteChunkAsync(string source, int first, List<SourceRow> chunk, HashSet<(string Collection, UInt128 Row)> written, CancellationToken cancellation)
    {
        var concept = _concepts[chunk[0].Record.Descriptor];
        KnownActors actors = new(grains);
        var results = await Task.WhenAll(chunk.Select((row, i) => IsTwice(row) ? Task.FromResult(Twice(first + i, row)) : concept.UpsertAsync(source, first + i, row, actors)));

        // A refused row is still one that the source has: its record must not be called missing.
        await sightings.NoteAsync(source, [.. results.Where(result => result.Name.Length > 0).Select(result => result.Name).Distinct()], cancellation);
        return results;

        bool IsTwice(SourceRow row) => row.ExternalId.Length is > 0 and <= SourceRules.MaxExternalIdLength && !written.Add((concept.Collection, KeyOf(SourceRules.RecordId(source, row.ExternalId))));
    }

    /// <summary>The part of an id that makes it unique, in less memory than its text.</summary>
    private static UInt128 KeyOf(string recordId) => UInt128.Parse(recordId[(recordId.LastIndexOf('-') + 1)..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static RowResult Twice(int index, SourceRow row)
    {
        FieldViolation violation = new("external_id", ViolationCode.Duplicate, [Datum.Text(row.ExternalId)]);
        return new RowResult(index, row.ExternalId, string.Empty, UpsertOutcome.Refused, 0, Refusal.Invalid(row.ExternalId, [violation]));
    }
}
