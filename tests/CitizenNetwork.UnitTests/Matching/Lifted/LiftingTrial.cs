using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Matching.Ranking;

namespace CitizenNetwork.UnitTests.Matching.Lifted;

/// <summary>Asks why candidates are left out, makes the changes that the answers name, and asks again.</summary>
/// <param name="matcher">Explains.</param>
/// <param name="edit">Makes the changes.</param>
internal sealed class LiftingTrial(Matcher matcher, UserEdit edit)
{
    /// <summary>Criteria that no record can lift, however it is written.</summary>
    private static readonly Criterion[] s_final = [Criterion.NotOneself, Criterion.Owner, Criterion.EssCandidate, Criterion.KindAsked];

    public int LeftOut { get; private set; }

    public int Lifted { get; private set; }

    /// <summary>Left out, and the answer names no change, by the criteria that nothing lifts.</summary>
    public SortedDictionary<string, int> NotLiftable { get; } = new(StringComparer.Ordinal);

    public override string ToString() => $"{Lifted} of {LeftOut} lifted; no change named: {(NotLiftable.Count == 0 ? "none" : string.Join(", ", NotLiftable.Select(pair => $"{pair.Key} {pair.Value}")))}";

    /// <summary>Tries one candidate; true when a change was named, and then it works.</summary>
    public bool Try(World world, Editable records, string candidate)
    {
        var view = records.View;
        var before = matcher.Explain(view, world.Query(MatchCategory.Partner), candidate)!;
        if (before.Eligible)
        {
            return false;
        }

        LeftOut++;
        if (before.SmallestChange.IsEmpty)
        {
            var final = before.Criteria.Where(result => result.Outcome == CriterionOutcome.NotMet && result.Changes.IsEmpty).Select(result => result.Criterion).Distinct().ToList();

            // Nothing is left unnamed without a reason: one of these, or a host that the place does not have.
            Assert.True(final.Exists(criterion => s_final.Contains(criterion) || criterion == Criterion.LegalPerson), $"{candidate} names no change.");
            var why = string.Join('+', final);
            NotLiftable[why] = NotLiftable.GetValueOrDefault(why) + 1;
            return false;
        }

        var changed = before.SmallestChange.Aggregate(world, (now, lifting) => edit.Make(now, lifting.Change));
        var after = matcher.Explain(records.With(world, changed), changed.Query(MatchCategory.Partner), candidate)!;
        Assert.True(
            after.Eligible,
            $"{candidate}: {string.Join(" ", before.SmallestChange.Select(lifting => $"{lifting.Change.Record} {lifting.Change.Field}={lifting.Change.Value}"))} leaves {string.Join(" ", after.Criteria.Where(result => result.Outcome == CriterionOutcome.NotMet).Select(result => result.Criterion))}");
        Assert.Empty(after.SmallestChange);
        Lifted++;
        return true;
    }
}
