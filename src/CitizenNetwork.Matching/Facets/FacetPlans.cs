using System.Collections.Frozen;
using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Quality;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Signals;

namespace CitizenNetwork.Matching.Facets;

/// <summary>
/// Which fields each gate and each signal reads. Whoever lets one of them read a further field adds it to its facet here; the
/// tests that compare with the exhaustive evaluation find what was forgotten. A key of a single value that may be missing or is
/// of a closed list stands in a pair, which is never missing and can be compared.
/// </summary>
internal static class FacetPlans
{
    public static FacetPlan<Actor> Partners { get; } = new()
    {
        Facets =
        [
            Area<Actor>(Facet.Area, actor => actor.ServedArea),
            Area<Actor>(Facet.ExcludedArea, actor => actor.ExcludedArea),
            Of<Actor, (TermsKey<Phase>, TermsKey<ActorRole>, ActorKind)>(Facet.Phases, record => record.Entry.Record is { UsefulPhases.IsEmpty: true } actor ? (default, new(actor.Roles), actor.Kind) : (new(record.Entry.Record.UsefulPhases), default, default)),
            .. Common<Actor>(),
            Of<Actor, (bool, bool?, ActorKind)>(Facet.Terms, record => (record.Entry.Record.DoNotSolicit, record.Entry.Record.IsEss(), record.Entry.Record.Kind)),
            Of<Actor, TermsKey<ActorKind>>(Facet.Audience, record => new(record.Entry.Record.ServesKinds)),
            Of<Actor, (ActorKind, TermsKey<ActorKind>, TermsKey<ActorRole>)>(
                Facet.Offer,
                record => record.Entry.Record is var actor ? (actor.Kind, new(actor.ServesKinds), new(actor.Roles)) : default),
            Of<Actor, PerimeterCode>(Facet.Place, record => record.Entry.Record.Commune),
        ],
        Criteria = Criteria(
            (Criterion.NotOneself, Facet.OwnerId),
            (Criterion.Solicitable, Facet.Terms),
            (Criterion.ServedArea, Facet.Area),
            (Criterion.ExcludedArea, Facet.ExcludedArea),
            (Criterion.ActorKind, Facet.Audience),
            (Criterion.EssCandidate, Facet.Terms),
            (Criterion.KindAsked, Facet.Terms)),
        Signals = Signals((Signal.NeedFit, Facet.Offer), (Signal.Distance, Facet.Place), (Signal.Ess, Facet.Terms)),
    };

    public static FacetPlan<Resource> Resources { get; } = new()
    {
        OwnerOf = resource => resource.Owner,
        Facets =
        [
            OwnerId<Resource>(resource => resource.Owner),
            Area<Resource>(Facet.Area, resource => resource.ServedArea),
            Area<Resource>(Facet.ExcludedArea, resource => resource.ExcludedArea),
            Of<Resource, (TermsKey<Phase>, ActorRole)>(Facet.Phases, record => record.Entry.Record is { UsefulPhases.IsEmpty: true } resource ? (default, PhaseTable.RoleOf(resource.Kind)) : (new(record.Entry.Record.UsefulPhases), default)),
            .. Common<Resource>(),
            Of<Resource, (ResourceKind, bool)>(Facet.Terms, record => (record.Entry.Record.Kind, record.Entry.Record.AcceptsEmergingInitiatives)),
            Of<Resource, (UnregisteredPolicy, bool)>(Facet.Policy, record => (record.Entry.Record.UnregisteredPolicy, false)),
            Of<Resource, TermsKey<ActorKind>>(Facet.Audience, record => new(record.Entry.Record.OpenToKinds)),
            Of<Resource, (ResourceKind, Cost, Quantity?, Period?)>(
                Facet.Offer,
                record => record.Entry.Record is var resource ? (resource.Kind, resource.Cost, resource.Capacity, resource.Availability) : default),
            Of<Resource, (Period?, ResourceKind)>(
                Facet.Opening,
                record => record.Entry.Record is { Availability: not null } resource ? (resource.Availability, resource.Kind) : default),
            Of<Resource, (Audience?, bool)>(Facet.Ages, record => (record.Entry.Record.Audience, true)),
            Of<Resource, (ResourceKind, AttendanceMode, Accessibility?)>(
                Facet.Accessibility,
                record => record.Entry.Record is { IsAttended: true } resource ? (resource.Kind, resource.AttendanceMode, resource.Accessibility) : default),
            Of<Resource, ListKey<AccessCondition>>(Facet.Memberships, record => new(Memberships(record.Entry.Record.AccessConditions))),
            Of<Resource, (PerimeterCode, AttendanceMode, ResourceKind)>(
                Facet.Place,
                record => record.Entry.Record is var resource ? (resource.Commune, resource.AttendanceMode, DistanceSignal.Alike(resource.Kind)) : default),
        ],
        Criteria = OfferCriteria(
            (Criterion.ServedArea, Facet.Area),
            (Criterion.ExcludedArea, Facet.ExcludedArea),
            (Criterion.Dates, Facet.Opening),
            (Criterion.LegalPerson, Facet.Policy),
            (Criterion.ActorKind, Facet.Audience),
            (Criterion.Capacity, Facet.Offer),
            (Criterion.Membership, Facet.Memberships),
            (Criterion.Emerging, Facet.Terms),
            (Criterion.KindAsked, Facet.Terms),
            (Criterion.Audience, Facet.Ages),
            (Criterion.Accessibility, Facet.Accessibility)),
        Signals = Signals((Signal.NeedFit, Facet.Offer), (Signal.Distance, Facet.Place), (Signal.Ess, Facet.Owner)),
    };

