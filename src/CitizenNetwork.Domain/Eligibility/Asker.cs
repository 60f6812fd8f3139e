using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Domain.Eligibility;

/// <summary>Who asks, for what: a registered initiative, one of its needs, or an unsaved draft (seed 004-8).</summary>
/// <param name="Initiative">The initiative; a draft has an empty id.</param>
/// <param name="Holder">Who bears it; null: not known.</param>
/// <param name="HolderKind">Kind of the holder; a draft may know the kind alone.</param>
/// <param name="Host">Who carries its legal acts; null: nobody.</param>
/// <param name="Needs">The open needs that count.</param>
public sealed record Asker(Initiative Initiative, Actor? Holder, ActorKind HolderKind, Actor? Host, ImmutableArray<Need> Needs)
{
    /// <summary>True: the asker is not stored, so that changes are told without a record.</summary>
    public bool IsDraft => Initiative.Id.Value is null or "";

    /// <summary>Where it takes place: the need's commune when a single need asks, else the initiative's.</summary>
    public PerimeterCode Place => Needs is [{ Commune: { } commune }] ? commune : Initiative.Commune;

    /// <summary>Whether a legal person stands behind; null when the holder is not known.</summary>
    public bool? HasLegalPerson => (Holder, HolderKind) switch
    {
        ({ } holder, _) => holder.HasLegalPerson(),
        (_, ActorKind.Unspecified) => null,
        (_, ActorKind.Individual or ActorKind.InformalCollective or ActorKind.YouthGroup) => false,
        _ => true,
    };
}

/// <summary>Wishes of a query that act as gates.</summary>
/// <param name="PartnerKinds">Kinds of partners sought; empty: all (seed 000-13).</param>
/// <param name="ResourceKinds">Kinds of resources sought; empty: all.</param>
/// <param name="RequireEss">True: only candidates of the social and solidarity economy (seed 000-26).</param>
public sealed record Wishes(ImmutableArray<ActorKind> PartnerKinds, ImmutableArray<ResourceKind> ResourceKinds, bool RequireEss)
{
    /// <summary>No wish at all.</summary>
    public static Wishes None { get; } = new([], [], false);
}
