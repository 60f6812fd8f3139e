using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Domain.Eligibility;

/// <summary>
/// Whether an offer may go to an asker: every criterion that applies, with its outcome, the data that decided, and what
/// would lift it. Pure: the day and the territories are handed in. A criterion that an offer does not set is left out;
/// one that cannot be decided is <see cref="CriterionOutcome.Unknown"/> and passes.
/// </summary>
/// <param name="today">The day in Europe/Paris.</param>
/// <param name="territories">The territories.</param>
/// <param name="withChanges">False: only outcomes matter; what would lift them is left out where it costs.</param>
public sealed partial class EligibilityRules(DateOnly today, TerritoryTable territories, bool withChanges = true)
{
    private static readonly ImmutableArray<Gate<Actor>> s_partnerGates = InOrder<Actor>(
    [
        new(Criterion.NotOneself, (_, results, asker, partner, _, _) => AddOneself(results, asker, partner.Id)),
        new(Criterion.Solicitable, (_, results, _, partner, _, _) => AddSolicitable(results, partner)),
        new(Criterion.ServedArea, (rules, results, asker, partner, _, _) => rules.AddArea(results, asker, partner.Id.Name, "served_area", partner.ServedArea, required: false)),
        new(Criterion.ExcludedArea, (rules, results, asker, partner, _, _) => rules.AddExcludedArea(results, asker, partner.Id.Name, partner.ExcludedArea)),
        new(Criterion.ActorKind, (_, results, asker, partner, _, _) => AddActorKind(results, asker, partner.Id.Name, "serves_kinds", partner.ServesKinds)),
        new(Criterion.EssCandidate, (_, results, _, partner, _, wishes) => AddEssCandidate(results, partner, wishes)),
        new(Criterion.KindAsked, (_, results, _, partner, _, wishes) => AddKindAsked(results, partner.Kind, wishes.PartnerKinds)),
    ]);

    private static readonly ImmutableArray<Gate<Resource>> s_resourceGates = InOrder<Resource>(
    [
        .. OwnerGates<Resource>(resource => resource.Owner),
        new(Criterion.ServedArea, (rules, results, asker, resource, _, _) => rules.AddArea(results, asker, resource.Id.Name, "served_area", resource.ServedArea, required: false)),
        new(Criterion.ExcludedArea, (rules, results, asker, resource, _, _) => rules.AddExcludedArea(results, asker, resource.Id.Name, resource.ExcludedArea)),
        new(Criterion.Dates, (rules, results, asker, resource, _, _) => rules.AddAvailability(results, asker, resource)),
        new(Criterion.LegalPerson, (_, results, asker, resource, _, _) => AddLegalPerson(results, asker, resource.Id.Name, resource.UnregisteredPolicy)),
        new(Criterion.ActorKind, (_, results, asker, resource, _, _) => AddActorKind(results, asker, resource.Id.Name, "open_to_kinds", resource.OpenToKinds)),
        new(Criterion.Capacity, (_, results, asker, resource, _, _) => AddQuantity(results, asker, resource)),
        new(Criterion.Membership, (_, results, asker, resource, _, _) => AddMemberships(results, asker, resource)),
        new(Criterion.Emerging, (_, results, asker, resource, _, _) => AddEmerging(results, asker, resource)),
        new(Criterion.KindAsked, (_, results, _, resource, _, wishes) => AddKindAsked(results, resource.Kind, wishes.ResourceKinds)),
        new(Criterion.Audience, (_, results, asker, resource, _, _) => AddAudience(results, asker, resource.Id.Name, resource.Audience)),
        new(Criterion.Accessibility, (_, results, asker, resource, _, _) => AddAccessibility(results, asker, resource)),
    ]);

