using System.Collections.Immutable;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Matching.Signals;

namespace CitizenNetwork.Matching.Ranking;

/// <summary>
/// What the reader should know beside the reasons. Criteria that are not known keep their own case and data. Remarks:
/// next-phase, phase-ends [Term Phase: the next]; role-next, role-ends [Term ActorRole or ActorKind, Term Phase: the next]; opens, closes-soon [Date]; paid [AmountCents]; paid-unknown [];
/// access-condition [Text: detail]; co-funding [Number: percent]; hours-apart [Term: the asker's, Term: the other's].
/// </summary>
internal static class Notes
{
    /// <summary>Days before the end of an opening from which to warn.</summary>
    private const int ClosesSoonDays = 30;

    public static ImmutableArray<Note> Of(MatchContext context, Candidate candidate, ImmutableArray<CriterionResult> criteria)
    {
        var notes = ImmutableArray.CreateBuilder<Note>();
        foreach (var result in criteria)
        {
            if (result.Outcome == CriterionOutcome.Unknown)
            {
                notes.Add(new Note(result.Criterion, result.Case, result.Data));
            }
        }

        AddPhase(notes, context, candidate);
        switch (candidate)
        {
            case ResourceCandidate { Resource: { } resource }:
                AddTerms(notes, resource);
                break;
            case FundingCandidate { Call: { } call }:
                AddOpening(notes, call.Opening, context.Query.Today);
                if (call.CoFundingPercent > 0)
                {
                    Add(notes, "co-funding", Datum.Number(call.CoFundingPercent));
                }

                break;
            case HostCandidate { Offer: { } offer }:
                AddOpening(notes, offer.Opening, context.Query.Today);
                break;
            default:
                break;
        }

        if (WaysOfWorkingSignal.HoursApart(context, candidate) is var (yours, theirs))
        {
            Add(notes, "hours-apart", Datum.Term(yours), Datum.Term(theirs));
        }

        return notes.ToImmutable();
    }

    private static void Add(ImmutableArray<Note>.Builder notes, string @case, params ImmutableArray<Datum> data) =>
        notes.Add(new Note(Criterion.Unspecified, @case, data));

    /// <summary>The present phase ranks; the next one is only told (seed 003-15).</summary>
    private static void AddPhase(ImmutableArray<Note>.Builder notes, MatchContext context, Candidate candidate)
    {
        var phase = context.Asker.Initiative.Phase;
        if (PhaseSignal.Next(phase) is not { } next)
        {
            return;
        }

        if (candidate.UsefulPhases.IsEmpty)
        {
            AddRole(notes, PhaseSignal.Help(context, candidate, phase), PhaseSignal.Help(context, candidate, next), next);
            return;
        }

        switch (candidate.UsefulPhases.Contains(phase), candidate.UsefulPhases.Contains(next))
        {
            case (false, true):
                Add(notes, "next-phase", Datum.Term(next));
                break;
            case (true, false):
                Add(notes, "phase-ends", Datum.Term(next));
                break;
            default:
                break;
        }
    }

    /// <summary>What a role will be worth at the next phase, where that changes (seed 003-16).</summary>
    private static void AddRole(ImmutableArray<Note>.Builder notes, PhaseHelp now, PhaseHelp then, Phase next)
    {
        if (then.Factor > now.Factor)
        {
            Add(notes, "role-next", PhaseSignal.Term(then), Datum.Term(next));
        }
        else if (then.Factor < now.Factor)
        {
            Add(notes, "role-ends", PhaseSignal.Term(now), Datum.Term(next));
        }
    }

    /// <summary>Cost and conditions that no gate decides (seeds 003-20, 004-27).</summary>
    private static void AddTerms(ImmutableArray<Note>.Builder notes, Resource resource)
    {
        if (resource.Cost == Cost.Paid)
        {
            if (resource.PriceCents > 0)
            {
                Add(notes, "paid", Datum.AmountCents(resource.PriceCents));
            }
            else
            {
                Add(notes, "paid-unknown");
            }
        }

        foreach (var condition in resource.AccessConditions)
        {
            if (condition.Kind != AccessConditionKind.Membership && condition.Detail.Length > 0)
            {
                Add(notes, "access-condition", Datum.Text(condition.Detail));
            }
        }
    }

    private static void AddOpening(ImmutableArray<Note>.Builder notes, Period? opening, DateOnly today)
    {
        if (opening?.Start is { } start && start > today)
        {
            Add(notes, "opens", Datum.Date(start));
        }
        else if (opening?.End is { } end && end >= today && end <= today.AddDays(ClosesSoonDays))
        {
            Add(notes, "closes-soon", Datum.Date(end));
        }
    }
}
