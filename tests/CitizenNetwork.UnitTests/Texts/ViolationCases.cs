using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Domain.Themes;
using static CitizenNetwork.Domain.Refusals.Datum;

namespace CitizenNetwork.UnitTests.Texts;

/// <summary>At least three violations of every code: made by the rules where the domain makes them, else as the server does.</summary>
internal static class ViolationCases
{
    /// <summary>Codes whose sentence quotes what the caller wrote or may write.</summary>
    public static ImmutableArray<ViolationCode> Quoting { get; } =
    [
        ViolationCode.BadId, ViolationCode.BadName, ViolationCode.UnknownRecord, ViolationCode.UnknownCommune, ViolationCode.UnknownPerimeter,
        ViolationCode.UnknownEnumValue, ViolationCode.UnknownField, ViolationCode.ReadOnly,
    ];

    public static ImmutableArray<FieldViolation> All { get; } =
    [
        .. Made(),
        .. AsTheServer(ViolationCode.BadId, [Datum.Text(Slug.Pattern), Datum.Text("La Ruche")], [Datum.Text(Slug.Pattern), Datum.Text("a+b")], [Datum.Text(Slug.Pattern), Datum.Text("49007")]),
        .. AsTheServer(ViolationCode.BadName, [Datum.Text($"actors/{Slug.Pattern}"), Datum.Text("ruche")], [Datum.Text($"actors/{Slug.Pattern}"), Datum.Text("actors/A")], [Datum.Text($"resources/{Slug.Pattern}"), Datum.Text("actors/ruche")]),
        .. AsTheServer(ViolationCode.UnknownRecord, [Name("actors/ruche")], [Name("resources/salle")], [Name("fundingCalls/appel")]),
        .. AsTheServer(ViolationCode.UnknownEnumValue, [Number(99), Datum.Text("ACTOR_KIND_INDIVIDUAL, ACTOR_KIND_COMPANY")], [Number(-1), Datum.Text("PHASE_EMERGENCE")], [Number(1_000_000), Datum.Text("COST_FREE, COST_PAID")]),
        .. AsTheServer(ViolationCode.BadDate, [Datum.Text("30/11/2026")], [Datum.Text("2026-02-30")], [Datum.Text("demain")]),
        .. AsTheServer(ViolationCode.InvalidText, [], [], []),
        .. AsTheServer(ViolationCode.UnknownField, [Datum.Text("nom"), Datum.Text("display_name, kind")], [Datum.Text("a.b"), Datum.Text("title")], [Datum.Text("x"), Datum.Text("sentence, commune")]),
        .. AsTheServer(ViolationCode.BadPageToken, [], [], []),
        .. AsTheServer(ViolationCode.BadEtag, [Datum.Text("abc")], [Datum.Text("-1")], [Datum.Text("1.5")]),
        .. AsTheServer(ViolationCode.RequestIdReused, [Datum.Text("0b9d3c7e")], [Datum.Text("1")], [Datum.Text("f00d")]),
        .. AsTheServer(ViolationCode.BadRequestId, [Datum.Text("1")], [Datum.Text("abc")], [Datum.Text("0b9d3c7e-")]),
        .. AsTheServer(ViolationCode.NotItself, [], [], []),
        .. AsTheServer(ViolationCode.NamesThePerson, [], [], []),
        .. AsTheServer(ViolationCode.OwnKey, [], [], []),
        .. AsTheServer(ViolationCode.NotInFuture, [Datum.Text("2026-11-23T10:00:00Z")], [Datum.Text("1970-01-01T00:00:00Z")], [Datum.Text("2025-12-31T23:59:59Z")]),
        .. AsTheServer(ViolationCode.NotInSync, [Datum.Text("actors"), Datum.Text("resources")], [Datum.Text("initiatives"), Datum.Text("actors, resources")], [Datum.Text("fundingCalls"), Datum.Text("hostingOffers")]),
        .. AsTheServer(ViolationCode.ReadOnly, [Datum.Text("name")], [Datum.Text("etag")], [Datum.Text("phase")]),
        .. AsTheServer(ViolationCode.UnknownCentre, [Datum.Text("Papeete")], [Datum.Text("L’Oie")], [Datum.Text("Nouméa")]),
        .. AsTheServer(ViolationCode.NoWeight, [Term(Signal.Phase), Term(MatchCategory.Partner)], [Term(Signal.Effort), Term(MatchCategory.Host)], [Term(Signal.Distance), Term(MatchCategory.Funding)]),
        .. AsTheServer(ViolationCode.AllZero, [Term(MatchCategory.Partner)], [Term(MatchCategory.Funding)], [Term(MatchCategory.Resource)]),
        .. AsTheServer(ViolationCode.NotBelow, [AmountCents(1_000_00), AmountCents(500_00)], [AmountCents(1_234_56), AmountCents(1)], [AmountCents(1_000_000_00), AmountCents(999_999_99)]),
        .. AsTheServer(ViolationCode.BadCheckDigit, [Datum.Text("2"), Datum.Text("3")], [Datum.Text("0"), Datum.Text("9")], [Datum.Text("7"), Datum.Text("1")]),
        .. AsTheServer(ViolationCode.BadPattern, [Datum.Text("123456782")], [Datum.Text("W491234567")], [Datum.Text("https://www.exemple.fr/aide")]),
        .. AsTheServer(ViolationCode.NotApplicable, [Term(Cost.Paid)], [Term(ResourceKind.Volunteer)], [Term(NeedKind.Funding)]),
    ];

