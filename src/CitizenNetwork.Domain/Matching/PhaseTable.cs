using System.Collections.Immutable;
using System.Runtime.InteropServices;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Resources;

namespace CitizenNetwork.Domain.Matching;

/// <summary>The row that speaks for who helps at a phase.</summary>
/// <param name="Role">The role; unspecified: it is the kind that helps, or nobody is known to.</param>
/// <param name="Kind">The kind; unspecified: it is the role.</param>
/// <param name="Factor">What it is worth there; 1 when nothing is known.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PhaseHelp(ActorRole Role, ActorKind Kind, double Factor);

/// <summary>
/// Who helps at which phase, for those that say nothing of phases themselves (seed 003-16): roles in the network and kinds
/// of actors against phases. A factor, never a gate. Who has several rows helps in the way that helps most: saying more of
/// oneself never costs. Immutable.
/// </summary>
public sealed class PhaseTable
{
    /// <summary>Least factor: at a phase for which it was not made, help is worth half.</summary>
    public const double Least = 0.5;

    private readonly ImmutableSortedDictionary<(ActorRole Role, ActorKind Kind, Phase Phase), double> _factors;

    private PhaseTable(ImmutableSortedDictionary<(ActorRole Role, ActorKind Kind, Phase Phase), double> factors) => _factors = factors;

    // Readable on purpose (seed 004-25). Columns: emergence, consolidation, realisation.
    // Emergence lives on welcome and advice (seeds 003-16, 004-7), consolidation on people, money and a legal person
    // (004-12), realisation on means that last (004-16). Peers and what is shared serve always.
    /// <summary>The table of a question that no network asks.</summary>
    public static PhaseTable Default { get; } = Of(
    [
        (ActorRole.NetworkHub, default, 1, 1, 0.8),
        (ActorRole.ResourceProvider, default, 1, 1, 1),
        (ActorRole.Funder, default, 0.7, 1, 1),
        (ActorRole.Host, default, 0.8, 1, 0.8),
        (ActorRole.Facilitator, default, 1, 1, 0.7),
        (ActorRole.Coordinator, default, 1, 0.9, 0.8),
        (default, ActorKind.Individual, 1, 1, 1),
        (default, ActorKind.InformalCollective, 1, 1, 1),
        (default, ActorKind.YouthGroup, 1, 1, 1),
        (default, ActorKind.Association, 1, 1, 1),
        (default, ActorKind.Cooperative, 0.8, 1, 1),
        (default, ActorKind.Mutual, 0.7, 1, 1),
        (default, ActorKind.Foundation, 0.7, 1, 1),
        (default, ActorKind.Company, 0.6, 0.8, 1),

        // The elected welcome an idea and lend it legitimacy; their officers come with procedures, once there is a project.
        (default, ActorKind.LocalAuthority, 1, 1, 0.9),
        (default, ActorKind.PublicService, 0.8, 1, 1),
        (default, ActorKind.SupportStructure, 1, 1, 0.7),
        (default, ActorKind.ResourceCentre, 1, 0.9, 0.7),
        (default, ActorKind.TradeUnion, 0.8, 1, 1),
    ]);

    /// <summary>Every row and phase that can bear a factor.</summary>
    public IEnumerable<(ActorRole Role, ActorKind Kind, Phase Phase)> Cells => _factors.Keys;

    /// <summary>What who lends or gives such a thing does.</summary>
    public static ActorRole RoleOf(ResourceKind kind) =>
        kind is ResourceKind.Support or ResourceKind.Training or ResourceKind.Skill or ResourceKind.Method ? ActorRole.Facilitator : ActorRole.ResourceProvider;

    /// <summary>The row that helps most at a phase; of equal ones the first role, then the kind.</summary>
    public PhaseHelp Of(ImmutableArray<ActorRole> roles, ActorKind kind, Phase phase)
    {
        PhaseHelp best = new(default, default, 0);
        foreach (var role in roles)
        {
            if (_factors.TryGetValue((role, default, phase), out var factor) && (factor > best.Factor || (factor >= best.Factor && role < best.Role)))
            {
                best = new PhaseHelp(role, default, factor);
            }
        }

        if (_factors.TryGetValue((default, kind, phase), out var own) && own > best.Factor)
        {
            best = new PhaseHelp(default, kind, own);
        }

        return best.Factor > 0 ? best : new PhaseHelp(default, default, 1);
    }

    public bool CanBear(ActorRole role, ActorKind kind, Phase phase) => _factors.ContainsKey((role, kind, phase));

    /// <summary>The same table with some factors replaced.</summary>
    public PhaseTable With(IEnumerable<PhaseFactor> factors) =>
        new(_factors.SetItems(factors.Where(one => CanBear(one.Role, one.Kind, one.Phase)).Select(one => KeyValuePair.Create((one.Role, one.Kind, one.Phase), one.Factor))));

    public bool IsSame(PhaseTable other) => Cells.All(cell => _factors[cell].Equals(other._factors[cell]));

    private static PhaseTable Of((ActorRole Role, ActorKind Kind, double Emergence, double Consolidation, double Realisation)[] rows)
    {
        var factors = ImmutableSortedDictionary.CreateBuilder<(ActorRole Role, ActorKind Kind, Phase Phase), double>();
        foreach (var (role, kind, emergence, consolidation, realisation) in rows)
        {
            factors.Add((role, kind, Phase.Emergence), emergence);
            factors.Add((role, kind, Phase.Consolidation), consolidation);
            factors.Add((role, kind, Phase.Realisation), realisation);
        }

        return new PhaseTable(factors.ToImmutable());
    }
}
