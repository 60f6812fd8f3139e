using Orleans.Storage;

namespace CitizenNetwork.Server.Records;

/// <summary>What the edge does about a write that another writer overtook.</summary>
internal static class Conflicts
{
    /// <summary>Times that a write is sent; then the caller is told to try again.</summary>
    public const int Attempts = 3;

    /// <summary>
    /// Sends a write, and again when it was overtaken; under the same request id, so that one whose outcome was unknown is
    /// made once.
    /// </summary>
    /// <exception cref="InconsistentStateException">It was overtaken every time.</exception>
    public static async Task<T> RetriedAsync<T>(Func<Task<T>> call)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (InconsistentStateException) when (attempt < Attempts)
            {
                // What was read for it was stale; the next attempt reads again.
            }
        }
    }
}
