using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;
using FsCheck;
using FsCheck.Fluent;
using static CitizenNetwork.UnitTests.Eligibility.Cast;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Eligibility;

/// <summary>
/// What is not known never refuses: a criterion that is not met while something is missing would not be met whatever it
/// turned out to be. Random offers are asked by somebody of whom everything is known, and by the same one half known.
/// </summary>
public sealed class UnknownNeverRefusesTests
{
    private static readonly Config s_many = Config.QuickThrowOnFailure.WithMaxTest(2_000);

    [Fact]
    public void OfFundingCall_AskerHalfKnown_RefusesOnlyWhatItWouldAnyway() =>
        Check.One(s_many, Prop.ForAll(Askers(), Seeds(), (asked, seed) => Holds(asked, asker => Rules.OfFundingCall(asker, Call(seed), Actor("owner"), Wishes.None))));

    [Fact]
    public void OfResource_AskerHalfKnown_RefusesOnlyWhatItWouldAnyway() =>
        Check.One(s_many, Prop.ForAll(Askers(), Seeds(), (asked, seed) => Holds(asked, asker => Rules.OfResource(asker, Shared(seed), Actor("owner"), Wishes.None))));

    [Fact]
    public void OfPartner_AskerHalfKnown_RefusesOnlyWhatItWouldAnyway() =>
        Check.One(s_many, Prop.ForAll(Askers(), Seeds(), (asked, seed) => Holds(asked, asker => Rules.OfPartner(asker, Offering(seed), Wishes.None))));

    [Fact]
    public void OfHostingOffer_AskerHalfKnown_RefusesOnlyWhatItWouldAnyway() =>
        Check.One(s_many, Prop.ForAll(Askers(), Seeds(), (asked, seed) => Holds(asked, asker => Rules.OfHostingOffer(
            asker,
            HostingOffer("portage") with { RequiresGeneralInterest = new Random(seed).Next(2) == 0, ServedArea = Some(new Random(seed), s_areas) },
            Actor("owner"),
            Wishes.None))));

    [Fact]
    public void OfEverything_OfferThatSaysNothing_RefusesNobody() =>
        Check.One(s_many, Prop.ForAll(Askers(), asked =>
            Passes(Rules.OfPartner(asked.Known, Ruche, Wishes.None))
            && Passes(Rules.OfResource(asked.Known, Resource("salle") with { UnregisteredPolicy = UnregisteredPolicy.Unspecified }, Actor("owner"), Wishes.None))
            && Passes(Rules.OfFundingCall(asked.Known, FundingCall("appel") with { UnregisteredPolicy = UnregisteredPolicy.Unspecified, EligibleArea = [] }, Actor("owner"), Wishes.None))
            && Passes(Rules.OfHostingOffer(asked.Known, HostingOffer("portage") with { ServedArea = [] }, Actor("owner"), Wishes.None))));

    private static readonly ImmutableArray<PerimeterCode> s_areas = [Angers, Saumur, AngersLoireMetropole, MaineEtLoire, LoireAtlantique];

    private static bool Holds((Asker Known, Asker Half) asked, Func<Asker, ImmutableArray<CriterionResult>> rules)
    {
        var known = Refused(rules(asked.Known));
        return Refused(rules(asked.Half)).All(known.Contains);
    }

    private static bool Passes(ImmutableArray<CriterionResult> results) => results.All(result => result.Outcome != CriterionOutcome.NotMet);

    private static HashSet<Criterion> Refused(ImmutableArray<CriterionResult> results) =>
        [.. results.Where(result => result.Outcome == CriterionOutcome.NotMet).Select(result => result.Criterion)];

    private static Arbitrary<int> Seeds() => Gen.Choose(0, 1_000_000).ToArbitrary();

    private static Arbitrary<(Asker Known, Asker Half)> Askers() => Gen.Choose(0, 1_000_000).Select(seed =>
    {
        Random random = new(seed);
        var holder = Person(random, "holder");
        var known = By(holder, Sought(random)).As(initiative => initiative with
        {
            Nature = Any<Nature>(random, 1),
            GeneralInterest = Any<Answer>(random, 1),
            Phase = Any<Phase>(random, 1),
            Audience = new Audience(random.Next(40), 40 + random.Next(40)),
        });
        var host = random.Next(2) == 0 ? Person(random, "host") : null;
        known = host is null ? known : known.Hosted(host);
        return (known, Forget(random, known));
    }).ToArbitrary();

