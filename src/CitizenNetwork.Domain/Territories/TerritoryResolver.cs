using System.Collections.Immutable;

namespace CitizenNetwork.Domain.Territories;

/// <summary>
/// Says which territory people mean by what they type: a code, a post code, a name in any spelling, « Trélazé (49) »,
/// « 49800 Trélazé », « Saint-Denis, La Réunion », « Marseille 15e », « CC du Pays de Laon », a commune that was merged.
/// One answer only when nothing else bears the name; otherwise the candidates.
/// </summary>
internal sealed class TerritoryResolver
{
    /// <summary>Most characters read: no name is longer, even with its département.</summary>
    public const int MaxTypedLength = 200;

    /// <summary>Fewest characters of a beginning that is looked for.</summary>
    private const int MinBeginning = 3;

    /// <summary>Most similar names offered: whoever sees so many types more.</summary>
    private const int MaxSimilar = 100;

    /// <summary>One edit is forgiven, and one more for every so many characters.</summary>
    private const int CharactersPerEdit = 6;

    private readonly PlaceNames _names;
    private readonly PlaceHintReader _hints;

    private readonly TerritoryTable _table;

    /// <summary>Communes inside each territory, to know two that are the same land.</summary>
    private readonly Dictionary<PerimeterCode, int> _communes;

    public TerritoryResolver(TerritoryTable table)
    {
        _table = table;
        _names = new(table);
        _hints = new(table, _names);
        _communes = table.All.Where(perimeter => perimeter.Kind == PerimeterKind.Commune).SelectMany(commune => commune.Parents).CountBy(code => code).ToDictionary();
    }

    /// <param name="typed">What somebody typed.</param>
    /// <param name="kind">Only this kind; a part of a commune counts as its commune. Null: any.</param>
    public Resolution Resolve(string typed, PerimeterKind? kind)
    {
        typed = (typed.Length > MaxTypedLength ? typed[..MaxTypedLength] : typed).Trim();
        bool OfKind(Place place) => kind is null || place.Perimeter.Kind == kind;
        if (OfCode(typed).Where(OfKind).ToList() is { Count: > 0 } coded)
        {
            return Decide(coded);
        }

        var whole = PlaceWords.Of(typed);
        if (_names.Bearing(whole, OfKind) is { Count: > 0 } named)
        {
            return Decide(named);
        }

        var (words, hint) = _hints.Read(typed);
        bool Likely(Place place) => OfKind(place) && (hint?.Fits(place) ?? true);
        if (Named(words, Likely) is { Count: > 0 } fitting)
        {
            return Decide(Finest(fitting, hint));
        }

        List<Place> posted = hint?.PostCode is { } code ? [.. _names.WithPostCode(code).Where(OfKind)] : [];
        if (words.Words.Count == 0)
        {
            return Decide(posted);
        }

        if (Similar(words, Likely) is { Candidates.IsEmpty: false } similar)
        {
            return similar;
        }

        // What bears the name elsewhere than the hint says is offered, never taken; so is what has the post code, for a hamlet
        // that mail knows and the code does not.
        return Named(words, OfKind) is { Count: > 0 } elsewhere ? new Resolution(null, [.. Ordered(Distinct(elsewhere)), .. posted.Except(elsewhere)], AreSimilar: false)
            : posted.Count > 0 ? new Resolution(null, Ordered(posted), AreSimilar: true)
            : hint is null ? Resolution.None
            : Similar(words, OfKind);
    }

    /// <summary>Places that bear a code: with its prefix, or bare. A post code may also be the code of a commune elsewhere: both are meant.</summary>
    private List<Place> OfCode(string typed)
    {
        var code = typed.ToUpperInvariant();
        if (code.Contains('-', StringComparison.Ordinal))
        {
            return Found([code]);
        }

        if (code.Length == 0 || !char.IsAsciiDigit(code[0]) || !code.All(char.IsAsciiLetterOrDigit))
        {
            return [];
        }

        var commune = Found([$"COM-{code}"]);
        return _names.WithPostCode(code) is { Count: > 0 } posted
            ? Distinct([.. posted, .. commune.Where(place => place.Part is null)])
            : [.. commune, .. Found([$"DEP-{code}", $"EPCI-{code}"])];

        List<Place> Found(string[] codes) => [.. codes.Select(known => _table.FindPlace(new PerimeterCode(known))).OfType<Place>()];
    }

