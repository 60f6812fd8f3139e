using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Ranking;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Matching;

/// <summary>Some hundred records that say anything they may, and somebody who asks; the same for the same seed.</summary>
/// <param name="seed">The seed.</param>
/// <param name="scale">How many times as many records.</param>
internal sealed class GeneratedWorld(int seed, int scale = 1)
{
    private static readonly string[] s_words =
        ["vélos", "réparation", "jardin", "partagé", "atelier", "quartier", "jeunes", "repas", "culture", "musique", "entraide", "compost", "logement", "débat", "école", "marché"];

    private static readonly PerimeterCode[] s_communes = [Angers, Trelaze, Behuard, Saumur, Cholet, Nantes, Paris];
    private static readonly PerimeterCode[] s_areas = [Angers, Trelaze, AngersLoireMetropole, MaineEtLoire, LoireAtlantique, PaysDeLaLoire, PerimeterCode.France];

    private readonly Random _random = new(seed);

    public World Make()
    {
        ImmutableArray<Actor> actors = [.. Enumerable.Range(0, 60 * scale).Select(i => MakeActor($"actor-{i}"))];
        var updates = ImmutableDictionary.CreateBuilder<string, DateTimeOffset>();
        ImmutableArray<Resource> resources = [.. Enumerable.Range(0, 80 * scale).Select(i => MakeResource($"resource-{i}"))];
        ImmutableArray<FundingCall> calls = [.. Enumerable.Range(0, 80 * scale).Select(i => MakeCall($"call-{i}"))];
        ImmutableArray<HostingOffer> offers = [.. Enumerable.Range(0, 40 * scale).Select(i => MakeOffer($"offer-{i}"))];
        foreach (var name in actors.Select(actor => actor.Id.Name).Concat(resources.Select(resource => resource.Id.Name)).Concat(calls.Select(call => call.Id.Name)))
        {
            updates[name] = new DateTimeOffset(Today.AddDays(-_random.Next(900)).ToDateTime(default), TimeSpan.Zero);
        }

        return new World
        {
            Initiative = MakeInitiative("velos"),
            Holder = MakeActor("holder"),
            Actors = actors,
            Resources = resources,
            Calls = calls,
            Offers = offers,
            Updates = updates.ToImmutable(),
            Known = [.. Enumerable.Range(0, 30).Select(i => Initiative($"known-{i}") with { Holder = AnyActor(), Themes = Some(Themes.Codes), Needs = [MakeNeed("un"), MakeNeed("deux")] })],
        };
    }

    public Initiative MakeInitiative(string id) => Initiative(id) with
    {
        Sentence = Words(6),
        Description = Words(20),
        Phase = One([.. Enum.GetValues<Phase>().Where(phase => phase != Phase.Unspecified)]),
        Nature = Any<Nature>(),
        GeneralInterest = Any<Answer>(),
        Themes = Some(Themes.Codes),
        Commune = One(s_communes),
        Needs = [.. Enumerable.Range(0, _random.Next(5)).Select(i => MakeNeed($"need-{i}"))],
        Audience = AnyAges(),
        RequiredAccessibility = SomeFeatures(),
    };

    public Actor MakeActor(string id) => Actor(id) with
    {
        DisplayName = Words(3),
        Description = Words(12),
        Kind = Any<ActorKind>(),
        EssBasis = Any<EssBasis>(),
        Themes = Some(Themes.Codes),
        Commune = One(s_communes),
        ServedArea = Some(s_areas),
        Roles = Some(Enum.GetValues<ActorRole>()),
        ServesKinds = Some(Enum.GetValues<ActorKind>()),
        UsefulPhases = Some(Enum.GetValues<Phase>()),
        Memberships = [.. Enumerable.Range(0, _random.Next(3)).Select(_ => AnyActor())],
        DoNotSolicit = _random.Next(8) == 0,
        ExcludedArea = _random.Next(6) == 0 ? Some(s_areas) : [],
        WaysOfWorking = _random.Next(2) == 0 ? null : new WaysOfWorking(Any<Pace>(), [.. Some(Enum.GetValues<WorkingHours>()).Where(hours => hours != default)], Any<Formality>(), Any<DecisionMode>()),
    };

