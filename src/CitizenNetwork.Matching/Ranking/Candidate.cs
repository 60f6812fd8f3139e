using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Text;

namespace CitizenNetwork.Matching.Ranking;

/// <summary>What may be suggested: one record of any of the four collections, as gates and signals see it.</summary>
internal abstract record Candidate(
    string Name,
    string Title,
    ActorId OwnerId,
    Actor? Owner,
    ImmutableArray<string> Themes,
    AnalysedText Text,
    DateTimeOffset KnownTime,
    ImmutableArray<PerimeterCode> ServedArea,
    ImmutableArray<Phase> UsefulPhases)
{
    /// <summary>The record itself.</summary>
    public abstract object Record { get; }

    /// <summary>What the helper behind it does and is, for a candidate that names no phases (seed 003-16).</summary>
    public abstract (ImmutableArray<ActorRole> Roles, ActorKind Kind) Helper { get; }

    /// <summary>Commune where one meets; null when the record has none.</summary>
    public abstract PerimeterCode? Commune { get; }

    /// <summary>True: presence does not matter.</summary>
    public virtual bool IsRemote => false;

    /// <summary>How the gates stand: May it happen? is the domain's question. <paramref name="only"/> asks for one criterion alone.</summary>
    public abstract ImmutableArray<CriterionResult> Check(EligibilityRules rules, Asker asker, Wishes wishes, Criterion? only = null);

    /// <summary>The same candidate after a change of one of its records; itself when the change is of another record.</summary>
    public abstract Candidate Apply(Change change);
}

internal sealed record PartnerCandidate(Actor Actor, ImmutableArray<string> Themes, AnalysedText Text, DateTimeOffset KnownTime)
    : Candidate(Actor.Id.Name, Actor.DisplayName, Actor.Id, Actor, Themes, Text, KnownTime, Actor.ServedArea, Actor.UsefulPhases)
{
    public override object Record => Actor;

    public override (ImmutableArray<ActorRole> Roles, ActorKind Kind) Helper => (Actor.Roles, Actor.Kind);

    public override PerimeterCode? Commune => Actor.Commune;

    public override ImmutableArray<CriterionResult> Check(EligibilityRules rules, Asker asker, Wishes wishes, Criterion? only = null) => rules.OfPartner(asker, Actor, wishes, only);

    public override Candidate Apply(Change change) =>
        change.IsOf(Name) ? new PartnerCandidate(ChangeApplication.To(Actor, change), Themes, Text, KnownTime) : this;
}

internal sealed record ResourceCandidate(Resource Resource, Actor? Owner, ImmutableArray<string> Themes, AnalysedText Text, DateTimeOffset KnownTime)
    : Candidate(Resource.Id.Name, Resource.Title, Resource.Owner, Owner, Themes, Text, KnownTime, Resource.ServedArea, Resource.UsefulPhases)
{
    public override object Record => Resource;

    public override (ImmutableArray<ActorRole> Roles, ActorKind Kind) Helper => ([PhaseTable.RoleOf(Resource.Kind)], default);

    public override PerimeterCode? Commune => Resource.Commune;

    /// <summary>A tool or a method of which nobody said where is used from anywhere.</summary>
    public override bool IsRemote => Resource.AttendanceMode switch
    {
        AttendanceMode.Remote or AttendanceMode.Hybrid => true,
        AttendanceMode.OnSite => false,
        _ => Resource.Kind is ResourceKind.DigitalTool or ResourceKind.Method,
    };

    public override ImmutableArray<CriterionResult> Check(EligibilityRules rules, Asker asker, Wishes wishes, Criterion? only = null) => rules.OfResource(asker, Resource, Owner, wishes, only);

    public override Candidate Apply(Change change) => new ResourceCandidate(
        change.IsOf(Name) ? ChangeApplication.To(Resource, change) : Resource,
        ChangeApplication.ToOwner(Owner, change),
        Themes,
        Text,
        KnownTime);
}

internal sealed record FundingCandidate(FundingCall Call, Actor? Owner, ImmutableArray<string> Themes, AnalysedText Text, DateTimeOffset KnownTime)
    : Candidate(Call.Id.Name, Call.Title, Call.Funder, Owner, Themes, Text, KnownTime, Call.EligibleArea, Call.UsefulPhases)
{
    public override object Record => Call;

    public override (ImmutableArray<ActorRole> Roles, ActorKind Kind) Helper => ([ActorRole.Funder], default);

    /// <summary>Money has no place: the funder's seat says nothing of whom it funds.</summary>
    public override PerimeterCode? Commune => null;

    /// <summary>True: lighter calls are worth showing beside it (seed 004-15).</summary>
    public bool IsHard => Call.Effort is { IsHeavy: true } || Call.Flexibility == Flexibility.Strict;

    /// <summary>Whether this call asks for less than a hard one does; of both only the effort and the flexibility are read, and none is lighter than itself.</summary>
    public bool IsLighterThan(FundingCandidate hard) =>
        Call.Effort is not { IsHeavy: true }
        && (Call.Flexibility == Flexibility.Light
            || (Call.Effort is { IsKnown: true } mine && hard.Call.Effort is { IsKnown: true } its && mine.Pages + mine.Documents < its.Pages + its.Documents));

    public override ImmutableArray<CriterionResult> Check(EligibilityRules rules, Asker asker, Wishes wishes, Criterion? only = null) => rules.OfFundingCall(asker, Call, Owner, wishes, only);

    public override Candidate Apply(Change change) => new FundingCandidate(
        change.IsOf(Name) ? ChangeApplication.To(Call, change) : Call,
        ChangeApplication.ToOwner(Owner, change),
        Themes,
        Text,
        KnownTime);
}

internal sealed record HostCandidate(HostingOffer Offer, Actor? Owner, ImmutableArray<string> Themes, AnalysedText Text, DateTimeOffset KnownTime)
    : Candidate(Offer.Id.Name, Offer.Title, Offer.Host, Owner, Themes, Text, KnownTime, Offer.ServedArea, Offer.UsefulPhases)
{
    public override object Record => Offer;

    public override (ImmutableArray<ActorRole> Roles, ActorKind Kind) Helper => ([ActorRole.Host], default);

    /// <summary>An offer has no place of its own: people sign at the host's.</summary>
    public override PerimeterCode? Commune => Owner?.Commune;

    public override ImmutableArray<CriterionResult> Check(EligibilityRules rules, Asker asker, Wishes wishes, Criterion? only = null) => rules.OfHostingOffer(asker, Offer, Owner, wishes, only);

    public override Candidate Apply(Change change) => new HostCandidate(
        change.IsOf(Name) ? ChangeApplication.To(Offer, change) : Offer,
        ChangeApplication.ToOwner(Owner, change),
        Themes,
        Text,
        KnownTime);
}
