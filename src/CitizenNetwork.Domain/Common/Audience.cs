namespace CitizenNetwork.Domain.Common;

/// <summary>Ages of the people something is for, in whole years, both included; a zero leaves its end open.</summary>
[GenerateSerializer, Immutable, Alias("citizennetwork.audience")]
public sealed record Audience(int MinAge, int MaxAge)
{
    /// <summary>Greatest age that can be named.</summary>
    public const int OldestAge = 120;

    /// <summary>Last age that it includes.</summary>
    private int Last => MaxAge == 0 ? int.MaxValue : MaxAge;

    /// <summary>Whether everybody of the other is included.</summary>
    public bool Includes(Audience other) => MinAge <= other.MinAge && other.Last <= Last;

    /// <summary>Whether everybody of the other is younger.</summary>
    public bool IsAbove(Audience other) => other.Last < MinAge;
}
