using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Resources;
using static CitizenNetwork.Domain.Refusals.Datum;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Texts;

/// <summary>Every case of the signals and of the plain notes, with data such as matching gives.</summary>
internal static class ReasonCases
{
    private static readonly Datum s_need = Datum.Text("Salle 40 places");
    private static readonly DateOnly s_first = new(2027, 5, 1);
    private static readonly DateOnly s_later = new(2027, 5, 13);

    public static ImmutableArray<(Signal Signal, string Case, ImmutableArray<Datum> Data)> OfSignals { get; } =
    [
        (Signal.NeedFit, "resource", [s_need, Term(ResourceKind.Room)]),
        (Signal.NeedFit, "resource-close", [s_need, Term(NeedKind.DialogueSpace), Term(ResourceKind.Room)]),
        (Signal.NeedFit, "resource-quantity", [s_need, Term(ResourceKind.Room), Number(1_200), Datum.Text("place"), Number(30)]),
        (Signal.NeedFit, "resource-part", [s_need, Term(ResourceKind.Equipment), Number(20), Datum.Text("chaise"), Number(50)]),
        (Signal.NeedFit, "resource-period", [s_need, Term(ResourceKind.Vehicle), Date(s_first), Date(s_later)]),
        (Signal.NeedFit, "funding", [s_need]),
        (Signal.NeedFit, "funding-covers", [s_need, AmountCents(3_000_00), AmountCents(5_000_00)]),
        (Signal.NeedFit, "funding-part", [s_need, AmountCents(8_000_00), AmountCents(5_000_50)]),
        (Signal.NeedFit, "funding-below", [s_need, AmountCents(800_00), AmountCents(2_000_00)]),
        (Signal.NeedFit, "host", [s_need, Term(HostedAct.BankAccount), BasisPoints(550)]),
        (Signal.NeedFit, "host-no-need", [Term(HostedAct.Grants), BasisPoints(800)]),
        (Signal.NeedFit, "partner", [s_need]),
        (Signal.NeedFit, "partner-serves", [s_need, Term(ActorKind.InformalCollective)]),
        (Signal.NeedFit, "partner-role", [s_need, Term(ActorRole.Funder)]),
        (Signal.NeedFit, "partner-kind", [s_need, Term(ActorKind.SupportStructure)]),
        (Signal.NeedFit, "none", []),
        (Signal.NeedFit, "unknown", []),
        .. Themes(Signal.Themes),
        (Signal.Themes, "none", [Theme("health")]),
        (Signal.Distance, "same-commune", [Perimeter(Angers)]),
        (Signal.Distance, "near", [Metres(6_400), Perimeter(Trelaze)]),
        (Signal.Distance, "far", [Metres(48_300), Perimeter(Saumur)]),
        (Signal.Distance, "remote", []),
        (Signal.Distance, "unknown", []),
        (Signal.Phase, "any", []),
        (Signal.Phase, "useful", [Term(Phase.Emergence)]),
        (Signal.Phase, "next", [Term(Phase.Emergence), Term(Phase.Consolidation)]),
        (Signal.Phase, "other", [Term(Phase.Emergence), Term(Phase.Realisation)]),
        (Signal.Phase, "role-now", [Term(ActorKind.SupportStructure), Term(Phase.Emergence)]),
        (Signal.Phase, "role-later", [Term(ActorRole.Funder), Term(Phase.Emergence), Term(Phase.Consolidation)]),
        (Signal.Phase, "role-even", [Term(ActorKind.Company)]),
        (Signal.Text, "one", [Datum.Text("vélos")]),
        (Signal.Text, "two", [Datum.Text("vélos"), Datum.Text("réparation")]),
        (Signal.Text, "three", [Datum.Text("vélos"), Datum.Text("réparation"), Datum.Text("atelier")]),
        (Signal.Text, "chosen-one", [Datum.Text("vélos")]),
        (Signal.Text, "chosen-two", [Datum.Text("vélos"), Datum.Text("réparation")]),
        (Signal.Text, "chosen-three", [Datum.Text("vélos"), Datum.Text("réparation"), Datum.Text("atelier")]),
        (Signal.Text, "near", [Datum.Text("vélo"), Datum.Text("cycles")]),
        (Signal.Text, "related", []),
        (Signal.Text, "none", []),
        (Signal.Freshness, "recent", [Date(s_later)]),
        (Signal.Freshness, "aging", [Date(s_first)]),
        (Signal.Freshness, "old", [Date(new DateOnly(2023, 8, 31))]),
        (Signal.Freshness, "unknown", []),
        (Signal.Completeness, "complete", [Number(90)]),
        (Signal.Completeness, "partial", [Number(55)]),
        (Signal.Completeness, "poor", [Number(20)]),
        (Signal.TerritoryLevel, "commune", [Perimeter(Angers)]),
        (Signal.TerritoryLevel, "epci", [Perimeter(AngersLoireMetropole)]),
        (Signal.TerritoryLevel, "departement", [Perimeter(MaineEtLoire)]),
        (Signal.TerritoryLevel, "region", [Perimeter(PaysDeLaLoire)]),
        (Signal.TerritoryLevel, "country", [Perimeter(Domain.Territories.PerimeterCode.France)]),
        (Signal.TerritoryLevel, "unknown", []),
        (Signal.Effort, "pages-documents", [Number(4), Number(3)]),
        (Signal.Effort, "pages-documents-days", [Number(4), Number(3), Number(60)]),
        (Signal.Effort, "pages", [Number(4)]),
        (Signal.Effort, "pages-days", [Number(4), Number(60)]),
        (Signal.Effort, "documents", [Number(3)]),
        (Signal.Effort, "documents-days", [Number(3), Number(60)]),
        (Signal.Effort, "days", [Number(60)]),
        (Signal.Effort, "light-frame", []),
        (Signal.Effort, "strict-frame", []),
        (Signal.Effort, "unknown", []),
        (Signal.Ess, "ess", [Datum.Text("La Ruche")]),
        (Signal.Ess, "not-ess", [Datum.Text("Transports Martin")]),
        (Signal.Ess, "unknown", []),
        .. Themes(Signal.PriorityTheme),
        (Signal.PriorityTheme, "none", []),
        (Signal.Reciprocity, "both", [Datum.Text("Salle des fêtes"), s_need, Datum.Text("Triporteur"), Datum.Text("Livrer des repas")]),
        (Signal.Reciprocity, "they-bring", [Datum.Text("Salle des fêtes"), s_need]),
        (Signal.Reciprocity, "you-bring", [Datum.Text("Triporteur"), Datum.Text("Livrer des repas")]),
        (Signal.Reciprocity, "none", []),
        (Signal.Reciprocity, "unknown", []),
        (Signal.WaysOfWorking, "one", [Term(WorkingHours.Evenings)]),
        (Signal.WaysOfWorking, "two", [Term(WorkingHours.Evenings), Term(Pace.Slow)]),
        (Signal.WaysOfWorking, "three", [Term(WorkingHours.Weekends), Term(Pace.Fast), Term(Formality.Light)]),
        (Signal.WaysOfWorking, "many", [Term(WorkingHours.Daytime), Term(Pace.Steady), Term(Formality.Formal), Number(1)]),
        (Signal.WaysOfWorking, "different", [Term(DecisionMode.Consensus), Term(DecisionMode.Board)]),
        (Signal.WaysOfWorking, "unknown", []),
    ];

