using System.Collections.Immutable;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Matching.Signals;

namespace CitizenNetwork.Matching.Ranking;

/// <summary>Writes a ranked candidate out as an answer.</summary>
internal static class MatchBuilder
{
    /// <summary>Lighter calls named beside a hard one.</summary>
    private const int MaxLighterAlternatives = 3;

    public static Match Build(RankedList list, Ranked ranked, ImmutableArray<CriterionResult> criteria)
    {
        var context = list.Context;
        var candidate = ranked.Candidate;
        var (score, reasons) = Scoring.Score(context, candidate);
        return new Match(
            StableHash.MatchId(context.Asker, context.Query.Category, candidate.Name),
            context.Query.Category,
            candidate.Name,
            candidate.Title,
            candidate.OwnerId,
            candidate.Owner?.DisplayName ?? string.Empty,
            score,
            ShownSignals.Beside(reasons, context, candidate),
            [.. Notes.Of(context, candidate, criteria), .. Diversification.NotesOf(ranked)],
            DistanceSignal.Metres(context, candidate),
            ranked.PinPlace == Ranked.NotPinned ? null : context.Asker.Initiative.Pins[ranked.PinPlace],
            TerritoryLevelSignal.Answering(context, candidate)?.Code,
            LighterThan(list, candidate),
            NeedFitSignal.Best(context, candidate).Need?.Id,
            context.Exchanges.With(candidate.Owner) is { IsEmpty: false } exchange ? exchange : null);
    }

    private static ImmutableArray<string> LighterThan(RankedList list, Candidate candidate) =>
        candidate is FundingCandidate { IsHard: true } hard ? list.Lighter(hard, MaxLighterAlternatives) : [];
}
