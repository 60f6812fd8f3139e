using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Server.Security;
using Google.Protobuf;

namespace CitizenNetwork.Server.Duplicates;

/// <summary>A pair as the review list shows it: what the records are now beside what people decided.</summary>
/// <param name="Name">Name of the pair.</param>
/// <param name="First">Resource name of the one whose name comes first.</param>
/// <param name="Second">Resource name of the other.</param>
/// <param name="Score">How likely they are one now; null while one of them is not shown.</param>
/// <param name="Decided">What people decided; null: nothing ever.</param>
internal sealed record ReviewedPair(string Name, string First, string Second, DuplicateScore? Score, DuplicatePair? Decided)
{
    public PairState State => Decided?.State ?? PairState.Open;

    /// <summary>By which it is ordered: the score of now, or else of when it was decided.</summary>
    public double Rank => Score?.Value ?? Decided?.Last.Score ?? 0;
}

/// <summary>Finds what may be the same in the catalogue, and leaves out what people said is not.</summary>
internal sealed class DuplicateFinder(IEnumerable<IDuplicateCollection> collections, CitizenNetwork.Matching.Catalogue.Catalogue catalogue, TerritoryTable territories)
{
    private readonly List<IDuplicateCollection> _collections = [.. collections];

    /// <summary>The collection of this name, or of the records of this name; null: it has no duplicates.</summary>
    public IDuplicateCollection? CollectionOf(string name) => _collections.Find(known => known.Collection == name.Split('/')[0]);

    /// <summary>The collection that holds such messages; null: it has no duplicates.</summary>
    public IDuplicateCollection? CollectionOf(IMessage message) => _collections.Find(known => known.Holds(message));

    /// <summary>The review list of a collection, the highest score first.</summary>
    public IEnumerable<ReviewedPair> Review(IDuplicateCollection collection, PairState state, double minScore, Perimeter? perimeter)
    {
        var view = catalogue.Seen();
        collection.Follow(catalogue.Current);
        var pairs = state == PairState.Open ? Open(collection, view, minScore) : Decided(collection, view, state);
        return pairs
            .Where(pair => perimeter is null || IsWithin(collection.Find(view, pair.First)) || IsWithin(collection.Find(view, pair.Second)))
            .OrderByDescending(pair => pair.Rank).ThenBy(pair => pair.Name, StringComparer.Ordinal);

        bool IsWithin(Side? side) => side is not null && territories.IsWithin(side.Commune, perimeter.Code);
    }

    /// <summary>One pair as it stands.</summary>
    public static ReviewedPair Look(IDuplicateCollection collection, CatalogueView view, string name, string first, string second, DuplicatePair? decided) =>
        new(name, first, second, collection.Score(view, first, second), decided);

    /// <summary>What a stored record is most likely the same as; null when it is not shown.</summary>
    public List<FoundSide>? FindStored(IDuplicateCollection collection, string name, double minScore, int limit)
    {
        var view = catalogue.Seen();
        collection.Follow(catalogue.Current);
        return view.Hides(name) ? null : collection.FindStored(view, name, minScore, int.MaxValue)?
            .Where(found => !view.Hides(found.Side.Name))
            .Where(found => DecidedOf(view, name, found.Side.Name)?.State != PairState.Distinct)
            .Take(limit).ToList();
    }

    /// <summary>What a record that is not stored is most likely the same as.</summary>
    public List<FoundSide> FindDraft(IDuplicateCollection collection, IMessage message, double minScore, int limit)
    {
        collection.Follow(catalogue.Current);
        var view = catalogue.Seen();
        return [.. collection.FindDraft(message, null, minScore, int.MaxValue).Where(found => !view.Hides(found.Side.Name)).Take(limit)];
    }

    /// <summary>What was decided about two records, or null.</summary>
    public static DuplicatePair? DecidedOf(CatalogueView view, string one, string other) => PairNames.Of(one, other) is { } name ? view.FindDuplicatePair(name)?.Record : null;

    private static IEnumerable<ReviewedPair> Open(IDuplicateCollection collection, CatalogueView view, double minScore)
    {
        return collection.Pairs(minScore)
            .Where(pair => !view.Hides(pair.First.Name) && !view.Hides(pair.Second.Name))
            .Select(pair => new ReviewedPair(PairNames.Of(pair.First.Name, pair.Second.Name)!, pair.First.Name, pair.Second.Name, pair.Score, DecidedOf(view, pair.First.Name, pair.Second.Name)))
            .Where(pair => pair.State == PairState.Open);
    }

    private static IEnumerable<ReviewedPair> Decided(IDuplicateCollection collection, CatalogueView view, PairState state) => view.DuplicatePairs(string.Empty)
        .Where(entry => entry.Record.State == state && entry.Name.StartsWith($"{PairNames.Collection}/{collection.Collection}/", StringComparison.Ordinal))
        .Select(entry => Look(collection, view, entry.Name, entry.Record.First, entry.Record.Second, entry.Record));
}