    public Resource MakeResource(string id) => Resource(id) with
    {
        Owner = AnyActor(),
        Kind = Any<ResourceKind>(),
        Title = Words(3),
        Description = Words(12),
        Themes = Some(Themes.Codes),
        Commune = One(s_communes),
        ServedArea = Some(s_areas),
        AttendanceMode = Any<AttendanceMode>(),
        Capacity = _random.Next(2) == 0 ? null : new Quantity(_random.Next(1, 60), One(["place", "chaise"])),
        Cost = Any<Cost>(),
        AccessConditions = [.. Enumerable.Range(0, _random.Next(3)).Select(_ => new AccessCondition(Any<AccessConditionKind>(), AnyActor(), _random.Next(3_000), "Charte"))],
        UnregisteredPolicy = Any<UnregisteredPolicy>(),
        AcceptsEmergingInitiatives = _random.Next(2) == 0,
        OpenToKinds = Some(Enum.GetValues<ActorKind>()),
        UsefulPhases = Some(Enum.GetValues<Phase>()),
        Availability = AnyPeriod(),
        Audience = AnyAges(),
        Accessibility = _random.Next(3) == 0 ? null : new Accessibility(Any<Answer>(), Any<Answer>(), Any<Answer>(), Any<Answer>(), Any<Answer>()),
        ExcludedArea = _random.Next(6) == 0 ? Some(s_areas) : [],
        StreetAddress = _random.Next(2) == 0 ? string.Empty : $"{_random.Next(3)} rue Haute",
    };

    public FundingCall MakeCall(string id) => FundingCall(id) with
    {
        Funder = AnyActor(),
        Kind = Any<FundingCallKind>(),
        Title = Words(3),
        Description = Words(12),
        Themes = Some(Themes.Codes),
        EligibleArea = Some(s_areas),
        ExcludedArea = _random.Next(4) == 0 ? Some(s_areas) : [],
        Opening = AnyPeriod(),
        MinAmountCents = _random.Next(3) == 0 ? _random.Next(200_000) : 0,
        MaxAmountCents = _random.Next(2) == 0 ? 0 : _random.Next(200_000, 900_000),
        CoFundingPercent = _random.Next(60),
        Effort = _random.Next(3) == 0 ? null : new Effort(_random.Next(25), _random.Next(15), _random.Next(120), _random.Next(90)),
        Flexibility = Any<Flexibility>(),
        OpenToKinds = Some(Enum.GetValues<ActorKind>()),
        UnregisteredPolicy = Any<UnregisteredPolicy>(),
        RequiresGeneralInterest = _random.Next(3) == 0,
        OpenToNatures = Some(Enum.GetValues<Nature>()),
        RequiresEss = _random.Next(4) == 0,
        UsefulPhases = Some(Enum.GetValues<Phase>()),
        Audience = AnyAges(),
    };

    public HostingOffer MakeOffer(string id) => HostingOffer(id) with
    {
        Host = AnyActor(),
        Title = Words(3),
        Themes = Some(Themes.Codes),
        Acts = [.. Some(Enum.GetValues<HostedAct>()), HostedAct.Contract],
        ServedArea = Some(s_areas),
        FeeBasisPoints = _random.Next(3_000),
        HostedCount = _random.Next(12),
        RequiresGeneralInterest = _random.Next(3) == 0,
        Opening = AnyPeriod(),
        UsefulPhases = Some(Enum.GetValues<Phase>()),
        ExcludedArea = _random.Next(6) == 0 ? Some(s_areas) : [],
    };

