using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Resources;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Eligibility;

/// <summary>Somebody asks for one offer, and how one criterion stands.</summary>
/// <param name="Name">What is particular about it.</param>
/// <param name="Asker">Who asks.</param>
/// <param name="Results">What the rules answer.</param>
/// <param name="Criterion">The criterion that it is about.</param>
/// <param name="Outcome">Its outcome; null: the criterion does not apply.</param>
/// <param name="Case">Its case.</param>
internal sealed record EligibilityCase(
    string Name,
    Asker Asker,
    ImmutableArray<CriterionResult> Results,
    Criterion Criterion,
    CriterionOutcome? Outcome,
    string Case)
{
    public static ImmutableArray<EligibilityCase> All => [.. PartnerCases.All, .. ResourceCases.All, .. FundingCases.All, .. HostCases.All, .. AudienceCases.All, .. AccessibilityCases.All];

    public override string ToString() => Name;
}

/// <summary>The people of the cases, and short ways to write them.</summary>
internal static class Cast
{
    public static EligibilityRules Rules { get; } = new(Today, Territories);

    public static Actor Collective { get; } = Actor("holder") with { DisplayName = "Les Rayons Libres", Kind = ActorKind.InformalCollective };

    public static Actor Registered { get; } = Actor("holder") with { DisplayName = "Vélo Solidaire", Kind = ActorKind.Association };

    public static Actor Ruche { get; } = Actor("ruche") with { DisplayName = "La Ruche" };

    public static Wishes OnlyEss { get; } = Wishes.None with { RequireEss = true };

    public static Asker By(Actor? holder, params ImmutableArray<Need> needs) => new(
        Initiative("velos") with { Holder = holder?.Id, Needs = needs },
        holder,
        holder?.Kind ?? ActorKind.Unspecified,
        null,
        needs);

    public static Asker Hosted(this Asker asker, Actor host) => asker with { Host = host, Initiative = asker.Initiative with { HostedBy = host.Id } };

    public static Asker As(this Asker asker, Func<Initiative, Initiative> change) => asker with { Initiative = change(asker.Initiative) };

    /// <summary>A sentence that nobody stored; of its bearer at most the kind is known (seed 004-8).</summary>
    public static Asker Draft(ActorKind kind) =>
        (By(null) with { HolderKind = kind }).As(initiative => initiative with { Id = new InitiativeId(string.Empty) });

    public static DateOnly Day(int fromToday) => Today.AddDays(fromToday);

    public static EligibilityCase Partner(string name, Criterion criterion, CriterionOutcome? outcome, Asker asker, Actor partner, Wishes? wishes = null) =>
        new($"partner: {name}", asker, Rules.OfPartner(asker, partner, wishes ?? Wishes.None), criterion, outcome, string.Empty);

    public static EligibilityCase Resource(string name, Criterion criterion, CriterionOutcome? outcome, string @case, Asker asker, Func<Resource, Resource> change, Wishes? wishes = null, Actor? owner = null, bool gone = false) =>
        new($"resource: {name}", asker, Rules.OfResource(asker, change(Samples.Resource("salle")), gone ? null : owner ?? Actor("owner"), wishes ?? Wishes.None), criterion, outcome, @case);

    public static EligibilityCase Call(string name, Criterion criterion, CriterionOutcome? outcome, string @case, Asker asker, Func<FundingCall, FundingCall> change, Wishes? wishes = null, Actor? funder = null, bool gone = false) =>
        new($"funding: {name}", asker, Rules.OfFundingCall(asker, change(FundingCall("coup-de-pouce")), gone ? null : funder ?? Actor("owner"), wishes ?? Wishes.None), criterion, outcome, @case);

    public static EligibilityCase Host(string name, Criterion criterion, CriterionOutcome? outcome, string @case, Asker asker, Func<HostingOffer, HostingOffer> change, Wishes? wishes = null, Actor? host = null, bool gone = false) =>
        new($"host: {name}", asker, Rules.OfHostingOffer(asker, change(HostingOffer("portage")), gone ? null : host ?? Actor("owner"), wishes ?? Wishes.None), criterion, outcome, @case);
}
