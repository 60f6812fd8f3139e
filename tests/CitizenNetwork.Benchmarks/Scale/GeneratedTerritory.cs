using System.Collections.Immutable;
using System.Globalization;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Domain.Themes;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Ranking;

namespace CitizenNetwork.Benchmarks.Scale;

/// <summary>
/// Records of a whole country, spread over its real communes by their inhabitants, and people who ask; the same for the same
/// seed. Of a hundred records 82 are resources, 13 actors, 4 calls and 1 a hosting offer.
/// </summary>
internal sealed class GeneratedTerritory
{
    private const int Seed = 6;

    private static readonly DateTimeOffset s_now = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    private readonly Random _random = new(Seed);
    private readonly GeneratedWords _words;
    private readonly Perimeter[] _communes;
    private readonly double[] _bounds;
    private readonly ImmutableArray<string> _themes;
    private readonly int _actors;

    public GeneratedTerritory(TerritoryTable territories, ThemeList themes, int count)
    {
        _words = new GeneratedWords(_random);
        _themes = [.. themes.Codes];
        _communes = [.. territories.All.Where(perimeter => perimeter.Kind == PerimeterKind.Commune && perimeter.Population > 0).OrderBy(perimeter => perimeter.Code.Value, StringComparer.Ordinal)];
        _bounds = new double[_communes.Length];
        var sum = 0.0;
        for (var i = 0; i < _communes.Length; i++)
        {
            _bounds[i] = sum += _communes[i].Population;
        }

        _actors = count * 13 / 100;
        Calls = count * 4 / 100;
        Offers = count / 100;
        Resources = count - _actors - Calls - Offers;
    }

    /// <summary>The day of all questions.</summary>
    public static DateOnly Today { get; } = DateOnly.FromDateTime(s_now.UtcDateTime);

    /// <summary>All records.</summary>
    public int Count => Actors + Resources + Calls + Offers;

    public int Actors => _actors;

    public int Resources { get; }

    public int Calls { get; }

    public int Offers { get; }

    public Entry<Actor> Actor(int i, long revision = 1)
    {
        var commune = AnyCommune();
        Actor actor = new(
            new ActorId(Id("actor", i)), _words.Text(2, 4), One(Enum.GetValues<ActorKind>()), EssBasis.Unspecified, _words.Text(8, 25), Some(_themes, 3), commune.Code, AreaAround(commune),
            string.Empty, string.Empty, Some([.. Enum.GetValues<ActorRole>()], 2), _random.Next(3) == 0 ? Some([.. Enum.GetValues<ActorKind>()], 3) : [], Phases(), [], _random.Next(20) == 0);
        return Entry(actor.Id.Name, actor, revision);
    }

    public Entry<Resource> Resource(int i, long revision = 1)
    {
        var commune = AnyCommune();
        var kind = One(Enum.GetValues<ResourceKind>());
        Resource resource = new(
            ResourceId(i), AnyActor(), kind, _words.Text(3, 6), _words.Text(8, 25), Some(_themes, 3), commune.Code, AreaAround(commune), One(Enum.GetValues<AttendanceMode>()),
            _random.Next(3) == 0 ? new Quantity(_random.Next(1, 20) * 10, kind == ResourceKind.Equipment ? "chaise" : "place") : null, One(Enum.GetValues<Cost>()), 0, string.Empty,
            _random.Next(30) == 0 ? [new AccessCondition(AccessConditionKind.Membership, AnyActor(), 1_500, string.Empty)] : [], One(Enum.GetValues<UnregisteredPolicy>()), _random.Next(2) == 0,
            _random.Next(4) == 0 ? Some([.. Enum.GetValues<ActorKind>()], 2) : [], Phases(), Opening(), PlaceKind.Unspecified, VolunteerKind.Unspecified, SupportForm.Unspecified, Flexibility.Unspecified);
        return Entry(resource.Id.Name, resource, revision);
    }

    public static ResourceId ResourceId(int i) => new(Id("resource", i));

    public Entry<FundingCall> Call(int i, long revision = 1)
    {
        var min = _random.Next(3) == 0 ? _random.Next(1, 20) * 50_000L : 0;
        FundingCall call = new(
            new FundingCallId(Id("call", i)), AnyActor(), One(Enum.GetValues<FundingCallKind>()), _words.Text(4, 9), _words.Text(20, 60), Some(_themes, 4), AreaAround(AnyCommune()), [], Opening(),
            min, _random.Next(3) == 0 ? 0 : min + (_random.Next(1, 50) * 100_000L), 0, 0, _random.Next(3) == 0 ? null : new Effort(_random.Next(20), _random.Next(12), 60, 30), One(Enum.GetValues<Flexibility>()),
            _random.Next(2) == 0 ? Some([.. Enum.GetValues<ActorKind>()], 4) : [], One(Enum.GetValues<UnregisteredPolicy>()), _random.Next(4) == 0, [], _random.Next(5) == 0, Phases(), string.Empty);
        return Entry(call.Id.Name, call, revision);
    }

