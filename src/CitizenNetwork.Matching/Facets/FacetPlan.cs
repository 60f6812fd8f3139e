using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Catalogue;

namespace CitizenNetwork.Matching.Facets;

/// <summary>The facets of a collection, and which of them each gate and each signal reads.</summary>
/// <typeparam name="T">Type of the records.</typeparam>
internal sealed class FacetPlan<T>
    where T : class
{
    /// <summary>No record of the collection is ever a candidate.</summary>
    public static FacetPlan<T> None { get; } = new();

    /// <summary>The facets, without classes; <see cref="Facet.OwnerId"/> comes first where there is an owner.</summary>
    public ImmutableArray<FacetClasses<IndexedRecord<T>>> Facets { get; init; } = [];

    /// <summary>The actor behind a record; null: a record is its own.</summary>
    public Func<T, ActorId>? OwnerOf { get; init; }

    /// <summary>What is read of that actor.</summary>
    public Func<Owner, OwnerKey> OwnerKey { get; init; } = owner => new OwnerKey(owner.Actor, withPlace: false);

    /// <summary>What each criterion reads of a candidate. One that is missing here is asked row by row.</summary>
    public IReadOnlyDictionary<Criterion, Facet> Criteria { get; init; } = ImmutableDictionary<Criterion, Facet>.Empty;

    /// <summary>What each signal reads of a candidate, its text apart. One that is missing here is measured row by row.</summary>
    public IReadOnlyDictionary<Signal, Facet> Signals { get; init; } = ImmutableDictionary<Signal, Facet>.Empty;
}

/// <summary>The actor behind offers.</summary>
/// <param name="Actor">Null: it is not registered.</param>
internal sealed record Owner(Actor? Actor);

/// <summary>What gates and signals of offers read of the actor behind.</summary>
internal readonly record struct OwnerKey(bool IsRegistered, bool DoNotSolicit, bool? IsEss, PerimeterCode? Place)
{
    /// <param name="owner">The actor.</param>
    /// <param name="withPlace">True: its commune is where one meets.</param>
    public OwnerKey(Actor? owner, bool withPlace)
        : this(owner is not null, owner?.DoNotSolicit == true, owner?.IsEss(), withPlace ? owner?.Commune : null)
    {
    }
}