    private Need MakeNeed(string id)
    {
        var kind = Any<NeedKind>();
        return Need(id, kind) with
        {
            Title = Words(3),
            Themes = Some(Themes.Codes),
            Quantity = kind != NeedKind.Funding && _random.Next(2) == 0 ? new Quantity(_random.Next(1, 60), One(["place", "chaise"])) : null,
            AmountCents = kind == NeedKind.Funding ? _random.Next(500_000) : 0,
            Period = AnyPeriod(),
            Urgency = Any<Urgency>(),
            RequiredAccessibility = SomeFeatures(),
        };
    }

    /// <summary>One in ten names an actor that is not registered.</summary>
    public ActorId AnyActor() => new($"actor-{_random.Next(66 * scale)}");

    private Audience? AnyAges()
    {
        var (a, b) = (_random.Next(1, 70), _random.Next(1, 70));
        return _random.Next(4) switch
        {
            0 => new Audience(a, 0),
            1 => new Audience(0, a),
            2 => new Audience(Math.Min(a, b), Math.Max(a, b)),
            _ => null,
        };
    }

    private ImmutableArray<AccessibilityFeature> SomeFeatures() =>
        _random.Next(3) > 0 ? [] : [.. Some(Enum.GetValues<AccessibilityFeature>()).Where(feature => feature != AccessibilityFeature.Unspecified)];

    private Period? AnyPeriod()
    {
        var start = Today.AddDays(_random.Next(-200, 100));
        return _random.Next(4) switch
        {
            0 => null,
            1 => new Period(start, null),
            2 => new Period(null, start.AddDays(150)),
            _ => new Period(start, start.AddDays(_random.Next(250))),
        };
    }

    private string Words(int most) => string.Join(' ', Enumerable.Range(0, _random.Next(1, most + 1)).Select(_ => One(s_words)));

    /// <summary>Somebody else who asks the same records: stored or not, with needs, choices and wishes.</summary>
    public (Asker Asker, MatchPreferences Preferences) MakeQuestion(CatalogueView view)
    {
        var isDraft = _random.Next(4) == 0;
        var holder = isDraft ? null : view.FindActor(AnyActor())?.Record;
        var host = _random.Next(4) == 0 ? view.FindActor(AnyActor())?.Record : null;
        var initiative = MakeInitiative("question") with
        {
            Holder = holder?.Id,
            HostedBy = host?.Id,
            Pins = [.. Enumerable.Range(0, _random.Next(4)).Select(_ => new Pin(AnyCandidate(), "Voyez cela", "camille", default))],
        };
        initiative = isDraft ? initiative with { Id = new InitiativeId(string.Empty) } : initiative;
        var needs = initiative.Needs.Length > 1 && _random.Next(3) == 0 ? [initiative.Needs[0] with { Commune = One(s_communes) }] : initiative.Needs;
        return (
            new Asker(initiative, holder, holder?.Kind ?? (_random.Next(2) == 0 ? ActorKind.Unspecified : Any<ActorKind>()), host, needs),
            new MatchPreferences(
                new Wishes(_random.Next(6) == 0 ? Some(Enum.GetValues<ActorKind>()) : [], _random.Next(6) == 0 ? Some(Enum.GetValues<ResourceKind>()) : [], _random.Next(5) == 0),
                _random.Next(3) == 0,
                _random.Next(3) == 0,
                _random.Next(3) == 0 ? Some(Themes.Codes) : []));
    }

    /// <summary>Name of a candidate, which may be none.</summary>
    public string AnyCandidate() => One([$"actors/actor-{_random.Next(62 * scale)}", $"resources/resource-{_random.Next(82 * scale)}", $"fundingCalls/call-{_random.Next(82 * scale)}", $"hostingOffers/offer-{_random.Next(41 * scale)}"]);

    public int Number(int below) => _random.Next(below);

    private T One<T>(IReadOnlyList<T> values) => values[_random.Next(values.Count)];

    private T Any<T>()
        where T : struct, Enum =>
        One(Enum.GetValues<T>());

    private ImmutableArray<T> Some<T>(IReadOnlyList<T> values) => [.. Enumerable.Range(0, _random.Next(4)).Select(_ => One(values)).Distinct()];
}
