using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Territories;
using static CitizenNetwork.UnitTests.Checked;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Funding;

public sealed class FundingCallRulesTests
{
    [Fact]
    [Trait("seed", "003-14")]
    public void Check_EverythingFilledIn_IsRight() => Assert.Empty(Told(FundingCall("appel") with
    {
        Themes = ["food"],
        ExcludedArea = [Saumur],
        Opening = new Period(Today, Today),
        MinAmountCents = 500_00,
        MaxAmountCents = 500_00,
        EnvelopeCents = 100_000_00,
        CoFundingPercent = 100,
        Effort = new Effort(4, 3, 60, 30),
        OpenToKinds = [ActorKind.Association],
        OpenToNatures = [Nature.Citizen, Nature.CollectiveEntrepreneurship],
        UsefulPhases = [Phase.Realisation],
        ApplicationUrl = "https://www.exemple.fr/aide?x=é",
    }));

    [Fact]
    public void Check_EverythingWrong_IsToldAtOnce() => Assert.Equal(
        [
            "funding_call.kind Required",
            "funding_call.title Required",
            "funding_call.description TooLong",
            "funding_call.themes[0] UnknownTheme",
            "funding_call.eligible_area Required",
            "funding_call.excluded_area[0] UnknownPerimeter",
            "funding_call.opening.end_date DatesReversed",
            "funding_call.min_amount_cents OutOfRange",
            "funding_call.max_amount_cents OutOfRange",
            "funding_call.envelope_cents OutOfRange",
            "funding_call.co_funding_percent OutOfRange",
            "funding_call.open_to_kinds[0] Required",
            "funding_call.open_to_natures[1] Duplicate",
            "funding_call.useful_phases[0] Required",
            "funding_call.effort.pages OutOfRange",
            "funding_call.effort.documents OutOfRange",
            "funding_call.effort.decision_days OutOfRange",
            "funding_call.effort.payment_days OutOfRange",
            "funding_call.application_url BadPattern",
        ],
        Told(FundingCall("appel") with
        {
            Kind = FundingCallKind.Unspecified,
            Title = "\t",
            Description = Of(5_001),
            Themes = ["velo"],
            EligibleArea = [],
            ExcludedArea = [new PerimeterCode("Anjou")],
            Opening = new Period(Today, Today.AddDays(-1)),
            MinAmountCents = -1,
            MaxAmountCents = -1,
            EnvelopeCents = -1,
            CoFundingPercent = 101,
            OpenToKinds = [ActorKind.Unspecified],
            OpenToNatures = [Nature.Citizen, Nature.Citizen],
            UsefulPhases = [Phase.Unspecified],
            Effort = new Effort(-1, -1, -1, FundingCallRules.MaxEffort + 1),
            ApplicationUrl = "www.exemple.fr",
        }));

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(500_00, 0, true)]
    [InlineData(0, 500_00, true)]
    [InlineData(500_00, 500_00, true)]
    [InlineData(500_01, 500_00, false)]
    public void Check_Maximum_IsNotBelowTheMinimum(long min, long max, bool right) =>
        Assert.Equal(right ? [] : ["funding_call.max_amount_cents NotBelow"], Told(FundingCall("appel") with { MinAmountCents = min, MaxAmountCents = max }));

    [Theory]
    [InlineData("", true)]
    [InlineData("https://exemple.fr", true)]
    [InlineData("http://exemple.fr", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("/aide", false)]
    [InlineData("file:///etc/passwd", false)]
    public void Check_ApplicationUrl_IsHttps(string url, bool right) =>
        Assert.Equal(right ? [] : ["funding_call.application_url BadPattern"], Told(FundingCall("appel") with { ApplicationUrl = url }));

    [Fact]
    public void Check_ApplicationUrlTooLong_IsTold() =>
        Assert.Equal(["funding_call.application_url TooLong"], Told(FundingCall("appel") with { ApplicationUrl = "https://" + Of(FundingCallRules.MaxUrlLength) }));

    [Theory]
    [InlineData(0, 0, false, false)]
    [InlineData(9, 7, true, false)]
    [InlineData(10, 0, true, true)]
    [InlineData(0, 8, true, true)]
    public void Effort_PagesAndDocuments_SayHowHeavyItIs(int pages, int documents, bool known, bool heavy)
    {
        Effort effort = new(pages, documents, 400, 400);
        Assert.Equal((known, heavy), (effort.IsKnown, effort.IsHeavy));
    }

    private static IReadOnlyList<string> Told(FundingCall call) => By(violations => FundingCallRules.Check(call, "funding_call", Reference, violations));
}