    private static readonly ImmutableArray<Gate<FundingCall>> s_fundingGates = InOrder<FundingCall>(
    [
        .. OwnerGates<FundingCall>(call => call.Funder),
        new(Criterion.ServedArea, (rules, results, asker, call, _, _) => rules.AddArea(results, asker, call.Id.Name, "eligible_area", call.EligibleArea, required: true)),
        new(Criterion.ExcludedArea, (rules, results, asker, call, _, _) => rules.AddExcludedArea(results, asker, call.Id.Name, call.ExcludedArea)),
        new(Criterion.Dates, (rules, results, asker, call, _, _) => rules.AddOpening(results, asker, call.Id.Name, "opening", call.Opening, FundingCall.Answers)),
        new(Criterion.LegalPerson, (_, results, asker, call, _, _) => AddLegalPerson(results, asker, call.Id.Name, call.UnregisteredPolicy)),
        new(Criterion.ActorKind, (_, results, asker, call, _, _) => AddActorKind(results, asker, call.Id.Name, "open_to_kinds", call.OpenToKinds)),
        new(Criterion.Nature, (_, results, asker, call, _, _) => AddNature(results, asker, call)),
        new(Criterion.GeneralInterest, (_, results, asker, call, _, _) => AddGeneralInterest(results, asker, call.RequiresGeneralInterest)),
        new(Criterion.EssRequired, (_, results, asker, call, _, _) => AddEssRequired(results, asker, call.RequiresEss)),
        new(Criterion.Amount, (_, results, asker, call, _, _) => AddAmount(results, asker, call)),
        new(Criterion.Audience, (_, results, asker, call, _, _) => AddAudience(results, asker, call.Id.Name, call.Audience)),
    ]);

    private static readonly ImmutableArray<Gate<HostingOffer>> s_hostGates = InOrder<HostingOffer>(
    [
        .. OwnerGates<HostingOffer>(offer => offer.Host),
        new(Criterion.ServedArea, (rules, results, asker, offer, _, _) => rules.AddArea(results, asker, offer.Id.Name, "served_area", offer.ServedArea, required: true)),
        new(Criterion.ExcludedArea, (rules, results, asker, offer, _, _) => rules.AddExcludedArea(results, asker, offer.Id.Name, offer.ExcludedArea)),
        new(Criterion.Dates, (rules, results, asker, offer, _, _) => rules.AddOpening(results, asker, offer.Id.Name, "opening", offer.Opening, HostingOffer.Answers)),
        new(Criterion.GeneralInterest, (_, results, asker, offer, _, _) => AddGeneralInterest(results, asker, offer.RequiresGeneralInterest)),
        new(Criterion.Capacity, (_, results, _, offer, _, _) => AddRoom(results, offer)),
    ]);

    /// <summary>Criteria that partners may have to meet, in the order of the gates; each of those of one kind of offer once.</summary>
    public static ImmutableArray<Criterion> OfPartners { get; } = [.. s_partnerGates.Select(gate => gate.Criterion)];

    /// <summary>As <see cref="OfPartners"/>, of shared resources.</summary>
    public static ImmutableArray<Criterion> OfResources { get; } = [.. s_resourceGates.Select(gate => gate.Criterion)];

    /// <summary>As <see cref="OfPartners"/>, of funding calls.</summary>
    public static ImmutableArray<Criterion> OfFundingCalls { get; } = [.. s_fundingGates.Select(gate => gate.Criterion)];

    /// <summary>As <see cref="OfPartners"/>, of hosting offers.</summary>
    public static ImmutableArray<Criterion> OfHostingOffers { get; } = [.. s_hostGates.Select(gate => gate.Criterion)];

    /// <summary>Whether an actor may be suggested as a partner; <paramref name="only"/> asks for one criterion alone.</summary>
    public ImmutableArray<CriterionResult> OfPartner(Asker asker, Actor partner, Wishes wishes, Criterion? only = null) =>
        Of(s_partnerGates, asker, partner, partner, wishes, only);

    /// <summary>Whether a shared resource may be suggested; <paramref name="owner"/> is null when it is no longer registered.</summary>
    public ImmutableArray<CriterionResult> OfResource(Asker asker, Resource resource, Actor? owner, Wishes wishes, Criterion? only = null) =>
        Of(s_resourceGates, asker, resource, owner, wishes, only);

