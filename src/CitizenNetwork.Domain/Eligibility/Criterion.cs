using System.Collections.Immutable;
using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.Domain.Eligibility;

/// <summary>A hard condition; never part of a score. Numbers are those of the API; the order is the order of the gates.</summary>
public enum Criterion
{
    Unspecified = 0,
    NotOneself = 1,
    Solicitable = 2,
    ServedArea = 3,
    ExcludedArea = 4,
    Dates = 5,
    LegalPerson = 6,
    ActorKind = 7,
    Nature = 8,
    GeneralInterest = 9,
    EssRequired = 10,
    EssCandidate = 11,
    Capacity = 12,
    Amount = 13,
    Membership = 14,
    Emerging = 15,
    Owner = 16,
    KindAsked = 17,
    Audience = 18,
    Accessibility = 19,
}

/// <summary>How a criterion stands. Unknown passes, with a note.</summary>
public enum CriterionOutcome
{
    Met = 1,
    NotMet = 2,
    Unknown = 3,
}

/// <summary>One field that would have to be otherwise.</summary>
/// <param name="Record">Resource name of the record to change.</param>
/// <param name="Field">Its field, as an update mask names it.</param>
/// <param name="Value">The value that lifts the criterion, as the field is written in JSON; null: any host that fits.</param>
/// <param name="Data">Data of the sentence, for which the criterion and the case give the words.</param>
public sealed record Change(string Record, string Field, string? Value, ImmutableArray<Datum> Data);

/// <summary>How one criterion stands for one candidate.</summary>
/// <param name="Criterion">The criterion.</param>
/// <param name="Outcome">Its outcome.</param>
/// <param name="Case">Which of the criterion's situations it is; it selects the words. Empty: the only one.</param>
/// <param name="Changes">What lifts it, all of them together; empty when nothing a person could do does.</param>
/// <param name="Data">Data of the sentence.</param>
public sealed record CriterionResult(Criterion Criterion, CriterionOutcome Outcome, string Case, ImmutableArray<Change> Changes, ImmutableArray<Datum> Data);
