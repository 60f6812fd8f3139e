namespace CitizenNetwork.ClusterTests.Runtime;

/// <summary>The embedded runtime's debugging switch. The official one does not know it: it serializes anyway.</summary>
internal static class MessageCopying
{
    private const string Switch = "CitizenNetwork.Embedded.RoundTripMessages";

    private static readonly SemaphoreSlim OneAtATime = new(1);

    /// <summary>
    /// Silos and clients that start meanwhile copy every message as the serializer would. Clusters that happen to start
    /// beside them may do so too, and pass all the same.
    /// </summary>
    public static async Task DuringAsync(Func<Task> start)
    {
        await OneAtATime.WaitAsync();

        // A whole run may have it set in its runtime configuration.
        AppContext.TryGetSwitch(Switch, out var before);
        AppContext.SetSwitch(Switch, true);
        try
        {
            await start();
        }
        finally
        {
            AppContext.SetSwitch(Switch, before);
            OneAtATime.Release();
        }
    }
}
