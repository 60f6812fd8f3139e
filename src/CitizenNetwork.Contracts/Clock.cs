namespace CitizenNetwork.Contracts;

/// <summary>
/// The product's own clock: a <see cref="TimeProvider"/> registered under this key. The runtime keeps its own clocks, so
/// tests replace only this one, and what is due is decided from it.
/// </summary>
public static class Clock
{
    public const string Key = "citizennetwork.clock";
}
