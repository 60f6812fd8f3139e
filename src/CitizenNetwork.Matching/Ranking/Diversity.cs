namespace CitizenNetwork.Matching.Ranking;

/// <summary>Whether the first places are shared out among owners and places (feature F27). Numbers are those of the API.</summary>
public enum Diversity
{
    /// <summary>On for resources, off for the rest.</summary>
    Unspecified = 0,
    On = 1,
    Off = 2,
}