    /// <summary>Takes away what a caller may leave out; each independently, or nothing.</summary>
    private static Asker Forget(Random random, Asker asker)
    {
        var half = random.Next(3) switch
        {
            // The holder is gone or was never said; an initiative without holder may still be known to have a host.
            0 => asker with { Holder = null, HolderKind = ActorKind.Unspecified },
            1 => asker with { Holder = Vague(asker.Holder!) },
            _ => asker,
        };
        half = random.Next(2) == 0 && half.Host is { } host ? half with { Host = Vague(host) } : half;
        return half.As(initiative => initiative with
        {
            Nature = random.Next(2) == 0 ? Nature.Unspecified : initiative.Nature,
            GeneralInterest = random.Next(2) == 0 ? Answer.Unspecified : initiative.GeneralInterest,
            Audience = random.Next(2) == 0 ? null : initiative.Audience,
        });
    }

    /// <summary>Not said to be of the ESS or not; for some kinds the law says it, and those are left alone.</summary>
    private static Actor Vague(Actor actor) => (actor with { EssBasis = EssBasis.Unspecified }).IsEss() is null ? actor with { EssBasis = EssBasis.Unspecified } : actor;

    private static Actor Person(Random random, string id) => Actor(id) with
    {
        Kind = Any<ActorKind>(random, 1),
        EssBasis = Any<EssBasis>(random, 1),
        Memberships = random.Next(2) == 0 ? [new ActorId("cap-rural")] : [],
    };

    private static ImmutableArray<Need> Sought(Random random) =>
    [
        .. Enumerable.Range(0, random.Next(3)).Select(i => Need($"besoin-{i}", random.Next(2) == 0 ? NeedKind.Room : NeedKind.Funding))
            .Select(need => need.Kind == NeedKind.Funding ? need with { AmountCents = random.Next(5_000) } : need with { Quantity = new Quantity(random.Next(1, 60), "place") }),
    ];

    private static Domain.Funding.FundingCall Call(int seed)
    {
        Random random = new(seed);
        return FundingCall("appel") with
        {
            EligibleArea = Some(random, s_areas),
            ExcludedArea = Some(random, s_areas),
            OpenToKinds = Some(random, [.. Enum.GetValues<ActorKind>().Skip(1)]),
            OpenToNatures = Some(random, [Nature.Citizen, Nature.CollectiveEntrepreneurship]),
            UnregisteredPolicy = Any<UnregisteredPolicy>(random, 0),
            RequiresEss = random.Next(2) == 0,
            RequiresGeneralInterest = random.Next(2) == 0,
            MinAmountCents = random.Next(2) * 2_500,
            Audience = Served(random),
        };
    }

    private static Resource Shared(int seed)
    {
        Random random = new(seed);
        return Resource("salle") with
        {
            Kind = Any<ResourceKind>(random, 1),
            ServedArea = Some(random, s_areas),
            OpenToKinds = Some(random, [.. Enum.GetValues<ActorKind>().Skip(1)]),
            UnregisteredPolicy = Any<UnregisteredPolicy>(random, 0),
            Capacity = random.Next(2) == 0 ? new Quantity(30, "place") : null,
            AccessConditions = random.Next(2) == 0 ? [new AccessCondition(AccessConditionKind.Membership, new ActorId("cap-rural"), 0, "")] : [],
            AcceptsEmergingInitiatives = random.Next(2) == 0,
            Audience = Served(random),
            ExcludedArea = Some(random, s_areas),
        };
    }

    private static Actor Offering(int seed)
    {
        Random random = new(seed);
        return Ruche with { ServedArea = Some(random, s_areas), ServesKinds = Some(random, [.. Enum.GetValues<ActorKind>().Skip(1)]) };
    }

    private static Audience? Served(Random random) => random.Next(3) switch { 0 => null, 1 => new Audience(random.Next(1, 90), 0), _ => new Audience(0, random.Next(1, 90)) };

    private static ImmutableArray<T> Some<T>(Random random, ImmutableArray<T> values) => [.. values.Where(_ => random.Next(3) == 0)];

    private static T Any<T>(Random random, int from)
        where T : struct, Enum =>
        Enum.GetValues<T>()[random.Next(from, Enum.GetValues<T>().Length)];
}
