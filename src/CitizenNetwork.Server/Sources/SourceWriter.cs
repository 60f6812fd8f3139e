using System.Runtime.CompilerServices;
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
    public const int RowsAtOnce = 64;

    private readonly Dictionary<MessageDescriptor, IRowUpserts> _concepts = concepts.ToDictionary(concept => concept.Message);

    /// <summary>First segment of the names of such rows' records.</summary>
    public string CollectionOf(SourceRow row) => _concepts[row.Record.Descriptor].Collection;

    /// <summary>Begins to write rows of one source, chunk by chunk.</summary>
    /// <param name="source">Id of the source.</param>
    /// <param name="isDryRun">True: says what would become of the rows and writes nothing.</param>
    public SourceWriting Begin(string source, bool isDryRun) => new(source, isDryRun, _concepts, grains, sightings);

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
        var writing = Begin(source, isDryRun: false);
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
                while (chunk.Count < RowsAtOnce && next.IsCompletedSuccessfully && await next && reader.Current.Record.Descriptor == chunk[0].Record.Descriptor);

                foreach (var result in await writing.WriteAsync(chunk, cancellation))
                {
                    yield return result;
                }
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
}
