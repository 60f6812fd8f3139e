using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Matching.Ranking;

namespace CitizenNetwork.Matching.Signals;

/// <summary>
/// How well the candidate answers the open need that it answers best: what is lacking, times how much of the need's own
/// words it bears, times how much of the quantity, the period or the amount it covers. Each part takes away a bounded
/// share, so that no single one decides.
/// Cases ({0} Text: the need's title, unless said otherwise):
/// resource [.., Term ResourceKind]; resource-close [.., Term NeedKind asked, Term ResourceKind offered];
/// resource-quantity, resource-part [.., Term ResourceKind, Number offered, Text unit, Number asked];
/// resource-period [.., Term ResourceKind, Date first, Date last day in common];
/// funding [..]: amount not known; funding-covers, funding-part [.., AmountCents asked, AmountCents maximum]; funding-below [.., AmountCents asked, AmountCents minimum];
/// host [.., Term HostedAct first, BasisPoints fee]; host-no-need [Term HostedAct first, BasisPoints fee]: no need says so, but no legal person stands behind;
/// partner [..]; partner-serves [.., Term ActorKind of the asker]; partner-role [.., Term ActorRole]; partner-kind [.., Term ActorKind of the partner];
/// none []: answers no need; unknown []: no need is expressed.
/// </summary>
internal sealed class NeedFitSignal : ISignal
{
    /// <summary>Share that the need's own words decide.</summary>
    private const double WordsShare = 0.3;

    /// <summary>A resource of another kind that can serve.</summary>
    public const double CloseKind = 0.75;

    /// <summary>Share that the quantity or the period covered decides.</summary>
    private const double CoverageShare = 0.5;

    /// <summary>A price takes this much away; not saying takes half of it (seed 004-27).</summary>
    private const double PaidShare = 0.1;

    private const double AmountUnknown = 0.8;
    private const double AmountBelowMinimum = 0.3;

    /// <summary>A host for an asker that has no legal person and did not think of asking.</summary>
    private const double HostUnasked = 0.6;

    /// <summary>Share that a host's fee decides, at the greatest fee allowed.</summary>
    private const double FeeShare = 0.2;

    private const double PartnerSaysItServes = 1;
    private const double PartnerByRole = 0.8;
    private const double PartnerByKind = 0.7;
    private const double PartnerAtAll = 0.8;

    public Signal Signal => Signal.NeedFit;

    public SignalValue Measure(MatchContext context, Candidate candidate) => Best(context, candidate).Value;

    /// <summary>The need answered best and how well; no need when none is answered. Equal needs: the most urgent, then the first.</summary>
    public static (Need? Need, SignalValue Value) Best(MatchContext context, Candidate candidate)
    {
        (Need? Need, SignalValue Value) best = (null, default);
        for (var i = 0; i < context.Asker.Needs.Length; i++)
        {
            var need = context.Asker.Needs[i];
            if (Fit(context, candidate, need) is not { } fit)
            {
                continue;
            }

            fit = fit with { Value = WithWords(fit.Value, context.NeedWords[i].Coverage(context.NeedWords[i].Found(candidate.Text))) };
            if (best.Need is null || fit.Value > best.Value.Value || (fit.Value >= best.Value.Value && need.Urgency > best.Need.Urgency))
            {
                best = (need, fit);
            }
        }

        return best.Need is null ? (null, Unanswered(context, candidate)) : best;
    }

    /// <summary>Value for a need of a candidate that bears so much of its words; null: the need has none.</summary>
    public static double WithWords(double fit, double? words) => fit * (1 - WordsShare + (WordsShare * (words ?? SignalValue.Neutral)));

    /// <summary>Value for one of the asker's needs before its words; null: it does not answer that need.</summary>
    public static double? WithoutWords(MatchContext context, Candidate candidate, int need) => Fit(context, candidate, context.Asker.Needs[need])?.Value;

    /// <summary>Value of a candidate that answers no need.</summary>
    public static double OfNone(MatchContext context, Candidate candidate) => Unanswered(context, candidate).Value;

    private static SignalValue Unanswered(MatchContext context, Candidate candidate)
    {
        if (candidate is HostCandidate { Offer: { } offer } && context.Asker is { HasLegalPerson: false, Host: null })
        {
            return SignalValue.Of(HostUnasked * AfterFee(offer), "host-no-need", Datum.Term(FirstAct(offer)), Datum.BasisPoints(offer.FeeBasisPoints));
        }

        return context.Asker.Needs.IsEmpty ? SignalValue.Unknown : SignalValue.Of(0, "none");
    }

    private static SignalValue? Fit(MatchContext context, Candidate candidate, Need need) => candidate switch
    {
        ResourceCandidate { Resource: { } resource } when EligibilityRules.Answers(resource.Kind, need.Kind) => OfResource(context, resource, need),
        FundingCandidate { Call: { } call } when need.Kind == FundingCall.Answers => OfAmount(need, call.MinAmountCents, call.MaxAmountCents),
        HostCandidate { Offer: { } offer } when need.Kind == HostingOffer.Answers =>
            SignalValue.Of(AfterFee(offer), "host", Datum.Text(need.Title), Datum.Term(FirstAct(offer)), Datum.BasisPoints(offer.FeeBasisPoints)),
        PartnerCandidate { Actor: { } actor } => OfPartner(context, actor, need),
        _ => null,
    };

