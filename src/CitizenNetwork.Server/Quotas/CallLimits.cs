namespace CitizenNetwork.Server.Quotas;

/// <summary>What one caller may ask of a server, in the points that methods declare as their cost.</summary>
/// <param name="PointsPerSecond">Points that the allowance gains a second.</param>
/// <param name="MostPoints">Points of a full allowance: what may be asked at once after a pause.</param>
/// <param name="MostAtOnce">Most calls that run at a time.</param>
internal sealed record CallLimit(int PointsPerSecond, int MostPoints, int MostAtOnce);

/// <summary>The limits of callers; administrators have none. Each server keeps its own count.</summary>
/// <param name="Known">Of one key, person or certificate.</param>
/// <param name="Anonymous">Of one address without credential: an IPv4 address, or the first 64 bits of an IPv6 one, which one subscriber has.</param>
/// <param name="MostCallers">Most callers remembered; beyond, unknown ones share one allowance.</param>
internal sealed record CallLimits(CallLimit Known, CallLimit Anonymous, int MostCallers)
{
    /// <summary>Points that a wrong credential takes from its address.</summary>
    public const int WrongCredentialCost = 1;

    /// <summary>
    /// A web site with one key: 200 records a second, or 20 times what suits an initiative. Nobody in particular: a page of
    /// a person who looks around, not a copy of everything.
    /// </summary>
    public static CallLimits Default { get; } = new(new CallLimit(200, 2_000, 50), new CallLimit(10, 200, 10), 100_000);
}