    public static FacetPlan<FundingCall> FundingCalls { get; } = new()
    {
        OwnerOf = call => call.Funder,
        Facets =
        [
            OwnerId<FundingCall>(call => call.Funder),
            Area<FundingCall>(Facet.Area, call => call.EligibleArea),
            Area<FundingCall>(Facet.ExcludedArea, call => call.ExcludedArea),
            Of<FundingCall, TermsKey<Phase>>(Facet.Phases, record => new(record.Entry.Record.UsefulPhases)),
            .. Common<FundingCall>(),
            Of<FundingCall, (UnregisteredPolicy, bool, bool, TermsKey<Nature>)>(
                Facet.Terms,
                record => record.Entry.Record is var call ? (call.UnregisteredPolicy, call.RequiresGeneralInterest, call.RequiresEss, new(call.OpenToNatures)) : default),
            Of<FundingCall, TermsKey<ActorKind>>(Facet.Audience, record => new(record.Entry.Record.OpenToKinds)),
            Of<FundingCall, (long, long)>(Facet.Offer, record => (record.Entry.Record.MinAmountCents, record.Entry.Record.MaxAmountCents)),
            Of<FundingCall, (Period?, bool)>(Facet.Opening, record => (record.Entry.Record.Opening, true)),
            Of<FundingCall, (Audience?, bool)>(Facet.Ages, record => (record.Entry.Record.Audience, true)),
            Of<FundingCall, (Effort?, Flexibility)>(Facet.Effort, record => (record.Entry.Record.Effort, record.Entry.Record.Flexibility)),
        ],
        Criteria = OfferCriteria(
            (Criterion.ServedArea, Facet.Area),
            (Criterion.ExcludedArea, Facet.ExcludedArea),
            (Criterion.Dates, Facet.Opening),
            (Criterion.LegalPerson, Facet.Terms),
            (Criterion.ActorKind, Facet.Audience),
            (Criterion.Nature, Facet.Terms),
            (Criterion.GeneralInterest, Facet.Terms),
            (Criterion.EssRequired, Facet.Terms),
            (Criterion.Amount, Facet.Offer),
            (Criterion.Audience, Facet.Ages)),
        Signals = Signals((Signal.NeedFit, Facet.Offer), (Signal.Effort, Facet.Effort), (Signal.Ess, Facet.Owner)),
    };