    /// <summary>Whether a funding call may be suggested; <paramref name="funder"/> is null when it is no longer registered.</summary>
    public ImmutableArray<CriterionResult> OfFundingCall(Asker asker, FundingCall call, Actor? funder, Wishes wishes, Criterion? only = null) =>
        Of(s_fundingGates, asker, call, funder, wishes, only);

    /// <summary>Whether a hosting offer may be suggested; <paramref name="host"/> is null when it is no longer registered.</summary>
    public ImmutableArray<CriterionResult> OfHostingOffer(Asker asker, HostingOffer offer, Actor? host, Wishes wishes, Criterion? only = null) =>
        Of(s_hostGates, asker, offer, host, wishes, only);

    private static ImmutableArray<Gate<T>> InOrder<T>(IEnumerable<Gate<T>> gates) => [.. gates.OrderBy(gate => gate.Criterion)];

    /// <summary>What is asked of the actor behind an offer.</summary>
    private static IEnumerable<Gate<T>> OwnerGates<T>(Func<T, ActorId> idOf) =>
    [
        new(Criterion.NotOneself, (_, results, asker, offer, _, _) => AddOneself(results, asker, idOf(offer))),
        new(Criterion.Owner, (_, results, _, offer, owner, _) => AddOwner(results, idOf(offer), owner)),
        new(Criterion.Solicitable, (_, results, _, _, owner, _) => AddSolicitable(results, owner)),
        new(Criterion.EssCandidate, (_, results, _, _, owner, wishes) => AddEssCandidate(results, owner, wishes)),
    ];

    private ImmutableArray<CriterionResult> Of<T>(ImmutableArray<Gate<T>> gates, Asker asker, T offer, Actor? owner, Wishes wishes, Criterion? only)
    {
        var results = ImmutableArray.CreateBuilder<CriterionResult>();
        foreach (var gate in gates)
        {
            if (only is null || gate.Criterion == only)
            {
                gate.Add(this, results, asker, offer, owner, wishes);
            }
        }

        return results.ToImmutable();
    }

    /// <summary>Whether a resource of one kind can answer a need of another: the closed lists of both sides, side by side.</summary>
    public static bool Answers(ResourceKind resource, NeedKind need) => (resource, need) switch
    {
        (ResourceKind.Room, NeedKind.Room or NeedKind.WelcomePlace or NeedKind.DialogueSpace) => true,
        (ResourceKind.WelcomePlace, NeedKind.WelcomePlace or NeedKind.Room or NeedKind.DialogueSpace) => true,
        (ResourceKind.DialogueSpace, NeedKind.DialogueSpace or NeedKind.Room) => true,
        (ResourceKind.Equipment, NeedKind.Equipment) => true,
        (ResourceKind.Vehicle, NeedKind.Vehicle) => true,
        (ResourceKind.DigitalTool, NeedKind.DigitalTool) => true,
        (ResourceKind.Skill, NeedKind.Skill or NeedKind.Support) => true,
        (ResourceKind.Volunteer, NeedKind.Volunteers or NeedKind.Skill) => true,
        (ResourceKind.Training, NeedKind.Training or NeedKind.Skill) => true,
        (ResourceKind.Support, NeedKind.Support) => true,
        (ResourceKind.Method, NeedKind.Method or NeedKind.Support) => true,
        _ => false,
    };

    /// <summary>Whether it is the very thing: the closed lists of both sides name it alike, but for volunteers.</summary>
    public static bool AnswersExactly(ResourceKind resource, NeedKind need) =>
        (resource, need) == (ResourceKind.Volunteer, NeedKind.Volunteers) || string.Equals(resource.ToString(), need.ToString(), StringComparison.Ordinal);

    /// <summary>Role of the actors that one asks for such a need.</summary>
    public static ActorRole RoleFor(NeedKind need) => need switch
    {
        FundingCall.Answers => ActorRole.Funder,
        HostingOffer.Answers => ActorRole.Host,
        NeedKind.Support or NeedKind.Skill or NeedKind.Training or NeedKind.Method => ActorRole.Facilitator,
        _ => ActorRole.ResourceProvider,
    };
}
