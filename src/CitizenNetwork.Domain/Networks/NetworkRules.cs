using System.Collections.Immutable;
using System.Globalization;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Matching;
using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.Domain.Networks;

/// <summary>What a network's record must fulfil.</summary>
public static class NetworkRules
{
    /// <summary>Greatest weight of a signal.</summary>
    public const int MaxWeight = 1;

    /// <summary>Adds every wrong field of <paramref name="network"/>; <paramref name="at"/> is its path in the request.</summary>
    public static void Check(Network network, string at, Reference reference, Violations violations)
    {
        violations.Text($"{at}.display_name", network.DisplayName, 1, Limits.MaxTitleLength);
        violations.Text($"{at}.description", network.Description, 0, Limits.MaxDescriptionLength);
        violations.Perimeters($"{at}.perimeter", network.Perimeter, reference.Territories, required: true);
        violations.ThemeCodes($"{at}.priority_themes", network.PriorityThemes, reference.Themes);
        CheckWeights(network.Weights, $"{at}.weights", violations);
        CheckPhaseFactors(network.PhaseFactors, $"{at}.phase_factors", violations);
    }

    /// <summary>Adds every wrong weight; <paramref name="at"/> is the path of the list in the request.</summary>
    public static void CheckWeights(ImmutableArray<SignalWeight> weights, string at, Violations violations)
    {
        var most = WeightTable.Default.Pairs.Count();
        violations.Count(at, weights.Length, most);
        HashSet<(MatchCategory Category, Signal Signal)> seen = [];
        for (var i = 0; i < Math.Min(weights.Length, most); i++)
        {
            var (category, signal, weight) = weights[i];
            violations.Required($"{at}[{i}].category", category);
            violations.Required($"{at}[{i}].signal", signal);
            if (!(weight is >= 0 and <= MaxWeight))
            {
                violations.Add($"{at}[{i}].weight", ViolationCode.OutOfRange, Datum.Number(0), Datum.Number(MaxWeight), Datum.Text(weight.ToString(CultureInfo.InvariantCulture)));
            }

            if (category != default && signal != default && !WeightTable.Default.CanBear(category, signal))
            {
                violations.Add($"{at}[{i}].signal", ViolationCode.NoWeight, Datum.Term(signal), Datum.Term(category));
            }

            if (!seen.Add((category, signal)))
            {
                violations.Add($"{at}[{i}].signal", ViolationCode.Duplicate, Datum.Term(signal));
            }
        }

        var table = WeightTable.Default.With(weights);
        foreach (var category in Enum.GetValues<MatchCategory>().Where(category => !table.CanRank(category)))
        {
            violations.Add(at, ViolationCode.AllZero, Datum.Term(category));
        }
    }

    /// <summary>Adds every wrong factor of a phase; <paramref name="at"/> is the path of the list in the request.</summary>
    public static void CheckPhaseFactors(ImmutableArray<PhaseFactor> factors, string at, Violations violations)
    {
        var most = PhaseTable.Default.Cells.Count();
        violations.Count(at, factors.Length, most);
        HashSet<(ActorRole Role, ActorKind Kind, Phase Phase)> seen = [];
        for (var i = 0; i < Math.Min(factors.Length, most); i++)
        {
            var (role, kind, phase, factor) = factors[i];
            if (role == default && kind == default)
            {
                violations.Add($"{at}[{i}].helper", ViolationCode.Required);
            }

            violations.Required($"{at}[{i}].phase", phase);
            if (!(factor is >= PhaseTable.Least and <= MaxWeight))
            {
                violations.Add($"{at}[{i}].factor", ViolationCode.OutOfRange, Datum.Text(PhaseTable.Least.ToString(CultureInfo.InvariantCulture)), Datum.Number(MaxWeight), Datum.Text(factor.ToString(CultureInfo.InvariantCulture)));
            }

            if (!seen.Add((role, kind, phase)))
            {
                violations.Add($"{at}[{i}].phase", ViolationCode.Duplicate, Datum.Term(phase));
            }
        }
    }
}