    /// <summary>Places that bear the name, or bear it without the words for their kind.</summary>
    private List<Place> Named(PlaceWords words, Func<Place, bool> fits) =>
        _names.Bearing(words, fits) is { Count: > 0 } named ? named
        : KindWords.Without(words) is ({ } rest, { } kind) ? _names.Bearing(rest, place => fits(place) && place.Perimeter.Kind == kind)
        : [];

    private Resolution Similar(PlaceWords words, Func<Place, bool> fits)
    {
        var (rest, kind) = KindWords.Without(words);
        bool Fits(Place place) => fits(place) && (kind is null || place.Perimeter.Kind == kind);
        var text = (rest ?? words).Text;
        if (text.Length < MinBeginning)
        {
            return Resolution.None;
        }

        return _names.Holding(text, Fits) is { Count: > 0 } holding
            ? new Resolution(null, [.. Distinct([.. Ordered(holding).Take(MaxSimilar)])], AreSimilar: true)
            : new Resolution(null, [.. Distinct([.. _names.Resembling(text, 1 + (text.Length / CharactersPerEdit), Fits).Take(MaxSimilar)])], AreSimilar: true);
    }

    private Resolution Decide(List<Place> places) => Distinct(places) switch
    {
        [] => Resolution.None,
        [var only] => new Resolution(only, [], AreSimilar: false),
        var several => new Resolution(null, Ordered(several), AreSimilar: false),
    };

    /// <summary>
    /// Without what is said twice: a part that bears its commune's name, two parts of one commune with one name, and the wider
    /// of two territories with one name and the same land (Paris, Guadeloupe).
    /// </summary>
    private List<Place> Distinct(List<Place> places) =>
    [
        .. places
            .Where(place => place.Part is null || !places.Exists(other => other.Part is null && other.Perimeter == place.Perimeter && other.Name == place.Name))
            .Where(place => place.Part is not null || !places.Exists(other => other.Part is null && IsSameLand(other.Perimeter, place.Perimeter) && other.Perimeter.Kind < place.Perimeter.Kind))
            .DistinctBy(place => (place.Perimeter.Code, place.Part is null ? null : place.Name)),
    ];

    private bool IsSameLand(Perimeter inner, Perimeter outer) =>
        inner.Parents.Contains(outer.Code) && CommunesIn(inner) == CommunesIn(outer) && PlaceWords.Of(inner.Name).Compact == PlaceWords.Of(outer.Name).Compact;

    private int CommunesIn(Perimeter perimeter) => perimeter.Kind == PerimeterKind.Commune ? 1 : _communes.GetValueOrDefault(perimeter.Code);

    /// <summary>Of a city with arrondissements the one that has the post code.</summary>
    private List<Place> Finest(List<Place> places, PlaceHint? hint) => hint?.PostCode is not { } code ? places :
    [
        .. places.Select(place => place.Part is null
            ? _names.WithPostCode(code).FirstOrDefault(part => part is { Part.Kind: CommunePartKind.MunicipalArrondissement } && part.Perimeter == place.Perimeter) ?? place
            : place),
    ];

    /// <summary>Territories of today first, the most populous first.</summary>
    private static ImmutableArray<Place> Ordered(List<Place> places) =>
    [
        .. places
            .OrderBy(place => place.Part is { Kind: not CommunePartKind.MunicipalArrondissement })
            .ThenByDescending(place => place.Part is null ? place.Perimeter.Population : place.Part.Population)
            .ThenBy(place => place.Code.Value, StringComparer.Ordinal),
    ];
}
