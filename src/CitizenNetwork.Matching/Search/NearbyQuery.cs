using System.Collections.Immutable;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Matching.Search;

/// <summary>In which order an answer stands. Numbers are those of the API.</summary>
public enum SearchOrder
{
    Unspecified = 0,

    /// <summary>The nearest first, then by name.</summary>
    Distance = 1,

    /// <summary>The texts nearest to what is looked for first, by the learned sense of words, then by name.</summary>
    Text = 2,
}

/// <summary>What is looked for near a place.</summary>
/// <param name="Category">Partners or resources.</param>
/// <param name="Centre">The place.</param>
/// <param name="Metres">How far around it.</param>
/// <param name="Themes">Any of these; empty: any record.</param>
/// <param name="Text">Words of which a record holds at least one, by their stems; empty: any record.</param>
/// <param name="Order">Which come first.</param>
/// <param name="Skip">How many of the first are left out.</param>
/// <param name="Count">Most records of the answer.</param>
public sealed record NearbyQuery(
    MatchCategory Category, GeoPoint Centre, double Metres, ImmutableArray<string> Themes, string Text, SearchOrder Order, int Skip, int Count);

/// <summary>What lies there.</summary>
/// <param name="Found">The records asked for, in order.</param>
/// <param name="Total">How many pass in all.</param>
public sealed record NearbyAnswer(ImmutableArray<FoundRecord> Found, int Total);

/// <summary>A record of an answer.</summary>
/// <param name="Name">Resource name.</param>
/// <param name="Record">The domain's record.</param>
/// <param name="Metres">Great-circle distance to the place.</param>
public sealed record FoundRecord(string Name, object Record, double Metres);
