using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Catalogue;
using Google.Protobuf;

namespace CitizenNetwork.Server.Duplicates;

/// <summary>A record as people compare it with another one.</summary>
/// <param name="Name">Resource name.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Commune">Where it is.</param>
/// <param name="StreetAddress">Number and street.</param>
/// <param name="Position">Its point; null: not known.</param>
/// <param name="Source">Source that registered it; empty: none.</param>
/// <param name="Revision">Its version.</param>
internal sealed record Side(string Name, string Title, PerimeterCode Commune, string StreetAddress, GeoPoint? Position, string Source, long Revision);

/// <summary>Two records that may be one.</summary>
internal sealed record SidePair(Side First, Side Second, DuplicateScore Score);

/// <summary>A record that may be the one that was asked for.</summary>
internal sealed record FoundSide(Side Side, DuplicateScore Score);

/// <summary>What the search for duplicates asks of one collection.</summary>
internal interface IDuplicateCollection
{
    /// <summary>First segment of its names.</summary>
    string Collection { get; }

    /// <summary>Looks at what the catalogue holds now; the other methods answer as of the last look.</summary>
    void Follow(CatalogueView view);

    /// <summary>All pairs of at least this score, in no order.</summary>
    IEnumerable<SidePair> Pairs(double minScore);

    /// <summary>What a stored record is most likely the same as; null when it is not shown.</summary>
    IEnumerable<FoundSide>? FindStored(CatalogueView view, string name, double minScore, int limit);

    /// <summary>What a record that is not stored is most likely the same as.</summary>
    /// <param name="message">A message of the API of this collection.</param>
    /// <param name="source">Source whose records are left out; null: none.</param>
    /// <param name="minScore">Least score.</param>
    /// <param name="limit">Most answers.</param>
    IEnumerable<FoundSide> FindDraft(IMessage message, string? source, double minScore, int limit);

    /// <summary>Whether it can hold a message as a record.</summary>
    bool Holds(IMessage message);

    /// <summary>Adds what a message lacks to be searched for.</summary>
    void CheckDraft(IMessage message, Violations violations);

    /// <summary>The record as it is shown, or null.</summary>
    Side? Find(CatalogueView view, string name);

    /// <summary>Score of two records; null when one of them is not shown.</summary>
    DuplicateScore? Score(CatalogueView view, string first, string second);

    /// <summary>Whether a record is there, shown or merged.</summary>
    Task<bool> ExistsAsync(string name);
}
