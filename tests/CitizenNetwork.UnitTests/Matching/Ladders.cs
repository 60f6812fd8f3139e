using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Ranking;
using static CitizenNetwork.UnitTests.Samples;
using Resource = CitizenNetwork.Domain.Resources.Resource;

namespace CitizenNetwork.UnitTests.Matching;

/// <summary>What each signal declares never to be worse: the same candidate in one world after the other, each step better than the last.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="Name">What gets better.</param>
/// <param name="Candidate">The candidate.</param>
/// <param name="Steps">From the worst to the best.</param>
internal sealed record Ladder(Signal Signal, string Name, string Candidate, ImmutableArray<World> Steps)
{
    private static readonly WaysOfWorking s_ours = new(Pace.Fast, [WorkingHours.Evenings], Formality.Informal, DecisionMode.Consensus);

    public static ImmutableArray<Ladder> All { get; } =
    [
        OfRoom(Signal.NeedFit, "more of the quantity", [5, 10, 20, 40, 80], (room, places) => room with { Capacity = new Quantity(places, "place") }, Need("salle", NeedKind.Room) with { Quantity = new Quantity(40, "place") }),
        OfRoom(Signal.NeedFit, "nearer to what is lacking", [ResourceKind.Vehicle, ResourceKind.Room, ResourceKind.DialogueSpace], (room, kind) => room with { Kind = kind }, Need("agora", NeedKind.DialogueSpace)),
        OfRoom(Signal.NeedFit, "less to pay", [Cost.Paid, Cost.Unspecified, Cost.Free], (room, cost) => room with { Cost = cost }, Need("salle", NeedKind.Room)),
        OfCall(Signal.NeedFit, "more of the amount", [100_00, 500_00, 1_000_00, 2_000_00], (call, cents) => call with { MaxAmountCents = cents }, Need("argent", NeedKind.Funding) with { AmountCents = 1_000_00 }),
        OfActor<string[]>(Signal.Themes, "more shared themes", [["digital"], ["digital", "mobility"], ["culture", "mobility"], ["culture", "food", "mobility"]], (actor, themes) => actor with { Themes = [.. themes] }, world => world.OnThemes("mobility", "culture", "food")),
        OfRoom(Signal.Distance, "nearer", [Paris, Nantes, Cholet, Saumur, Trelaze, Angers], (room, commune) => room with { Commune = commune }),
        OfRoom<Phase[]>(Signal.Phase, "sooner useful", [[Phase.Realisation], [Phase.Consolidation], [Phase.Emergence]], (room, phases) => room with { UsefulPhases = [.. phases] }),
        OfActor(Signal.Text, "more shared words", ["Chorale du soir", "Chorale et vélos", "Réparer vélos"], (actor, name) => actor with { DisplayName = name }),
        new(Signal.Freshness, "later changed", "resources/salle", [.. new[] { 900, 600, 400, 200, 0 }.Select(days => new World { Resources = [Resource("salle")] }.Updated("resources/salle", Today.AddDays(-days)))]),
        OfRoom(Signal.Completeness, "more is said", [0, 1, 2, 3], (room, said) => room with
        {
            Description = said > 0 ? "Une grande salle claire, avec des tables, des chaises et une petite cuisine." : string.Empty,
            Themes = said > 1 ? ["culture"] : [],
            StreetAddress = said > 2 ? "2 place Haute" : string.Empty,
        }),
        OfRoom<PerimeterCode>(Signal.TerritoryLevel, "finer territory", [PerimeterCode.France, PaysDeLaLoire, MaineEtLoire, AngersLoireMetropole, Angers], (room, area) => room with { ServedArea = [area] }),
        OfCall(Signal.Effort, "less to do", [40, 20, 10, 4, 1], (call, pages) => call with { Effort = new Effort(pages, 4, 60, 0) }),
        OfCall(Signal.Effort, "a lighter frame", [Flexibility.Strict, Flexibility.Standard, Flexibility.Light], (call, frame) => call with { Flexibility = frame }),
        OfActor(Signal.Ess, "more surely of the ESS", [EssBasis.None, EssBasis.Unspecified, EssBasis.Esus], (actor, basis) => actor with { Kind = ActorKind.Company, EssBasis = basis }),
        OfActor<string[]>(Signal.PriorityTheme, "more priorities", [["digital"], ["food"], ["food", "health"]], (actor, themes) => actor with { Themes = [.. themes] }, world => world with { Preferences = MatchPreferences.None with { PriorityThemes = ["food", "health"] } }),
        OfActor(Signal.WaysOfWorking, "more in common", [
            new(Pace.Slow, [WorkingHours.Daytime], Formality.Formal, DecisionMode.Board),
            new(Pace.Steady, [WorkingHours.Daytime], Formality.Formal, DecisionMode.Board),
            new(Pace.Steady, [WorkingHours.Daytime, WorkingHours.Evenings], Formality.Light, DecisionMode.Board),
            s_ours], (actor, ways) => actor with { WaysOfWorking = ways }, world => world with { Holder = world.Holder! with { WaysOfWorking = s_ours } }),
        Reciprocity(),
    ];

    public override string ToString() => $"{Signal}: {Name}";

    private static Ladder Reciprocity()
    {
        Resource Owned(string id, string owner, ResourceKind kind, params string[] themes) => Resource(id) with { Owner = new(owner), Kind = kind, Themes = [.. themes] };
        Initiative theirs = Initiative("repas") with { Holder = new("owner"), Needs = [Need("triporteur", NeedKind.Vehicle) with { Themes = ["food"] }, Need("benevoles", NeedKind.Volunteers)] };
        World oneWay = new World { Known = [theirs], Resources = [Owned("salle", "owner", ResourceKind.Room)] }.Needing(Need("salle", NeedKind.Room) with { Themes = ["mobility"] });
        World both = oneWay with { Resources = [.. oneWay.Resources, Owned("triporteur", "holder", ResourceKind.Vehicle, "health")] };
        World themed = oneWay with { Resources = [.. oneWay.Resources, Owned("triporteur", "holder", ResourceKind.Vehicle, "food")] };
        World more = themed with { Resources = [.. themed.Resources, Owned("equipe", "holder", ResourceKind.Volunteer)] };
        return new(Signal.Reciprocity, "more brought both ways", "actors/owner", [oneWay, both, themed, more]);
    }

    private static Ladder OfRoom<T>(Signal signal, string name, T[] steps, Func<Resource, T, Resource> change, params Need[] needs) =>
        new(signal, name, "resources/salle", [.. steps.Select(step => new World { Resources = [change(Resource("salle"), step)] }.Needing(needs))]);

    private static Ladder OfCall<T>(Signal signal, string name, T[] steps, Func<FundingCall, T, FundingCall> change, params Need[] needs) =>
        new(signal, name, "fundingCalls/appel", [.. steps.Select(step => new World { Calls = [change(FundingCall("appel"), step)] }.Needing(needs))]);

    private static Ladder OfActor<T>(Signal signal, string name, T[] steps, Func<Actor, T, Actor> change, Func<World, World>? given = null) =>
        new(signal, name, "actors/ruche", [.. steps.Select(step => (given ?? (world => world))(new World { Actors = [change(Actor("ruche"), step)] }))]);
}
