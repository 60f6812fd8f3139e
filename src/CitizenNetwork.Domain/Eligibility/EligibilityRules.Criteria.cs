using System.Collections.Immutable;
using System.Globalization;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Domain.Eligibility;

/// <content>Each criterion: how it is decided and what lifts it.</content>
public sealed partial class EligibilityRules
{
    private static void Add(
        ImmutableArray<CriterionResult>.Builder results,
        Criterion criterion,
        CriterionOutcome outcome,
        string @case = "",
        ImmutableArray<Change> changes = default,
        ImmutableArray<Datum> data = default) =>
        results.Add(new CriterionResult(criterion, outcome, @case, changes.IsDefault ? [] : changes, data.IsDefault ? [] : data));

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string JsonList(IEnumerable<string> values) => $"[{string.Join(",", values.Select(value => $"\"{value}\""))}]";

    private static void AddOneself(ImmutableArray<CriterionResult>.Builder results, Asker asker, ActorId candidate) =>
        Add(results, Criterion.NotOneself, asker.Initiative.Holder == candidate ? CriterionOutcome.NotMet : CriterionOutcome.Met);

    private static void AddSolicitable(ImmutableArray<CriterionResult>.Builder results, Actor? actor)
    {
        if (actor is not null)
        {
            Add(
                results,
                Criterion.Solicitable,
                actor.DoNotSolicit ? CriterionOutcome.NotMet : CriterionOutcome.Met,
                changes: actor.DoNotSolicit ? [new Change(actor.Id.Name, "do_not_solicit", "false", [Datum.Text(actor.DisplayName)])] : [],
                data: [Datum.Text(actor.DisplayName)]);
        }
    }

    private static void AddOwner(ImmutableArray<CriterionResult>.Builder results, ActorId id, Actor? owner) =>
        Add(results, Criterion.Owner, owner is null ? CriterionOutcome.NotMet : CriterionOutcome.Met, data: [Datum.Name(id.Name)]);

    private static void AddEssCandidate(ImmutableArray<CriterionResult>.Builder results, Actor? actor, Wishes wishes)
    {
        if (actor is not null && wishes.RequireEss)
        {
            Add(results, Criterion.EssCandidate, Known(actor.IsEss()), data: [Datum.Text(actor.DisplayName)]);
        }
    }

    private static CriterionOutcome Known(bool? fact) => fact switch
    {
        true => CriterionOutcome.Met,
        false => CriterionOutcome.NotMet,
        null => CriterionOutcome.Unknown,
    };

    private static void AddKindAsked<T>(ImmutableArray<CriterionResult>.Builder results, T kind, ImmutableArray<T> asked)
        where T : struct, Enum
    {
        if (!asked.IsEmpty)
        {
            Add(results, Criterion.KindAsked, asked.Contains(kind) ? CriterionOutcome.Met : CriterionOutcome.NotMet, data: [Datum.Term(kind)]);
        }
    }

    private void AddArea(ImmutableArray<CriterionResult>.Builder results, Asker asker, string record, string field, ImmutableArray<PerimeterCode> area, bool required)
    {
        if (area.IsEmpty)
        {
            if (required)
            {
                Add(results, Criterion.ServedArea, CriterionOutcome.Unknown, data: [Datum.Perimeter(asker.Place)]);
            }

            return;
        }

        var answering = territories.FinestContaining(asker.Place, area);
        Add(
            results,
            Criterion.ServedArea,
            answering is null ? CriterionOutcome.NotMet : CriterionOutcome.Met,
            changes: answering is null && withChanges ? [new Change(record, field, JsonList(area.Append(asker.Place).Select(code => code.Value)), [Datum.Perimeter(asker.Place)])] : [],
            data: [Datum.Perimeter(asker.Place), Datum.Perimeter(answering?.Code ?? area[0])]);
    }

    private static void AddActorKind(ImmutableArray<CriterionResult>.Builder results, Asker asker, string record, string field, ImmutableArray<ActorKind> served)
    {
        if (served.IsEmpty)
        {
            return;
        }

        if (asker.HolderKind == ActorKind.Unspecified)
        {
            Add(results, Criterion.ActorKind, CriterionOutcome.Unknown, data: [Datum.Term(served[0])]);
            return;
        }

        var met = served.Contains(asker.HolderKind) || (asker.Host is { } host && served.Contains(host.Kind));
        Add(
            results,
            Criterion.ActorKind,
            met ? CriterionOutcome.Met : CriterionOutcome.NotMet,
            changes: met ? [] : [new Change(record, field, JsonList(served.Append(asker.HolderKind).Select(ApiName)), [Datum.Term(asker.HolderKind)])],
            data: [Datum.Term(asker.HolderKind)]);
    }

    private static void AddLegalPerson(ImmutableArray<CriterionResult>.Builder results, Asker asker, string record, UnregisteredPolicy policy)
    {
        if (asker.HasLegalPerson == true)
        {
            Add(results, Criterion.LegalPerson, CriterionOutcome.Met, "registered");
        }
        else if (policy == UnregisteredPolicy.Accepted)
        {
            Add(results, Criterion.LegalPerson, CriterionOutcome.Met, "accepted");
        }
        else if (policy == UnregisteredPolicy.Unspecified)
        {
            Add(results, Criterion.LegalPerson, CriterionOutcome.Unknown, "policy");
        }
        else if (policy == UnregisteredPolicy.ThroughHost && asker.Host is { } host)
        {
            Add(results, Criterion.LegalPerson, CriterionOutcome.Met, "hosted", data: [Datum.Text(host.DisplayName)]);
        }
        else if (asker.HasLegalPerson is null)
        {
            Add(results, Criterion.LegalPerson, CriterionOutcome.Unknown, "holder");
        }
        else if (policy == UnregisteredPolicy.ThroughHost)
        {
            Add(results, Criterion.LegalPerson, CriterionOutcome.NotMet, "through-host", [new Change(asker.Initiative.Id.Name, "hosted_by", null, [])]);
        }
        else
        {
            Add(results, Criterion.LegalPerson, CriterionOutcome.NotMet, "refused", [new Change(record, "unregistered_policy", "\"UNREGISTERED_POLICY_ACCEPTED\"", [])]);
        }
    }

    private static void AddNature(ImmutableArray<CriterionResult>.Builder results, Asker asker, FundingCall call)
    {
        if (call.OpenToNatures.IsEmpty)
        {
            return;
        }

        var nature = asker.Initiative.Nature;
        var outcome = nature == Nature.Unspecified ? CriterionOutcome.Unknown : call.OpenToNatures.Contains(nature) ? CriterionOutcome.Met : CriterionOutcome.NotMet;
        Add(
            results,
            Criterion.Nature,
            outcome,
            changes: outcome == CriterionOutcome.NotMet ? [new Change(call.Id.Name, "open_to_natures", JsonList(call.OpenToNatures.Append(nature).Select(ApiName)), [Datum.Term(nature)])] : [],
            data: [Datum.Term(call.OpenToNatures[0])]);
    }

    private static void AddGeneralInterest(ImmutableArray<CriterionResult>.Builder results, Asker asker, bool required)
    {
        if (!required)
        {
            return;
        }

        var outcome = asker.Initiative.GeneralInterest switch
        {
            Answer.Yes => CriterionOutcome.Met,
            Answer.No => CriterionOutcome.NotMet,
            _ => CriterionOutcome.Unknown,
        };
        Add(
            results,
            Criterion.GeneralInterest,
            outcome,
            changes: outcome == CriterionOutcome.NotMet ? [new Change(asker.Initiative.Id.Name, "general_interest", "\"ANSWER_YES\"", [])] : []);
    }

    private static void AddEssRequired(ImmutableArray<CriterionResult>.Builder results, Asker asker, bool required)
    {
        if (!required)
        {
            return;
        }

        // A host of the ESS asks in its own name for the initiative that it carries; one of which nobody said may be of it.
        bool? ofHost = asker.Host is { } host ? host.IsEss() : false;
        var ofHolder = asker.Holder?.IsEss();
        bool? isEss = ofHost == true || ofHolder == true ? true : ofHost is null ? null : ofHolder;
        Add(
            results,
            Criterion.EssRequired,
            Known(isEss),
            changes: isEss == false && asker.Holder is { } holder ? [new Change(holder.Id.Name, "ess_basis", "\"ESS_BASIS_DECLARED\"", [Datum.Text(holder.DisplayName)])] : []);
    }

    private static void AddMemberships(ImmutableArray<CriterionResult>.Builder results, Asker asker, Resource resource)
    {
        foreach (var condition in resource.AccessConditions)
        {
            if (condition is not { Kind: AccessConditionKind.Membership, Organisation: { } organisation })
            {
                continue;
            }

            var data = ImmutableArray.Create(Datum.Name(organisation.Name), Datum.AmountCents(condition.FeeCents));
            if (asker.Holder is not { } holder)
            {
                Add(results, Criterion.Membership, CriterionOutcome.Unknown, data: data);
                continue;
            }

            var isMember = holder.Memberships.Contains(organisation) || holder.Id == organisation;
            Add(
                results,
                Criterion.Membership,
                isMember ? CriterionOutcome.Met : CriterionOutcome.NotMet,
                changes: isMember ? [] : [new Change(holder.Id.Name, "memberships", JsonList(holder.Memberships.Append(organisation).Select(id => id.Name)), data)],
                data: data);
        }
    }

    /// <summary>A quantity refuses only when a need of the same kind counts the same unit.</summary>
    private static void AddQuantity(ImmutableArray<CriterionResult>.Builder results, Asker asker, Resource resource)
    {
        if (resource.Capacity is not { } capacity)
        {
            return;
        }

        var comparable = asker.Needs.Where(need => Answers(resource.Kind, need.Kind) && string.Equals(need.Quantity?.Unit, capacity.Unit, StringComparison.Ordinal)).ToList();
        if (comparable.Count == 0)
        {
            return;
        }

        var least = comparable.MinBy(need => need.Quantity!.Amount)!;
        var enough = least.Quantity!.Amount <= capacity.Amount;
        Add(
            results,
            Criterion.Capacity,
            enough ? CriterionOutcome.Met : CriterionOutcome.NotMet,
            "quantity",
            enough ? [] : [new Change(asker.Initiative.Id.NeedName(least.Id), "quantity", $$"""{"amount":"{{capacity.Amount}}","unit":"{{capacity.Unit}}"}""", [Datum.Number(capacity.Amount), Datum.Text(capacity.Unit)])],
            [Datum.Number(capacity.Amount), Datum.Text(capacity.Unit), Datum.Number(least.Quantity.Amount)]);
    }

    private static void AddAmount(ImmutableArray<CriterionResult>.Builder results, Asker asker, FundingCall call)
    {
        var sought = asker.Needs.Where(need => need is { Kind: NeedKind.Funding, AmountCents: > 0 }).ToList();
        if (sought.Count == 0 || call.MinAmountCents == 0)
        {
            return;
        }

        // The largest need decides: one need within the bounds is enough for the call to be of use.
        var largest = sought.MaxBy(need => need.AmountCents)!;
        var met = largest.AmountCents >= call.MinAmountCents;
        Add(
            results,
            Criterion.Amount,
            met ? CriterionOutcome.Met : CriterionOutcome.NotMet,
            changes: met ? [] : [new Change(asker.Initiative.Id.NeedName(largest.Id), "amount_cents", $"\"{call.MinAmountCents}\"", [Datum.AmountCents(call.MinAmountCents)])],
            data: [Datum.AmountCents(largest.AmountCents), Datum.AmountCents(call.MinAmountCents)]);
    }

    private static void AddEmerging(ImmutableArray<CriterionResult>.Builder results, Asker asker, Resource resource)
    {
        if (resource.Kind == ResourceKind.WelcomePlace && asker.Initiative.Phase == Phase.Emergence)
        {
            Add(
                results,
                Criterion.Emerging,
                resource.AcceptsEmergingInitiatives ? CriterionOutcome.Met : CriterionOutcome.NotMet,
                changes: resource.AcceptsEmergingInitiatives ? [] : [new Change(resource.Id.Name, "accepts_emerging_initiatives", "true", [])]);
        }
    }

    /// <summary>Whether a host can carry one more.</summary>
    private static void AddRoom(ImmutableArray<CriterionResult>.Builder results, HostingOffer offer)
    {
        var full = offer.HostedCount >= offer.Capacity;
        Add(
            results,
            Criterion.Capacity,
            full ? CriterionOutcome.NotMet : CriterionOutcome.Met,
            @case: "host",
            changes: full ? [new Change(offer.Id.Name, "capacity", Text(offer.HostedCount + 1), [Datum.Number(offer.HostedCount + 1)])] : [],
            data: [Datum.Number(offer.HostedCount), Datum.Number(offer.Capacity)]);
    }

    /// <summary>A value of a closed list as the API's JSON writes it: ACTOR_KIND_YOUTH_GROUP.</summary>
    private static string ApiName<T>(T value)
        where T : struct, Enum =>
        $"{UpperSnake(typeof(T).Name)}_{UpperSnake(value.ToString())}";

    private static string UpperSnake(string pascal) =>
        string.Concat(pascal.Select((character, i) => i > 0 && char.IsUpper(character) ? $"_{character}" : char.ToUpperInvariant(character).ToString()));
}
