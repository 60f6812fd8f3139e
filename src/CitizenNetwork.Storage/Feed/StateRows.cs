using System.Runtime.CompilerServices;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Storage.States;

namespace CitizenNetwork.Storage.Feed;

/// <summary>Stored rows as the catalogue takes them.</summary>
public static class StateRows
{
    /// <exception cref="InvalidDataException">The payload is no such state.</exception>
    public static StateChange ToChange(StoredRow stored) => new(
        stored.Row.Key,
        stored.Row.Name,
        StatePayload.Read(stored.Payload, StateJson.TypeOf(stored.Row.Name), stored.Row.Name, stored.Row.Key),
        stored.Version);

    /// <summary>All states, page after page: while one is taken, its neighbour is read, and all processors read its JSON.</summary>
    /// <param name="readPage">Reads the states that follow a row.</param>
    /// <param name="pageSize">States of a page that is not the last one.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidDataException">A payload is no such state.</exception>
    internal static async IAsyncEnumerable<StateChange> ReadAllAsync(
        Func<RowKey, Task<IReadOnlyList<StoredRow>>> readPage, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var reading = readPage(new RowKey("", "", "")); reading is not null;)
        {
            var page = await reading;
            reading = page.Count == pageSize ? readPage(page[^1].Row) : null;
            foreach (var change in await ToChangesAsync(page, cancellationToken))
            {
                yield return change;
            }
        }
    }

    private static async Task<StateChange[]> ToChangesAsync(IReadOnlyList<StoredRow> page, CancellationToken cancellationToken)
    {
        var changes = new StateChange[page.Count];
        var share = (page.Count / Environment.ProcessorCount) + 1;

        // Awaited, unlike a parallel loop, several tasks give the error itself.
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(part => Task.Run(
            () =>
            {
                for (var i = part * share; i < Math.Min(page.Count, (part + 1) * share); i++)
                {
                    changes[i] = ToChange(page[i]);
                }
            },
            cancellationToken)));
        return changes;
    }
}
