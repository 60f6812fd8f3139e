using System.Text;
using CitizenNetwork.Contracts;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Storage.Feed;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.Storage.States;

/// <summary>
/// Changes stored states beside their grains, as another server would: under the check of the version, through the change
/// feed, and telling the activations and sinks of this process. It needs no grain, so that it works before a server runs.
/// </summary>
public sealed class StateRewriter(IStateStore store, StateFences fences, IEnumerable<IStateChangeSink> sinks, [FromKeyedServices(Clock.Key)] TimeProvider clock)
{
    private readonly IStateChangeSink[] _sinks = [.. sinks];

    /// <summary>Changes one state as it is stored now, again whenever another writer was faster.</summary>
    /// <param name="row">Which.</param>
    /// <param name="change">What it becomes, with what it appends; null: it stays.</param>
    /// <param name="cancellationToken">Ends the work between two attempts.</param>
    public async Task ChangeAsync(RowKey row, Func<object, object?> change, CancellationToken cancellationToken = default)
    {
        while (await store.FindAsync(row, cancellationToken) is { } found && change(StateRows.ToChange(found).State) is { } next)
        {
            var appended = (next as IAppending)?.Appended ?? Appended.Nothing;
            var payload = Encoding.UTF8.GetString(StateJson.WriteAny(next));
            if (await store.WriteAsync(row, payload, found.Version, appended, StoredTimes.Now(clock), cancellationToken) is { } version)
            {
                fences.Observe(row, version);
                foreach (var sink in _sinks)
                {
                    sink.Apply(new StateChange(row.Key, row.Name, next, version));
                }

                return;
            }
        }
    }
}
