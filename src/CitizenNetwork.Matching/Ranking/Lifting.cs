using System.Collections.Immutable;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Matching.Catalogue;

namespace CitizenNetwork.Matching.Ranking;

/// <summary>Finds what would make a candidate eligible, and promises it only after the rules said so.</summary>
/// <param name="view">The records.</param>
/// <param name="context">The query.</param>
/// <param name="bestHost">The best hosting offer that the asker may have, if any.</param>
internal sealed class Lifting(CatalogueView view, MatchContext context, Func<HostCandidate?> bestHost)
{
    /// <summary>Changes that leave the host open get the best one; without any, the criterion cannot be lifted.</summary>
    public ImmutableArray<CriterionResult> Completed(ImmutableArray<CriterionResult> criteria) =>
    [
        .. criteria.Select(result => result.Changes.Any(change => change.Value is null)
            ? result with { Changes = bestHost() is { Owner: not null } host ? [.. result.Changes.Select(change => WithHost(change, host))] : [] }
            : result),
    ];

    /// <summary>The criteria as callers see them: a draft has no record to name.</summary>
    public ImmutableArray<CriterionResult> Shown(ImmutableArray<CriterionResult> criteria) =>
        [.. criteria.Select(result => result with { Changes = [.. result.Changes.Select(Shown)] })];

    /// <summary>Changes that lift every criterion not met, checked by the rules; empty when one of them cannot be lifted.</summary>
    public ImmutableArray<LiftingChange> SmallestChange(Candidate candidate, ImmutableArray<CriterionResult> criteria)
    {
        var unmet = criteria.Where(result => result.Outcome == CriterionOutcome.NotMet).ToList();
        if (unmet.Exists(result => result.Changes.IsEmpty))
        {
            return [];
        }

        var changes = ChangeApplication.Merge([.. unmet.SelectMany(result => result.Changes.Select(change => new LiftingChange(result.Criterion, result.Case, change)))]);
        return Lifts(candidate, changes) ? [.. changes.Select(lifting => lifting with { Change = Shown(lifting.Change) })] : [];
    }

    private static Change WithHost(Change change, HostCandidate host) => change with
    {
        Value = $"\"{host.OwnerId.Name}\"",
        Data = [Datum.Text(host.Owner!.DisplayName), Datum.Name(host.Name)],
    };

    private Change Shown(Change change) =>
        context.Asker.IsDraft && change.Record.StartsWith(InitiativeId.Collection, StringComparison.Ordinal) ? change with { Record = string.Empty } : change;

    private bool Lifts(Candidate candidate, ImmutableArray<LiftingChange> changes)
    {
        var asker = context.Asker;
        foreach (var (_, _, change) in changes)
        {
            asker = ChangeApplication.To(asker, change, id => view.FindActor(id)?.Record);
            candidate = candidate.Apply(change);
        }

        return candidate.Check(context.Rules, asker, context.Query.Preferences.Wishes).All(result => result.Outcome != CriterionOutcome.NotMet);
    }
}
