using System.Collections.Immutable;
using System.Globalization;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Matching;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Matching.Ranking;
using CitizenNetwork.Server.Initiatives;
using CitizenNetwork.Server.Records;
using CitizenNetwork.Server.Security;
using CitizenNetwork.Server.Texts;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Matching;

/// <summary>Turns computed answers into messages, with their sentences in the caller's language.</summary>
internal sealed class MatchFormat(Sentences sentences, CitizenNetwork.Matching.Catalogue.Catalogue catalogue)
{
    public V1.MatchGroup ToMessage(MatchGroup group, Asker asker, string nextToken, CultureInfo language) => new()
    {
        Category = group.Category.As<V1.MatchCategory>(),
        Matches = { group.Matches.Select(match => ToMessage(match, asker, language)) },
        ConsideredCount = group.Considered,
        EligibleCount = group.Eligible,
        Removed =
        {
            group.Removed.Select(removed => new V1.RemovedCount
            {
                Criterion = removed.Criterion.As<V1.Criterion>(),
                Count = removed.Count,
                Text = sentences.Write($"Removed_{removed.Criterion}", [], language),
            }),
        },
        EmptyReason = group.Empty is { } empty ? ToMessage(empty, group.Category, language) : null,
        NextPageToken = nextToken,
    };

    public V1.ExplainMatchResponse ToMessage(Explanation explanation, Asker asker, CultureInfo language)
    {
        V1.ExplainMatchResponse message = new()
        {
            Eligible = explanation.Eligible,
            Criteria =
            {
                explanation.Criteria.Select(result => new V1.CriterionResult
                {
                    Criterion = result.Criterion.As<V1.Criterion>(),
                    Outcome = result.Outcome.As<V1.Outcome>(),
                    Text = Text(result, language),
                    Changes = { result.Changes.Where(change => change.Value is not null).Select(change => ToMessage(new LiftingChange(result.Criterion, result.Case, change), language)) },
                }),
            },
            SmallestChange = { explanation.SmallestChange.Select(change => ToMessage(change, language)) },
            Match = ToMessage(explanation.Match, asker, language),
            BetterCount = explanation.BetterCount,
        };
        var key = explanation.Eligible ? "Explain_Eligible" : explanation.SmallestChange.IsEmpty ? "Explain_NotLiftable" : "Explain_Liftable";
        message.Text = string.Format(
            language,
            Sentences.Find(key, language)!,
            explanation.Match.Title,
            (explanation.BetterCount + 1).ToString("N0", language),
            string.Join(" ", message.Criteria.Where(result => result.Outcome == V1.Outcome.NotMet).Select(result => result.Text)),
            string.Join(" ", message.SmallestChange.Select(change => change.Text)));
        return message;
    }

    private V1.EmptyReason ToMessage(EmptyAnswer empty, MatchCategory category, CultureInfo language)
    {
        V1.EmptyReason message = new()
        {
            Criterion = empty.Criterion.As<V1.Criterion>(),
            Text = empty.Criterion == Criterion.Unspecified
                ? sentences.Write($"Empty_{category}", [], language)
                : string.Format(language, Sentences.Find("Empty_Gate", language)!, sentences.Write($"Removed_{empty.Criterion}", [], language)),
        };
        if (empty.Nearest is { } nearest)
        {
            message.NearestCandidate = nearest.Match.Candidate;
            message.NearestTitle = nearest.Match.Title;
            message.Changes.Add(nearest.SmallestChange.Select(change => ToMessage(change, language)));
        }

        return message;
    }

    private V1.Match ToMessage(Match match, Asker asker, CultureInfo language)
    {
        V1.Match message = new()
        {
            MatchId = match.MatchId,
            Candidate = match.Candidate,
            Title = match.Title,
            Owner = match.Owner.Name,
            OwnerTitle = match.OwnerTitle,
            Score = match.Score,
            Reasons =
            {
                match.Reasons.Select(reason => new V1.Reason
                {
                    Signal = reason.Signal.As<V1.Signal>(),
                    Value = reason.Value,
                    Weight = reason.Weight,
                    Contribution = reason.Contribution,
                    Text = sentences.Write($"Signal_{reason.Signal}_{reason.Case}", reason.Data, language),
                }),
            },
            Notes = { match.Notes.Select(note => ToMessage(note, language)) },
            Pin = match.Pin is { } pin ? InitiativeFormat.ToMessage(pin) : null,
            AnsweringPerimeter = match.AnsweringPerimeter?.Value ?? string.Empty,
            LighterAlternatives = { match.LighterAlternatives },
            Need = match.NeedId is { } need && !asker.IsDraft ? asker.Initiative.Id.NeedName(need) : string.Empty,
        };
        message.Reciprocity = ReciprocityFormat.ToMessage(match.Reciprocity, sentences, language);
        if (match.DistanceMetres is { } distance)
        {
            message.DistanceM = distance;
        }

        return message;
    }

    private V1.Note ToMessage(Note note, CultureInfo language) => new()
    {
        Criterion = note.Criterion.As<V1.Criterion>(),
        Text = note.Criterion == Criterion.Unspecified
            ? sentences.Write($"Note_{note.Case}", note.Data, language)
            : sentences.Write($"Criterion_{note.Criterion}_{CriterionOutcome.Unknown}", note.Case, Titled(note.Data), language),
    };

    private V1.Change ToMessage(LiftingChange lifting, CultureInfo language) => new()
    {
        Record = lifting.Change.Record,
        Field = lifting.Change.Field,
        Value = lifting.Change.Value ?? string.Empty,
        Text = sentences.Write($"Change_{lifting.Criterion}", lifting.Case, Titled(lifting.Change.Data), language),
    };

    private string Text(CriterionResult result, CultureInfo language) =>
        sentences.Write($"Criterion_{result.Criterion}_{result.Outcome}", result.Case, Titled(result.Data), language);

    /// <summary>People know records by their titles: a name in the data is shown by it, while it is registered.</summary>
    private ImmutableArray<Datum> Titled(ImmutableArray<Datum> data) =>
        data.Any(datum => datum.Kind == DatumKind.Name)
            ? [.. data.Select(datum => datum.Kind == DatumKind.Name && TitleOf(datum.Value) is { } title ? Datum.Text(title) : datum)]
            : data;

    private string? TitleOf(string name)
    {
        var view = catalogue.Seen();
        return ActorId.FromName(name) is { } actor ? view.FindActor(actor)?.Record.DisplayName
            : HostingOfferId.FromName(name) is { } offer ? view.FindHostingOffer(offer)?.Record.Title
            : null;
    }
}
