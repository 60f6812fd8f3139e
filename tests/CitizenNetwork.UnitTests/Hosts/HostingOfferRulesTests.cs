using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Territories;
using static CitizenNetwork.UnitTests.Checked;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Hosts;

public sealed class HostingOfferRulesTests
{
    [Fact]
    [Trait("seed", "004-18")]
    public void Check_EveryActAndTheGreatestFee_IsRight() => Assert.Empty(Told(HostingOffer("portage") with
    {
        Acts = [.. Enum.GetValues<HostedAct>().Where(act => act != HostedAct.Unspecified)],
        FeeBasisPoints = HostingOfferRules.MaxFeeBasisPoints,
        Capacity = HostingOfferRules.MaxCapacity,
        HostedCount = HostingOfferRules.MaxCapacity,
        ExitTerms = Of(HostingOfferRules.MaxExitTermsLength),
    }));

    [Fact]
    [Trait("seed", "004-18")]
    public void Check_MoreHostedThanCapacity_IsRight() =>
        // It happens, and the record has to be able to say so.
        Assert.Empty(Told(HostingOffer("portage") with { Capacity = 10, HostedCount = 12 }));

    [Fact]
    public void Check_EverythingWrong_IsToldAtOnce() => Assert.Equal(
        [
            "hosting_offer.title TooLong",
            "hosting_offer.description TooLong",
            "hosting_offer.themes[0] UnknownTheme",
            "hosting_offer.acts[0] Required",
            "hosting_offer.acts[2] Duplicate",
            "hosting_offer.served_area Required",
            "hosting_offer.fee_basis_points OutOfRange",
            "hosting_offer.capacity OutOfRange",
            "hosting_offer.hosted_count OutOfRange",
            "hosting_offer.useful_phases[0] Required",
            "hosting_offer.opening.end_date DatesReversed",
            "hosting_offer.exit_terms TooLong",
        ],
        Told(HostingOffer("portage") with
        {
            Title = Of(151),
            Description = Of(5_001),
            Themes = ["velo"],
            Acts = [HostedAct.Unspecified, HostedAct.Insurance, HostedAct.Insurance],
            ServedArea = [],
            FeeBasisPoints = HostingOfferRules.MaxFeeBasisPoints + 1,
            Capacity = 0,
            HostedCount = -1,
            UsefulPhases = [Phase.Unspecified],
            Opening = new Period(Today, Today.AddDays(-1)),
            ExitTerms = Of(HostingOfferRules.MaxExitTermsLength + 1),
        }));

    [Fact]
    public void Check_NoActOrUnknownArea_IsTold() => Assert.Equal(
        ["hosting_offer.acts Required", "hosting_offer.served_area[1] UnknownPerimeter"],
        Told(HostingOffer("portage") with { Acts = [], ServedArea = [MaineEtLoire, new PerimeterCode("DEP-999")] }));

    private static IReadOnlyList<string> Told(HostingOffer offer) => By(violations => HostingOfferRules.Check(offer, "hosting_offer", Reference, violations));
}