    private static SignalValue OfResource(MatchContext context, Resource resource, Need need)
    {
        var title = Datum.Text(need.Title);
        var kind = Datum.Term(resource.Kind);
        var isExact = EligibilityRules.AnswersExactly(resource.Kind, need.Kind);
        var value = (isExact ? 1 : CloseKind) * AfterPrice(resource.Cost);
        if (PeriodCovered(context, resource, need) is { Share: < 1 } period)
        {
            return SignalValue.Of(
                value * Covered(period.Share) * QuantityCovered(resource, need),
                "resource-period",
                title,
                kind,
                Datum.Date(period.First),
                Datum.Date(period.Last));
        }

        if (need.Quantity is { } asked && resource.Capacity is { } capacity && IsSameUnit(asked, capacity))
        {
            return SignalValue.Of(
                value * QuantityCovered(resource, need),
                asked.Amount <= capacity.Amount ? "resource-quantity" : "resource-part",
                title,
                kind,
                Datum.Number(capacity.Amount),
                Datum.Text(capacity.Unit),
                Datum.Number(asked.Amount));
        }

        return isExact ? SignalValue.Of(value, "resource", title, kind) : SignalValue.Of(value, "resource-close", title, Datum.Term(need.Kind), kind);
    }

    private static bool IsSameUnit(Quantity a, Quantity b) => string.Equals(a.Unit, b.Unit, StringComparison.Ordinal);

    private static double Covered(double share) => 1 - CoverageShare + (CoverageShare * share);

    private static double QuantityCovered(Resource resource, Need need) =>
        need.Quantity is { Amount: > 0 } asked && resource.Capacity is { } capacity && IsSameUnit(asked, capacity)
            ? Covered(Math.Min(1, (double)capacity.Amount / asked.Amount))
            : 1;

    /// <summary>Days of the need's period on which the resource is shared; null when either is open-ended or not said, or the period has passed.</summary>
    private static (double Share, DateOnly First, DateOnly Last)? PeriodCovered(MatchContext context, Resource resource, Need need)
    {
        if (resource.Availability is not { } availability || need.Period is not { End: { } end } period || end < context.Query.Today)
        {
            return null;
        }

        var start = period.Start ?? context.Query.Today;
        var first = availability.Start > start ? availability.Start.Value : start;
        var last = availability.End < end ? availability.End.Value : end;
        if (last < first)
        {
            return null;
        }

        return ((last.DayNumber - first.DayNumber + 1.0) / (end.DayNumber - start.DayNumber + 1), first, last);
    }

    private static double AfterPrice(Cost cost) => cost switch
    {
        Cost.Free => 1,
        Cost.Paid => 1 - PaidShare,
        _ => 1 - (PaidShare / 2),
    };

    private static SignalValue OfAmount(Need need, long min, long max)
    {
        var title = Datum.Text(need.Title);
        var asked = Datum.AmountCents(need.AmountCents);
        if (need.AmountCents > 0 && need.AmountCents < min)
        {
            return SignalValue.Of(AmountBelowMinimum, "funding-below", title, asked, Datum.AmountCents(min));
        }

        if (need.AmountCents == 0 || max == 0)
        {
            return SignalValue.Of(AmountUnknown, "funding", title);
        }

        return max >= need.AmountCents
            ? SignalValue.Of(1, "funding-covers", title, asked, Datum.AmountCents(max))
            : SignalValue.Of(Covered((double)max / need.AmountCents), "funding-part", title, asked, Datum.AmountCents(max));
    }

    private static double AfterFee(HostingOffer offer) => 1 - (FeeShare * Math.Min(1, (double)offer.FeeBasisPoints / HostingOfferRules.MaxFeeBasisPoints));

    private static HostedAct FirstAct(HostingOffer offer) => offer.Acts.IsEmpty ? HostedAct.Unspecified : offer.Acts[0];

    private static SignalValue? OfPartner(MatchContext context, Actor actor, Need need)
    {
        var title = Datum.Text(need.Title);
        if (need.Kind == NeedKind.Partner)
        {
            var holder = context.Asker.HolderKind;
            return holder != ActorKind.Unspecified && actor.ServesKinds.Contains(holder)
                ? SignalValue.Of(PartnerSaysItServes, "partner-serves", title, Datum.Term(holder))
                : SignalValue.Of(PartnerAtAll, "partner", title);
        }

        var role = EligibilityRules.RoleFor(need.Kind);
        if (actor.Roles.Contains(role))
        {
            return SignalValue.Of(PartnerByRole, "partner-role", title, Datum.Term(role));
        }

        return role == ActorRole.Facilitator && actor.Kind is ActorKind.SupportStructure or ActorKind.ResourceCentre
            ? SignalValue.Of(PartnerByKind, "partner-kind", title, Datum.Term(actor.Kind))
            : null;
    }
}