    public static ImmutableArray<(string Case, ImmutableArray<Datum> Data)> OfNotes { get; } =
    [
        ("next-phase", [Term(Phase.Consolidation)]),
        ("phase-ends", [Term(Phase.Realisation)]),
        ("role-next", [Term(ActorRole.Host), Term(Phase.Consolidation)]),
        ("role-ends", [Term(ActorKind.LocalAuthority), Term(Phase.Realisation)]),
        ("opens", [Date(s_first)]),
        ("closes-soon", [Date(s_later)]),
        ("paid", [AmountCents(20_00)]),
        ("paid-unknown", []),
        ("access-condition", [Datum.Text("caution à verser")]),
        ("co-funding", [Number(20)]),
        ("hours-apart", [Term(WorkingHours.Evenings), Term(WorkingHours.Daytime)]),
        ("moved-owner", [Datum.Text("Ville d’Angers")]),
        ("moved-place", [Datum.Text("2 place Haute")]),
        ("moved-point", []),
    ];

    private static ImmutableArray<(Signal Signal, string Case, ImmutableArray<Datum> Data)> Themes(Signal signal) =>
    [
        (signal, "one", [Theme("mobility")]),
        (signal, "two", [Theme("mobility"), Theme("youth")]),
        (signal, "three", [Theme("mobility"), Theme("youth"), Theme("food")]),
        (signal, "many", [Theme("mobility"), Theme("youth"), Theme("food"), Number(2)]),
        (signal, "unknown", []),
    ];
}