    private static ImmutableArray<FieldViolation> Made()
    {
        Violations made = new();
        ThemeList themes = new([new("mobility", "mobilité", "mobility", ""), new("food", "alimentation", "food", "")]);
        made.Text("required[0]", "", 1, 5);
        made.Text("required[1]", " ", 5, 500);
        made.Required("required[2]", ActorKind.Unspecified);
        made.Text("short[0]", "Vélo", 5, 500);
        made.Text("short[1]", "a", 2, 500);
        made.Text("short[2]", "a", 1_500, 5_000);
        made.Text("long[0]", "abc", 0, 2);
        made.Text("long[1]", new string('a', 151), 1, 150);
        made.Text("long[2]", new string('a', 5_001), 0, 5_000);
        made.Count("many[0]", 13, 12);
        made.Count("many[1]", 51, 50);
        made.Count("many[2]", 2_000, 1_000);
        made.Commune("commune[0]", new PerimeterCode("COM-99999"), Spoken.Territories);
        made.Commune("commune[1]", new PerimeterCode("Trelaze"), Spoken.Territories);
        made.Commune("commune[2]", new PerimeterCode("DEP-49"), Spoken.Territories);
        made.Perimeters("perimeter", [new PerimeterCode("DEP-999"), new PerimeterCode("EPCI-1"), new PerimeterCode("Anjou")], Spoken.Territories);
        made.ThemeCodes("theme", ["velo", "food!", "MOBILITY"], themes);
        made.Range("range[0]", -1, 0, 100);
        made.Range("range[1]", 101, 1, 100);
        made.Amount("range[2]", -1);
        made.Amount("range[3]", Limits.MaxAmountCents + 1);
        InitiativeRules.CheckPhase(Phase.Consolidation, SubState.Idea, "range[4].", made);
        InitiativeRules.CheckPhase(Phase.Emergence, SubState.Running, "range[5].", made);
        made.Period("period[0]", new Period(new DateOnly(2026, 12, 1), new DateOnly(2026, 11, 30)));
        made.Period("period[1]", new Period(new DateOnly(2026, 2, 1), new DateOnly(2026, 1, 1)));
        made.Period("period[2]", new Period(new DateOnly(2027, 1, 1), new DateOnly(2026, 1, 1)));
        made.Terms("twice", [Phase.Emergence, Phase.Emergence, Phase.Emergence]);
        made.Terms("again", [ActorKind.Company, ActorKind.Mutual, ActorKind.Company]);
        return made.ToImmutable();
    }

    private static IEnumerable<FieldViolation> AsTheServer(ViolationCode code, params ImmutableArray<Datum>[] data) =>
        data.Select((given, i) => new FieldViolation($"field[{i}]", code, given));
}
