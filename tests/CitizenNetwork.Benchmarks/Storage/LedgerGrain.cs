using CitizenNetwork.Contracts.Storage;
using Orleans.Runtime;

namespace CitizenNetwork.Benchmarks.Storage;

/// <summary>Loads the open part of its ledger when it is activated, and nothing else: no state hides what the ledger costs.</summary>
[Alias("citizennetwork.bench.ledger")]
public interface ILedgerGrain : IGrainWithStringKey
{
    /// <summary>How many open rows it holds.</summary>
    [Alias("Count")]
    Task<int> Count();

    /// <summary>Ends the activation.</summary>
    [Alias("End")]
    Task End();
}

/// <inheritdoc cref="ILedgerGrain" />
public sealed class LedgerGrain(IGrainLedger ledger) : Grain, ILedgerGrain
{
    private static TaskCompletionSource s_ended = new();
    private int _open;

    /// <summary>Completes when the activation that was told to end has ended.</summary>
    public static Task Ended => s_ended.Task;

    public override async Task OnActivateAsync(CancellationToken cancellationToken) =>
        _open = (await ledger.ReadOpenAsync(this.GetGrainId(), BenchRecords.Kind, cancellationToken)).Length;

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        s_ended.TrySetResult();
        return Task.CompletedTask;
    }

    public Task<int> Count() => Task.FromResult(_open);

    public Task End()
    {
        s_ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
