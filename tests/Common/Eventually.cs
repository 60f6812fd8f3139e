using System.Diagnostics;

namespace CitizenNetwork.Testing;

/// <summary>Waits for what another process or the database will show, where nothing can be awaited.</summary>
internal static class Eventually
{
    /// <summary>Far beyond what anything here takes; it only ends a test that would hang.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Looks again and again until the condition holds.</summary>
    /// <param name="condition">What will hold.</param>
    /// <param name="what">The same in words.</param>
    /// <param name="bound">For what takes minutes on a slow disk; null: <see cref="Bound"/>.</param>
    /// <returns>How long that took.</returns>
    public static async Task<TimeSpan> HoldsAsync(Func<Task<bool>> condition, string what, TimeSpan? bound = null)
    {
        var longest = bound ?? Bound;
        var begun = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(begun) < longest, $"Not within {longest}: {what}");
            await Task.Delay(s_pause);
        }

        return Stopwatch.GetElapsedTime(begun);
    }
}
