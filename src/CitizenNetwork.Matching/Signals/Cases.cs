using System.Collections.Immutable;
using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.Matching.Signals;

/// <summary>
/// Every case that a reason or a plain note can have, with the kinds of its data in order. A test holds answers against
/// it, and the tests of the texts ask it which sentences there must be.
/// </summary>
public static class Cases
{
    /// <summary>Cases of each signal.</summary>
    public static ImmutableArray<(Signal Signal, string Case, ImmutableArray<DatumKind> Data)> OfSignals { get; } =
    [
        (Signal.NeedFit, "resource", [DatumKind.Text, DatumKind.Term]),
        (Signal.NeedFit, "resource-close", [DatumKind.Text, DatumKind.Term, DatumKind.Term]),
        (Signal.NeedFit, "resource-quantity", [DatumKind.Text, DatumKind.Term, DatumKind.Number, DatumKind.Text, DatumKind.Number]),
        (Signal.NeedFit, "resource-part", [DatumKind.Text, DatumKind.Term, DatumKind.Number, DatumKind.Text, DatumKind.Number]),
        (Signal.NeedFit, "resource-period", [DatumKind.Text, DatumKind.Term, DatumKind.Date, DatumKind.Date]),
        (Signal.NeedFit, "funding", [DatumKind.Text]),
        (Signal.NeedFit, "funding-covers", [DatumKind.Text, DatumKind.AmountCents, DatumKind.AmountCents]),
        (Signal.NeedFit, "funding-part", [DatumKind.Text, DatumKind.AmountCents, DatumKind.AmountCents]),
        (Signal.NeedFit, "funding-below", [DatumKind.Text, DatumKind.AmountCents, DatumKind.AmountCents]),
        (Signal.NeedFit, "host", [DatumKind.Text, DatumKind.Term, DatumKind.BasisPoints]),
        (Signal.NeedFit, "host-no-need", [DatumKind.Term, DatumKind.BasisPoints]),
        (Signal.NeedFit, "partner", [DatumKind.Text]),
        (Signal.NeedFit, "partner-serves", [DatumKind.Text, DatumKind.Term]),
        (Signal.NeedFit, "partner-role", [DatumKind.Text, DatumKind.Term]),
        (Signal.NeedFit, "partner-kind", [DatumKind.Text, DatumKind.Term]),
        (Signal.NeedFit, "none", []),
        (Signal.NeedFit, "unknown", []),
        .. Lists(Signal.Themes, DatumKind.Theme),
        (Signal.Themes, "many", [DatumKind.Theme, DatumKind.Theme, DatumKind.Theme, DatumKind.Number]),
        (Signal.Themes, "none", [DatumKind.Theme]),
        (Signal.Themes, "unknown", []),
        (Signal.Distance, "same-commune", [DatumKind.Perimeter]),
        (Signal.Distance, "near", [DatumKind.Metres, DatumKind.Perimeter]),
        (Signal.Distance, "far", [DatumKind.Metres, DatumKind.Perimeter]),
        (Signal.Distance, "remote", []),
        (Signal.Distance, "unknown", []),
        (Signal.Phase, "any", []),
        (Signal.Phase, "useful", [DatumKind.Term]),
        (Signal.Phase, "next", [DatumKind.Term, DatumKind.Term]),
        (Signal.Phase, "other", [DatumKind.Term, DatumKind.Term]),
        (Signal.Phase, "role-now", [DatumKind.Term, DatumKind.Term]),
        (Signal.Phase, "role-later", [DatumKind.Term, DatumKind.Term, DatumKind.Term]),
        (Signal.Phase, "role-even", [DatumKind.Term]),
        .. Lists(Signal.Text, DatumKind.Text),
        (Signal.Text, "chosen-one", [DatumKind.Text]),
        (Signal.Text, "chosen-two", [DatumKind.Text, DatumKind.Text]),
        (Signal.Text, "chosen-three", [DatumKind.Text, DatumKind.Text, DatumKind.Text]),
        (Signal.Text, "near", [DatumKind.Text, DatumKind.Text]),
        (Signal.Text, "related", []),
        (Signal.Text, "none", []),
        (Signal.Freshness, "recent", [DatumKind.Date]),
        (Signal.Freshness, "aging", [DatumKind.Date]),
        (Signal.Freshness, "old", [DatumKind.Date]),
        (Signal.Freshness, "unknown", []),
        (Signal.Completeness, "complete", [DatumKind.Number]),
        (Signal.Completeness, "partial", [DatumKind.Number]),
        (Signal.Completeness, "poor", [DatumKind.Number]),
        (Signal.TerritoryLevel, "commune", [DatumKind.Perimeter]),
        (Signal.TerritoryLevel, "epci", [DatumKind.Perimeter]),
        (Signal.TerritoryLevel, "departement", [DatumKind.Perimeter]),
        (Signal.TerritoryLevel, "region", [DatumKind.Perimeter]),
        (Signal.TerritoryLevel, "country", [DatumKind.Perimeter]),
        (Signal.TerritoryLevel, "unknown", []),
        (Signal.Effort, "pages-documents-days", [DatumKind.Number, DatumKind.Number, DatumKind.Number]),
        (Signal.Effort, "pages-documents", [DatumKind.Number, DatumKind.Number]),
        (Signal.Effort, "pages-days", [DatumKind.Number, DatumKind.Number]),
        (Signal.Effort, "pages", [DatumKind.Number]),
        (Signal.Effort, "documents-days", [DatumKind.Number, DatumKind.Number]),
        (Signal.Effort, "documents", [DatumKind.Number]),
        (Signal.Effort, "days", [DatumKind.Number]),
        (Signal.Effort, "light-frame", []),
        (Signal.Effort, "strict-frame", []),
        (Signal.Effort, "unknown", []),
        (Signal.Ess, "ess", [DatumKind.Text]),
        (Signal.Ess, "not-ess", [DatumKind.Text]),
        (Signal.Ess, "unknown", []),
        .. Lists(Signal.PriorityTheme, DatumKind.Theme),
        (Signal.PriorityTheme, "many", [DatumKind.Theme, DatumKind.Theme, DatumKind.Theme, DatumKind.Number]),
        (Signal.PriorityTheme, "none", []),
        (Signal.PriorityTheme, "unknown", []),
        (Signal.Reciprocity, "both", [DatumKind.Text, DatumKind.Text, DatumKind.Text, DatumKind.Text]),
        (Signal.Reciprocity, "they-bring", [DatumKind.Text, DatumKind.Text]),
        (Signal.Reciprocity, "you-bring", [DatumKind.Text, DatumKind.Text]),
        (Signal.Reciprocity, "none", []),
        (Signal.Reciprocity, "unknown", []),
        .. Lists(Signal.WaysOfWorking, DatumKind.Term),
        (Signal.WaysOfWorking, "many", [DatumKind.Term, DatumKind.Term, DatumKind.Term, DatumKind.Number]),
        (Signal.WaysOfWorking, "different", [DatumKind.Term, DatumKind.Term]),
        (Signal.WaysOfWorking, "unknown", []),
    ];

    /// <summary>Cases of the notes that no criterion explains.</summary>
    public static ImmutableArray<(string Case, ImmutableArray<DatumKind> Data)> OfNotes { get; } =
    [
        ("next-phase", [DatumKind.Term]),
        ("phase-ends", [DatumKind.Term]),
        ("role-next", [DatumKind.Term, DatumKind.Term]),
        ("role-ends", [DatumKind.Term, DatumKind.Term]),
        ("opens", [DatumKind.Date]),
        ("closes-soon", [DatumKind.Date]),
        ("paid", [DatumKind.AmountCents]),
        ("paid-unknown", []),
        ("access-condition", [DatumKind.Text]),
        ("co-funding", [DatumKind.Number]),
        ("hours-apart", [DatumKind.Term, DatumKind.Term]),
        ("moved-owner", [DatumKind.Text]),
        ("moved-place", [DatumKind.Text]),
        ("moved-point", []),
    ];

    private static ImmutableArray<(Signal Signal, string Case, ImmutableArray<DatumKind> Data)> Lists(Signal signal, DatumKind kind) =>
        [(signal, "one", [kind]), (signal, "two", [kind, kind]), (signal, "three", [kind, kind, kind])];
}