    public static FacetPlan<HostingOffer> HostingOffers { get; } = new()
    {
        OwnerOf = offer => offer.Host,
        OwnerKey = owner => new OwnerKey(owner.Actor, withPlace: true),
        Facets =
        [
            OwnerId<HostingOffer>(offer => offer.Host),
            Area<HostingOffer>(Facet.Area, offer => offer.ServedArea),
            Area<HostingOffer>(Facet.ExcludedArea, offer => offer.ExcludedArea),
            Of<HostingOffer, TermsKey<Phase>>(Facet.Phases, record => new(record.Entry.Record.UsefulPhases)),
            .. Common<HostingOffer>(),
            Of<HostingOffer, (bool, int, int, int)>(
                Facet.Offer,
                record => record.Entry.Record is var offer ? (offer.RequiresGeneralInterest, offer.HostedCount, offer.Capacity, offer.FeeBasisPoints) : default),
            Of<HostingOffer, (Period?, bool)>(Facet.Opening, record => (record.Entry.Record.Opening, true)),
        ],
        Criteria = OfferCriteria(
            (Criterion.ServedArea, Facet.Area),
            (Criterion.ExcludedArea, Facet.ExcludedArea),
            (Criterion.Dates, Facet.Opening),
            (Criterion.GeneralInterest, Facet.Offer),
            (Criterion.Capacity, Facet.Offer)),
        Signals = Signals((Signal.NeedFit, Facet.Offer), (Signal.Distance, Facet.Owner), (Signal.Ess, Facet.Owner)),
    };

    /// <summary>The plan of a collection.</summary>
    public static FacetPlan<T> For<T>()
        where T : class =>
        Partners as FacetPlan<T> ?? Resources as FacetPlan<T> ?? FundingCalls as FacetPlan<T> ?? HostingOffers as FacetPlan<T> ?? FacetPlan<T>.None;

    private static FacetClasses<IndexedRecord<T>> Of<T, TKey>(Facet facet, Func<IndexedRecord<T>, TKey> key)
        where T : class
        where TKey : IEquatable<TKey> =>
        new FacetClasses<IndexedRecord<T>, TKey>(facet, key);

    private static FacetClasses<IndexedRecord<T>> OwnerId<T>(Func<T, ActorId> owner)
        where T : class =>
        Of<T, ActorId>(Facet.OwnerId, record => owner(record.Entry.Record));

    private static FacetClasses<IndexedRecord<T>> Area<T>(Facet facet, Func<T, ImmutableArray<PerimeterCode>> area)
        where T : class =>
        Of<T, ListKey<PerimeterCode>>(facet, record => new(area(record.Entry.Record)));

    private static IEnumerable<FacetClasses<IndexedRecord<T>>> Common<T>()
        where T : class =>
    [
        Of<T, ListKey<string>>(Facet.Themes, record => new(record.Themes)),
        Of<T, (bool, DateOnly)>(Facet.Updated, record => (record.Entry.KnownTime == default, DateOnly.FromDateTime(record.Entry.KnownTime.UtcDateTime))),

        // It reads many fields and no other record: what it gives is its class.
        Of<T, double>(Facet.Quality, record => RecordQuality.Completeness(record.Entry.Record)),
    ];

    private static ImmutableArray<AccessCondition> Memberships(ImmutableArray<AccessCondition> conditions) =>
        conditions.IsEmpty ? [] : [.. conditions.Where(condition => condition is { Kind: AccessConditionKind.Membership, Organisation: not null })];

    /// <summary>With what is asked of the actor behind an offer.</summary>
    private static FrozenDictionary<Criterion, Facet> OfferCriteria(params (Criterion Criterion, Facet Facet)[] own) => Criteria(
    [
        (Criterion.NotOneself, Facet.OwnerId),
        (Criterion.Owner, Facet.Owner),
        (Criterion.Solicitable, Facet.Owner),
        (Criterion.EssCandidate, Facet.Owner),
        .. own,
    ]);

    private static FrozenDictionary<Criterion, Facet> Criteria(params (Criterion Criterion, Facet Facet)[] pairs) =>
        pairs.ToFrozenDictionary(pair => pair.Criterion, pair => pair.Facet);

    private static FrozenDictionary<Signal, Facet> Signals(params (Signal Signal, Facet Facet)[] own) =>
        own.Concat(
        [
            (Signal.Themes, Facet.Themes),
            (Signal.PriorityTheme, Facet.Themes),
            (Signal.Freshness, Facet.Updated),
            (Signal.Completeness, Facet.Quality),
            (Signal.TerritoryLevel, Facet.Area),
            (Signal.Phase, Facet.Phases),
        ]).ToFrozenDictionary(pair => pair.Item1, pair => pair.Item2);
}
