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

/// <summary>
/// Whether an offer may go to an asker: every criterion that applies, with its outcome, the data that decided, and what
/// would lift it. Pure: the day and the territories are handed in. A criterion that an offer does not set is left out;
/// one that cannot be decided is <see cref="CriterionOutcome.Unknown"/> and passes.
/// </summary>
/// <param name="today">The day in Europe/Paris.</param>
/// <param name="territories">The territories.</param>
public sealed class EligibilityRules(DateOnly today, TerritoryTable territories)
{
    /// <summary>Whether an actor may be suggested as a partner.</summary>
    public ImmutableArray<CriterionResult> OfPartner(Asker asker, Actor partner, Wishes wishes)
    {
        var results = ImmutableArray.CreateBuilder<CriterionResult>();
        AddOneself(results, asker, partner.Id);
        AddSolicitable(results, partner);
        AddArea(results, asker, partner.Id.Name, "served_area", partner.ServedArea, required: false);
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
        AddAvailability(results, asker, resource);
        AddLegalPerson(results, asker, name, resource.UnregisteredPolicy);
        AddActorKind(results, asker, name, "open_to_kinds", resource.OpenToKinds);
        AddMemberships(results, asker, resource);
        AddQuantity(results, asker, resource);
        AddKindAsked(results, resource.Kind, wishes.ResourceKinds);
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
        if (!call.ExcludedArea.IsEmpty)
        {
            var excluded = territories.FinestContaining(asker.Place, call.ExcludedArea);
            Add(
                results,
                Criterion.ExcludedArea,
                excluded is null ? CriterionOutcome.Met : CriterionOutcome.NotMet,
                changes: excluded is null ? [] : [new Change(name, "excluded_area", JsonList(call.ExcludedArea.Where(code => !territories.IsWithin(asker.Place, code)).Select(code => code.Value)), [Datum.Perimeter(excluded.Code)])],
                data: excluded is null ? [Datum.Perimeter(asker.Place)] : [Datum.Perimeter(asker.Place), Datum.Perimeter(excluded.Code)]);
        }

        AddOpening(results, asker, name, "opening", call.Opening, NeedKind.Funding);
        AddLegalPerson(results, asker, name, call.UnregisteredPolicy);
        AddActorKind(results, asker, name, "open_to_kinds", call.OpenToKinds);
        AddNature(results, asker, call);
        AddGeneralInterest(results, asker, call.RequiresGeneralInterest);
        AddEssRequired(results, asker, call.RequiresEss);
        AddAmount(results, asker, call);
        return Ordered(results);
    }

