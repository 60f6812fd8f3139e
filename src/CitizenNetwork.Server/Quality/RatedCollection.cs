using CitizenNetwork.Matching.Catalogue;

namespace CitizenNetwork.Server.Quality;

/// <summary>A record of any collection, as far as its quality goes.</summary>
internal sealed record Rated(string Name, string Title, object Record, DateTimeOffset KnownTime, string Source);

/// <summary>A collection whose records have a quality.</summary>
internal interface IRatedCollection
{
    /// <summary>All records, in ordinal order of their names.</summary>
    IEnumerable<Rated> All(CatalogueView view);

    /// <summary>The record of this name, or null.</summary>
    Rated? Find(CatalogueView view, string name);
}

/// <inheritdoc />
internal sealed class RatedCollection<T>(Func<CatalogueView, IEnumerable<Entry<T>>> all, Func<T, string> title) : IRatedCollection
    where T : class
{
    public IEnumerable<Rated> All(CatalogueView view) => all(view).Select(Of);

    public Rated? Find(CatalogueView view, string name) => view.Find<T>(name) is { } entry ? Of(entry) : null;

    private Rated Of(Entry<T> entry) => new(entry.Name, title(entry.Record), entry.Record, entry.KnownTime, entry.Source?.Source ?? string.Empty);
}
