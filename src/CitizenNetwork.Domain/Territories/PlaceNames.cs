using CitizenNetwork.Domain.Common;

namespace CitizenNetwork.Domain.Territories;

/// <summary>All names of territories and of parts of communes, by the spellings under which they are looked for.</summary>
internal sealed class PlaceNames
{
    private readonly List<(string Text, Place Place)> _names = [];
    private readonly Dictionary<string, List<Place>> _byText = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Place>> _byCompact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Place>> _byBag = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Place>> _byPostCode = new(StringComparer.Ordinal);

    public PlaceNames(TerritoryTable table)
    {
        foreach (var perimeter in table.All)
        {
            Add(perimeter.Name, new Place(perimeter, null));
        }

        foreach (var part in table.Parts)
        {
            if (table.Find(part.Commune) is { } commune)
            {
                Add(part.Name, new Place(commune, part));
            }
        }
    }

    /// <summary>Places that have this post code; of a city with arrondissements the arrondissement.</summary>
    public List<Place> WithPostCode(string code)
    {
        var found = _byPostCode.GetValueOrDefault(code) ?? [];
        return [.. found.Where(place => place.Part is not null || !found.Exists(other => other.Part is not null && other.Perimeter == place.Perimeter))];
    }

    /// <summary>Places that bear the name: as written, else without its small words, else with its words in another order.</summary>
    public List<Place> Bearing(PlaceWords words, Func<Place, bool> fits)
    {
        if (words.Words.Count == 0)
        {
            return [];
        }

        // What is called so without the word for its kind comes after what is called so: Chaumont before « CA de Chaumont ».
        return Fitting(_byText, words.Text) is { Count: > 0 } exact
            ? exact.Where(place => place.Perimeter.Kind != PerimeterKind.Epci).ToList() is { Count: > 0 } called ? called : exact
            : Fitting(_byCompact, words.Compact) is { Count: > 0 } compact ? compact
            : Fitting(_byBag, words.Bag);

        List<Place> Fitting(Dictionary<string, List<Place>> names, string key) => [.. (names.GetValueOrDefault(key) ?? []).Where(fits)];
    }

    /// <summary>Places whose name begins with the text or holds it as words.</summary>
    public List<Place> Holding(string text, Func<Place, bool> fits)
    {
        var inside = $" {text}";
        var beginning = _names.Where(name => name.Text.StartsWith(text, StringComparison.Ordinal) && fits(name.Place)).Select(name => name.Place).Distinct().ToList();
        return beginning.Count > 0 ? beginning : [.. _names.Where(name => name.Text.Contains(inside, StringComparison.Ordinal) && fits(name.Place)).Select(name => name.Place).Distinct()];
    }

    /// <summary>Places whose name comes within so many edits of the text, the nearest first.</summary>
    public List<Place> Resembling(string text, int edits, Func<Place, bool> fits) =>
    [
        .. _names
            .Where(name => Math.Abs(name.Text.Length - text.Length) <= edits && fits(name.Place))
            .Select(name => (name.Place, Distance: EditDistance.Between(text, name.Text, edits)))
            .Where(near => near.Distance <= edits)
            .OrderBy(near => near.Distance)
            .ThenByDescending(near => near.Place.Perimeter.Population)
            .Select(near => near.Place)
            .Distinct(),
    ];

    private void Add(string name, Place place)
    {
        foreach (var words in SpellingsOf(name, place.Perimeter.Kind))
        {
            _names.Add((words.Text, place));
            AddTo(_byText, words.Text, place);
            AddTo(_byCompact, words.Compact, place);
            if (words.Words.Count > 1)
            {
                AddTo(_byBag, words.Bag, place);
            }
        }

        foreach (var code in place.Part is { } part ? part.PostCodes : place.Perimeter.PostCodes)
        {
            AddTo(_byPostCode, code, place);
        }
    }

    /// <summary>The name; that of an EPCI also without its kind, and each half when a second one stands in brackets.</summary>
    private static IEnumerable<PlaceWords> SpellingsOf(string name, PerimeterKind kind)
    {
        if (name.Length == 0)
        {
            yield break;
        }

        var bracket = kind == PerimeterKind.Epci ? name.IndexOf('(', StringComparison.Ordinal) : -1;
        var halves = bracket < 0 ? new[] { name } : new[] { name[..bracket], name[(bracket + 1)..] };
        foreach (var words in halves.Select(PlaceWords.Of).Where(words => words.Words.Count > 0))
        {
            yield return words;
            if (kind == PerimeterKind.Epci)
            {
                for (var shorter = KindWords.Without(words).Name; shorter is not null; shorter = KindWords.Without(shorter).Name)
                {
                    yield return shorter;
                }
            }
        }
    }

    private static void AddTo(Dictionary<string, List<Place>> names, string key, Place place)
    {
        if (!names.TryGetValue(key, out var held))
        {
            names[key] = held = new(1);
        }

        if (!held.Contains(place))
        {
            held.Add(place);
        }
    }
}
