using System.Globalization;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Domain.Themes;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Search;

namespace CitizenNetwork.Benchmarks.Match;

/// <summary>Resources where people live, and what is looked for near them. The same for the same seed.</summary>
internal sealed class GeneratedPlaces(TerritoryTable territories, ThemeList themes, int seed)
{
    private const int Owners = 1_000;
    private const int MaxThemes = 3;
    private const int TitleWords = 2;
    private const int DescriptionWords = 8;
    private const double MetresPerDegree = 111_195;

    private static readonly int[] s_radii = [10_000, 30_000, 60_000];

    private readonly Random _random = new(seed);
    private readonly Perimeter[] _communes =
        [.. territories.All.Where(one => one is { Kind: PerimeterKind.Commune, Centre: not null, Population: > 0 }).OrderBy(one => one.Code.Value, StringComparer.Ordinal)];

    private long[]? _inhabitants;

    public IEnumerable<Actor> Actors() => Enumerable.Range(0, Owners).Select(i => new Actor(
        new ActorId(Number("o", i)), $"Structure {i}", ActorKind.Association, EssBasis.Unspecified, string.Empty, [], AnyCommune().Code, [], string.Empty, string.Empty, [], [], [], [], false));

    public Resource Resource(int number)
    {
        var commune = AnyCommune();
        return new Resource(
            new ResourceId(Number("r", number)),
            new ActorId(Number("o", _random.Next(Owners))),
            ResourceKind.Room,
            $"{Words(TitleWords)} {commune.Name}",
            Words(DescriptionWords),
            [.. Enumerable.Range(0, 1 + _random.Next(MaxThemes)).Select(_ => themes.Codes[Zipf(themes.Codes.Length)]).Distinct()],
            commune.Code,
            [],
            AttendanceMode.OnSite,
            null,
            Cost.Free,
            0,
            string.Empty,
            [],
            UnregisteredPolicy.Accepted,
            false,
            [],
            [],
            null,
            PlaceKind.Unspecified,
            VolunteerKind.Unspecified,
            SupportForm.Unspecified,
            Flexibility.Unspecified,
            Position: Around(commune));
    }

    /// <summary>A theme and two words within some kilometres of where somebody lives.</summary>
    /// <param name="words">The words that may be looked for, the most frequent first.</param>
    /// <param name="count">Most records of an answer.</param>
    public NearbyQuery Query(string[] words, int count) => new(
        MatchCategory.Resource,
        AnyCommune().Centre!.Value,
        s_radii[_random.Next(s_radii.Length)],
        [themes.Codes[Zipf(themes.Codes.Length)]],
        $"{words[Zipf(words.Length)]} {words[Zipf(words.Length)]}",
        SearchOrder.Distance,
        0,
        count);

    public static Entry<T> Stored<T>(string name, T record)
        where T : class => new(name, record, 1, default, default);

    private static string Number(string prefix, int number) => $"{prefix}-{number.ToString("D7", CultureInfo.InvariantCulture)}";

    private Perimeter AnyCommune()
    {
        if (_inhabitants is null)
        {
            var sum = 0L;
            _inhabitants = [.. _communes.Select(commune => sum += commune.Population)];
        }

        var place = Array.BinarySearch(_inhabitants, _random.NextInt64(_inhabitants[^1]) + 1);
        return _communes[place < 0 ? ~place : place];
    }

    /// <summary>Somewhere in a square of the commune's area around its centre.</summary>
    private GeoPoint Around(Perimeter commune)
    {
        var side = Math.Sqrt(Math.Max(commune.AreaHectares, 100) * 10_000.0) / MetresPerDegree;
        var centre = commune.Centre!.Value;
        return new GeoPoint(
            centre.Latitude + ((_random.NextDouble() - 0.5) * side),
            centre.Longitude + ((_random.NextDouble() - 0.5) * side / Math.Cos(double.DegreesToRadians(centre.Latitude))));
    }

    private string Words(int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => MatchVocabulary.Words[Zipf(MatchVocabulary.Words.Length)]));

    /// <summary>The n-th of so many about as often as 1/n says.</summary>
    private int Zipf(int count) => Math.Min(count - 1, (int)Math.Pow(count + 1, _random.NextDouble()) - 1);
}
