using System.Collections.Immutable;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.Domain.Initiatives;

/// <summary>What an initiative's record and its changes must fulfil.</summary>
public static class InitiativeRules
{
    /// <summary>Fewest characters of the sentence.</summary>
    public const int MinSentenceLength = 5;

    /// <summary>Most characters of the sentence.</summary>
    public const int MaxSentenceLength = 500;

    /// <summary>Most needs, closed ones included.</summary>
    public const int MaxNeeds = 50;

    /// <summary>Most candidates put first.</summary>
    public const int MaxPins = 20;

    /// <summary>Characters of a need's description.</summary>
    public const int MaxNeedDescriptionLength = 2_000;

    /// <summary>Characters of an author's name.</summary>
    public const int MaxAuthorLength = 100;

    private static readonly ImmutableArray<SubState> s_emergence = [SubState.Idea, SubState.Desire, SubState.Proposal];
    private static readonly ImmutableArray<SubState> s_consolidation = [SubState.ActionPlan];
    private static readonly ImmutableArray<SubState> s_realisation = [SubState.Running, SubState.Sustained, SubState.Closed];

    /// <summary>Sub-states of a phase; the first one is taken when a caller names none.</summary>
    public static ImmutableArray<SubState> SubStatesOf(Phase phase) => phase switch
    {
        Phase.Emergence => s_emergence,
        Phase.Consolidation => s_consolidation,
        Phase.Realisation => s_realisation,
        _ => [],
    };

    /// <summary>Adds every wrong field of <paramref name="initiative"/>; <paramref name="at"/> is its path in the request.</summary>
    public static void Check(Initiative initiative, string at, Reference reference, Violations violations)
    {
        violations.Text($"{at}.sentence", initiative.Sentence, MinSentenceLength, MaxSentenceLength);
        violations.Text($"{at}.title", initiative.Title, 0, Limits.MaxTitleLength);
        violations.Text($"{at}.description", initiative.Description, 0, Limits.MaxDescriptionLength);
        violations.Commune($"{at}.commune", initiative.Commune, reference.Territories);
        violations.ThemeCodes($"{at}.themes", initiative.Themes, reference.Themes);
        if (initiative is { Holder: null, Visibility: Visibility.Network or Visibility.Private })
        {
            // Nobody would see it but administrators: it is by its holder that a network and its members do.
            violations.Add($"{at}.holder", ViolationCode.Required);
        }

        violations.Audience($"{at}.audience", initiative.Audience);
        violations.Terms($"{at}.required_accessibility", initiative.RequiredAccessibility);
        CheckPhase(initiative.Phase, initiative.SubState, $"{at}.", violations);
        violations.Count($"{at}.needs", initiative.Needs.Length, MaxNeeds);
        for (var i = 0; i < Math.Min(initiative.Needs.Length, MaxNeeds); i++)
        {
            CheckNeed(initiative.Needs[i], $"{at}.needs[{i}]", reference, violations);
            if (initiative.Needs.Take(i).Any(earlier => string.Equals(earlier.Id, initiative.Needs[i].Id, StringComparison.Ordinal)))
            {
                violations.Add($"{at}.needs[{i}].name", ViolationCode.Duplicate, Datum.Text(initiative.Needs[i].Id));
            }
        }
    }

    /// <summary>Adds every wrong field of a need.</summary>
    public static void CheckNeed(Need need, string at, Reference reference, Violations violations)
    {
        violations.Required($"{at}.kind", need.Kind);
        violations.Text($"{at}.title", need.Title, 1, Limits.MaxTitleLength);
        violations.Text($"{at}.description", need.Description, 0, MaxNeedDescriptionLength);
        violations.ThemeCodes($"{at}.themes", need.Themes, reference.Themes);
        violations.Period($"{at}.period", need.Period);
        violations.Terms($"{at}.required_accessibility", need.RequiredAccessibility);
        if (need.Commune is { } commune)
        {
            violations.Commune($"{at}.commune", commune, reference.Territories, required: false);
        }

        if (need.Quantity is { } quantity)
        {
            violations.Range($"{at}.quantity.amount", quantity.Amount, 1, Limits.MaxQuantity);
            violations.Text($"{at}.quantity.unit", quantity.Unit, 1, Limits.MaxUnitLength);
        }

        if (need.Kind == NeedKind.Funding)
        {
            violations.Amount($"{at}.amount_cents", need.AmountCents);
        }
        else if (need.AmountCents != 0)
        {
            violations.Add($"{at}.amount_cents", ViolationCode.NotApplicable, Datum.Term(NeedKind.Funding));
        }
    }

    /// <summary>Adds every wrong field of a coordinator's choice.</summary>
    public static void CheckPin(Pin pin, string at, Violations violations)
    {
        violations.Text($"{at}.candidate", pin.Candidate, 1, Limits.MaxTitleLength);
        violations.Text($"{at}.message", pin.Message, 0, Limits.MaxDetailLength);
        violations.Text($"{at}.author", pin.Author, 1, MaxAuthorLength);
    }

    /// <summary>A phase and one of its own sub-states; <paramref name="prefix"/> is what stands before the two fields in the request.</summary>
    public static void CheckPhase(Phase phase, SubState subState, string prefix, Violations violations)
    {
        violations.Required($"{prefix}phase", phase);
        var allowed = SubStatesOf(phase);
        if (phase != Phase.Unspecified && !allowed.Contains(subState))
        {
            violations.Add(
                $"{prefix}sub_state",
                ViolationCode.OutOfRange,
                Datum.Term(allowed.Min()),
                Datum.Term(allowed.Max()),
                Datum.Term(subState));
        }
    }

    /// <summary>One step forward or back at a time (seeds 004-12, 004-16, 004-17); what is closed stays closed.</summary>
    public static bool MayMove(Initiative initiative, Phase to) =>
        initiative.SubState != SubState.Closed && Math.Abs(initiative.Phase - to) <= 1;
}