    public Entry<HostingOffer> Offer(int i, long revision = 1)
    {
        HostingOffer offer = new(
            new HostingOfferId(Id("offer", i)), AnyActor(), _words.Text(3, 5), _words.Text(10, 30), Some(_themes, 2), [HostedAct.BankAccount, HostedAct.Contract], AreaAround(AnyCommune()),
            _random.Next(0, 15) * 100, 10, _random.Next(11), Phases(), _random.Next(3) == 0, Flexibility.Unspecified, Opening(), string.Empty);
        return Entry(offer.Id.Name, offer, revision);
    }

    /// <summary>A sentence, a commune and up to three needs.</summary>
    public MatchQuery Question(MatchCategory category)
    {
        ImmutableArray<Need> needs = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(i => Need($"need-{i.ToString(CultureInfo.InvariantCulture)}"))];
        Initiative initiative = new(
            new InitiativeId("question"), _words.Text(6, 12), string.Empty, _words.Text(10, 30), null, AnyCommune().Code, One(Enum.GetValues<Phase>()), SubState.Unspecified, InitiativeType.Unspecified,
            Nature.Citizen, Motive.Unspecified, Answer.Unspecified, Some(_themes, 3), null, needs, []);
        return new MatchQuery(new Asker(initiative, null, ActorKind.Association, null, needs), MatchPreferences.None, category, 0, 10, Today);
    }

    private Need Need(string id)
    {
        var kind = One(Enum.GetValues<NeedKind>());
        return new Need(id, kind, ExpressionKind.Need, _words.Text(2, 5), _words.Text(0, 12), [], null, kind == NeedKind.Funding ? _random.Next(1, 50) * 20_000L : 0, null, Urgency.Normal, null, NeedState.Open);
    }

    private Entry<T> Entry<T>(string name, T record, long revision)
        where T : class =>
        new(name, record, revision, s_now, s_now.AddDays(-_random.Next(900)));

    // Filled up, so that they stand in the order in which a store gives them.
    private static string Id(string kind, int i) => $"{kind}-{i.ToString("D7", CultureInfo.InvariantCulture)}";

    private ActorId AnyActor() => new(Id("actor", _random.Next(_actors)));

    private Perimeter AnyCommune()
    {
        var place = Array.BinarySearch(_bounds, _random.NextDouble() * _bounds[^1]);
        return _communes[Math.Min(place < 0 ? ~place : place, _communes.Length - 1)];
    }

    /// <summary>A quarter does not say; the others serve the commune or one of what contains it, rarely the widest.</summary>
    private ImmutableArray<PerimeterCode> AreaAround(Perimeter commune) => _random.Next(16) switch
    {
        < 4 => [],
        < 7 => [commune.Code],
        < 11 => [commune.Parents[0]],
        < 14 => [commune.Parents[Math.Min(1, commune.Parents.Length - 1)]],
        14 => [commune.Parents[Math.Min(2, commune.Parents.Length - 1)]],
        _ => [PerimeterCode.France],
    };

    private ImmutableArray<Phase> Phases() => _random.Next(2) == 0 ? [] : [One([Phase.Emergence, Phase.Consolidation, Phase.Realisation])];

    /// <summary>From the first of a month, or up to the last of one, or both.</summary>
    private Period? Opening()
    {
        DateOnly month = new(Today.Year, Today.Month, 1);
        return _random.Next(12) switch
        {
            0 => new Period(month.AddMonths(_random.Next(-12, 3)), null),
            1 => new Period(null, month.AddMonths(_random.Next(-2, 13)).AddDays(-1)),
            2 => new Period(month.AddMonths(_random.Next(-12, 1)), month.AddMonths(_random.Next(1, 13)).AddDays(-1)),
            _ => null,
        };
    }

    private T One<T>(IReadOnlyList<T> values) => values[_random.Next(values.Count)];

    private ImmutableArray<T> Some<T>(ImmutableArray<T> values, int most) => [.. Enumerable.Range(0, _random.Next(1, most + 1)).Select(_ => One(values)).Distinct()];
}
