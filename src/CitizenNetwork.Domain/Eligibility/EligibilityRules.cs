using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Refusals;
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
public sealed partial class EligibilityRules(DateOnly today, TerritoryTable territories)
{
    /// <summary>Whether an actor may be suggested as a partner.</summary>
    public ImmutableArray<CriterionResult> OfPartner(Asker asker, Actor partner, Wishes wishes)
    {
        var results = ImmutableArray.CreateBuilder<CriterionResult>();
        AddOneself(results, asker, partner.Id);
        AddSolicitable(results, partner);
        AddArea(results, asker, partner.Id.Name, "served_area", partner.ServedArea, required: false);
        AddExcludedArea(results, asker, partner.Id.Name, partner.ExcludedArea);
        AddActorKind(results, asker, partner.Id.Name, "serves_kinds", partner.ServesKinds);
        AddEssCandidate(results, partner, wishes);
        AddKindAsked(results, partner.Kind, wishes.PartnerKinds);
        return Ordered(results);
    }

    /// <summary>Whether a shared resource may be suggested; <paramref name="owner"/> is null when it is no longer registered.</summary>
    public ImmutableArray<CriterionResult> OfResource(Asker asker, Resource resource, Actor? owner, Wishes wishes)
    {
        var results = ImmutableArray.CreateBuilder<CriterionResult>();
        var name = resource.Id.Name;
        AddOwner(results, asker, resource.Owner, owner, wishes);
        AddArea(results, asker, name, "served_area", resource.ServedArea, required: false);
        AddExcludedArea(results, asker, name, resource.ExcludedArea);
        AddAvailability(results, asker, resource);
        AddLegalPerson(results, asker, name, resource.UnregisteredPolicy);
        AddActorKind(results, asker, name, "open_to_kinds", resource.OpenToKinds);
        AddMemberships(results, asker, resource);
        AddQuantity(results, asker, resource);
        AddKindAsked(results, resource.Kind, wishes.ResourceKinds);
        AddAudience(results, asker, name, resource.Audience);
        AddAccessibility(results, asker, resource);
        if (resource.Kind == ResourceKind.WelcomePlace && asker.Initiative.Phase == Phase.Emergence)
        {
            Add(
                results,
                Criterion.Emerging,
                resource.AcceptsEmergingInitiatives ? CriterionOutcome.Met : CriterionOutcome.NotMet,
                changes: resource.AcceptsEmergingInitiatives ? [] : [new Change(name, "accepts_emerging_initiatives", "true", [])]);
        }

        return Ordered(results);
    }

    /// <summary>Whether a funding call may be suggested; <paramref name="funder"/> is null when it is no longer registered.</summary>
    public ImmutableArray<CriterionResult> OfFundingCall(Asker asker, FundingCall call, Actor? funder, Wishes wishes)
    {
        var results = ImmutableArray.CreateBuilder<CriterionResult>();
        var name = call.Id.Name;
        AddOwner(results, asker, call.Funder, funder, wishes);
        AddArea(results, asker, name, "eligible_area", call.EligibleArea, required: true);
        AddExcludedArea(results, asker, name, call.ExcludedArea);
        AddOpening(results, asker, name, "opening", call.Opening, NeedKind.Funding);
        AddLegalPerson(results, asker, name, call.UnregisteredPolicy);
        AddActorKind(results, asker, name, "open_to_kinds", call.OpenToKinds);
        AddNature(results, asker, call);
        AddGeneralInterest(results, asker, call.RequiresGeneralInterest);
        AddEssRequired(results, asker, call.RequiresEss);
        AddAmount(results, asker, call);
        AddAudience(results, asker, name, call.Audience);
        return Ordered(results);
    }

    /// <summary>Whether a hosting offer may be suggested; <paramref name="host"/> is null when it is no longer registered.</summary>
    public ImmutableArray<CriterionResult> OfHostingOffer(Asker asker, HostingOffer offer, Actor? host, Wishes wishes)
    {
        var results = ImmutableArray.CreateBuilder<CriterionResult>();
        var name = offer.Id.Name;
        AddOwner(results, asker, offer.Host, host, wishes);
        AddArea(results, asker, name, "served_area", offer.ServedArea, required: true);
        AddExcludedArea(results, asker, name, offer.ExcludedArea);
        AddOpening(results, asker, name, "opening", offer.Opening, NeedKind.LegalHosting);
        AddGeneralInterest(results, asker, offer.RequiresGeneralInterest);
        var full = offer.HostedCount >= offer.Capacity;
        Add(
            results,
            Criterion.Capacity,
            full ? CriterionOutcome.NotMet : CriterionOutcome.Met,
            @case: "host",
            changes: full ? [new Change(name, "capacity", Text(offer.HostedCount + 1), [Datum.Number(offer.HostedCount + 1)])] : [],
            data: [Datum.Number(offer.HostedCount), Datum.Number(offer.Capacity)]);
        return Ordered(results);
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
}
