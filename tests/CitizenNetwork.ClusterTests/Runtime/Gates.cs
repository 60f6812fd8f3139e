using System.Collections.Concurrent;

namespace CitizenNetwork.ClusterTests.Runtime;

/// <summary>Events that tests and grains of one process share by name: what a test would otherwise sleep for.</summary>
internal static class Gates
{
    private static readonly ConcurrentDictionary<string, TaskCompletionSource> Named = new(StringComparer.Ordinal);

    public static void Open(string gate) => Source(gate).TrySetResult();

    /// <summary>Waits for the gate; a test that would hang fails instead.</summary>
    public static Task Opened(string gate) => Source(gate).Task.WaitAsync(TimeSpan.FromSeconds(60));

    public static bool IsOpen(string gate) => Source(gate).Task.IsCompleted;

    public static string NewKey() => $"k-{Guid.NewGuid():N}";

    private static TaskCompletionSource Source(string gate) =>
        Named.GetOrAdd(gate, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
