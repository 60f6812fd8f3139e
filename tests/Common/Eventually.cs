using System.Diagnostics;

namespace CitizenNetwork.Testing;

/// <summary>Waits for what another process or the database will show, where nothing can be awaited.</summary>
internal static class Eventually
{
    /// <summary>Far beyond what anything here takes; it only ends a test that would hang.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Looks again and again until the condition holds.</summary>
    /// <returns>How long that took.</returns>
    public static async Task<TimeSpan> HoldsAsync(Func<Task<bool>> condition, string what)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(begun) < Bound, $"Not within {Bound}: {what}");
            await Task.Delay(s_pause);
        }

        return Stopwatch.GetElapsedTime(begun);
    }
}