    /// <summary>Whether a hosting offer may be suggested; <paramref name="host"/> is null when it is no longer registered.</summary>
    public ImmutableArray<CriterionResult> OfHostingOffer(Asker asker, HostingOffer offer, Actor? host, Wishes wishes)
    {
        var results = ImmutableArray.CreateBuilder<CriterionResult>();
        var name = offer.Id.Name;
        AddOwner(results, asker, offer.Host, host, wishes);
        AddArea(results, asker, name, "served_area", offer.ServedArea, required: true);
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

    private static void Add(
        ImmutableArray<CriterionResult>.Builder results,
        Criterion criterion,
        CriterionOutcome outcome,
        string @case = "",
        ImmutableArray<Change> changes = default,
        ImmutableArray<Datum> data = default) =>
        results.Add(new CriterionResult(criterion, outcome, @case, changes.IsDefault ? [] : changes, data.IsDefault ? [] : data));

    private static ImmutableArray<CriterionResult> Ordered(ImmutableArray<CriterionResult>.Builder results)
    {
        results.Sort((a, b) => a.Criterion.CompareTo(b.Criterion));
        return results.ToImmutable();
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string JsonList(IEnumerable<string> values) => $"[{string.Join(",", values.Select(value => $"\"{value}\""))}]";

    private static void AddOneself(ImmutableArray<CriterionResult>.Builder results, Asker asker, ActorId candidate) =>
        Add(results, Criterion.NotOneself, asker.Initiative.Holder == candidate ? CriterionOutcome.NotMet : CriterionOutcome.Met);

    private static void AddSolicitable(ImmutableArray<CriterionResult>.Builder results, Actor actor) =>
        Add(
            results,
            Criterion.Solicitable,
            actor.DoNotSolicit ? CriterionOutcome.NotMet : CriterionOutcome.Met,
            changes: actor.DoNotSolicit ? [new Change(actor.Id.Name, "do_not_solicit", "false", [Datum.Text(actor.DisplayName)])] : [],
            data: [Datum.Text(actor.DisplayName)]);

    private static void AddOwner(ImmutableArray<CriterionResult>.Builder results, Asker asker, ActorId id, Actor? owner, Wishes wishes)
    {
        AddOneself(results, asker, id);
        Add(results, Criterion.Owner, owner is null ? CriterionOutcome.NotMet : CriterionOutcome.Met, data: [Datum.Name(id.Name)]);
        if (owner is not null)
        {
            AddSolicitable(results, owner);
            AddEssCandidate(results, owner, wishes);
        }
    }

    private static void AddEssCandidate(ImmutableArray<CriterionResult>.Builder results, Actor actor, Wishes wishes)
    {
        if (wishes.RequireEss)
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
            changes: answering is null ? [new Change(record, field, JsonList(area.Append(asker.Place).Select(code => code.Value)), [Datum.Perimeter(asker.Place)])] : [],
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

        // A host of the ESS asks in its own name for the initiative that it carries.
        var isEss = asker.Host?.IsEss() == true ? true : asker.Holder?.IsEss();
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

    /// <summary>Open now, or opening before the need ends.</summary>
    private void AddOpening(ImmutableArray<CriterionResult>.Builder results, Asker asker, string record, string field, Period? opening, NeedKind kind)
    {
        if (opening is null)
        {
            return;
        }

        var ends = asker.Needs.Where(need => need.Kind == kind).Select(need => StillBinding(need).End).ToList();
        var needEnd = ends.Contains(null) ? null : ends.Max();
        if (opening.End is { } end && end < today)
        {
            Add(results, Criterion.Dates, CriterionOutcome.NotMet, "closed", [new Change(record, $"{field}.end_date", $"\"{Iso(today)}\"", [Datum.Date(today)])], [Datum.Date(end)]);
        }
        else if (opening.Start is { } start && start > today)
        {
            var inTime = needEnd is null || start <= needEnd;
            Add(
                results,
                Criterion.Dates,
                inTime ? CriterionOutcome.Met : CriterionOutcome.NotMet,
                inTime ? "opens" : "opens-late",
                inTime ? [] : [new Change(record, $"{field}.start_date", $"\"{Iso(needEnd!.Value)}\"", [Datum.Date(needEnd.Value)])],
                [Datum.Date(start)]);
        }
        else if (opening.End is { } closing)
        {
            Add(results, Criterion.Dates, CriterionOutcome.Met, "open-until", data: [Datum.Date(closing)]);
        }
        else
        {
            Add(results, Criterion.Dates, CriterionOutcome.Met, "open");
        }
    }

    /// <summary>When a need has to be met: from today when it says nothing or when its period has passed and it is still open.</summary>
    private Period StillBinding(Need need) => need.Period is { } period && !(period.End < today) ? period : new Period(today, null);

    /// <summary>Shared at some day of the need's period.</summary>
    private void AddAvailability(ImmutableArray<CriterionResult>.Builder results, Asker asker, Resource resource)
    {
        if (resource.Availability is not { } availability)
        {
            return;
        }

        var periods = asker.Needs.Where(need => Answers(resource.Kind, need.Kind)).Select(StillBinding).DefaultIfEmpty(new Period(today, null)).ToList();
        if (periods.Exists(availability.Overlaps) && !(availability.End < today))
        {
            Add(results, Criterion.Dates, CriterionOutcome.Met, "shared");
            return;
        }

        var wanted = periods[0];
        if (availability.End is { } end && (end < today || (wanted.Start is { } from && end < from)))
        {
            var needed = wanted.Start is { } start && start > today ? start : today;
            Add(results, Criterion.Dates, CriterionOutcome.NotMet, "no-longer-shared", [new Change(resource.Id.Name, "availability.end_date", $"\"{Iso(needed)}\"", [Datum.Date(needed)])], [Datum.Date(end)]);
        }
        else if (availability.Start is { } later)
        {
            var by = wanted.End ?? today;
            Add(results, Criterion.Dates, CriterionOutcome.NotMet, "shared-later", [new Change(resource.Id.Name, "availability.start_date", $"\"{Iso(by)}\"", [Datum.Date(by)])], [Datum.Date(later)]);
        }
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

    /// <summary>A value of a closed list as the API's JSON writes it: ACTOR_KIND_YOUTH_GROUP.</summary>
    private static string ApiName<T>(T value)
        where T : struct, Enum =>
        $"{UpperSnake(typeof(T).Name)}_{UpperSnake(value.ToString())}";

    private static string UpperSnake(string pascal) =>
        string.Concat(pascal.Select((character, i) => i > 0 && char.IsUpper(character) ? $"_{character}" : char.ToUpperInvariant(character).ToString()));

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
