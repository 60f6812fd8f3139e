using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Territories;
using static CitizenNetwork.UnitTests.Checked;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Initiatives;

public sealed class InitiativeRulesTests
{
    [Fact]
    [Trait("seed", "004-8")]
    public void Check_ASentenceAndACommune_IsEnough() => Assert.Empty(Told(Initiative("velos") with { Holder = null, Nature = Nature.Unspecified }));

    [Theory]
    [Trait("seed", "001-2")]
    [InlineData("une-personne")]
    [InlineData("un-collectif")]
    public void Check_AnyHolder_IsRight(string holder) => Assert.Empty(Told(Initiative("velos") with { Holder = new ActorId(holder) }));

    [Fact]
    [Trait("seed", "003-1")]
    [Trait("seed", "003-2")]
    [Trait("seed", "003-12")]
    [Trait("seed", "003-14")]
    public void Check_TypeNatureMotiveAndInterest_AreAllOptional()
    {
        var initiative = Initiative("velos");
        Assert.All(Enum.GetValues<InitiativeType>(), type => Assert.Empty(Told(initiative with { Type = type })));
        Assert.All(Enum.GetValues<Nature>(), nature => Assert.Empty(Told(initiative with { Nature = nature })));
        Assert.All(Enum.GetValues<Motive>(), motive => Assert.Empty(Told(initiative with { Motive = motive })));
        Assert.All(Enum.GetValues<Answer>(), answer => Assert.Empty(Told(initiative with { GeneralInterest = answer })));
    }

    [Fact]
    public void Check_EverythingWrong_IsToldAtOnce() => Assert.Equal(
        [
            "initiative.sentence TooShort",
            "initiative.title TooLong",
            "initiative.description TooLong",
            "initiative.commune Required",
            "initiative.themes[0] UnknownTheme",
            "initiative.sub_state OutOfRange",
            "initiative.needs[0].kind Required",
            "initiative.needs[0].title Required",
            "initiative.needs[1].name Duplicate",
        ],
        Told(Initiative("velos") with
        {
            Sentence = "Vélo",
            Title = Of(151),
            Description = Of(5_001),
            Commune = new PerimeterCode(string.Empty),
            Themes = ["velo"],
            SubState = SubState.Running,
            Needs = [Need("salle", NeedKind.Unspecified) with { Title = string.Empty }, Need("salle", NeedKind.Room)],
        }));

    [Fact]
    public void Check_MoreNeedsThanAllowed_TellsTheirNumber() => Assert.Equal(
        ["initiative.needs TooMany"],
        Told(Initiative("velos") with { Needs = [.. Enumerable.Range(0, InitiativeRules.MaxNeeds + 1).Select(i => Need($"besoin-{i}", NeedKind.Room))] }));

    [Theory]
    [Trait("seed", "004-8")]
    [InlineData(Phase.Emergence, SubState.Desire, SubState.Idea, SubState.Proposal)]
    [InlineData(Phase.Consolidation, SubState.ActionPlan)]
    [InlineData(Phase.Realisation, SubState.Running, SubState.Sustained, SubState.Closed)]
    [InlineData(Phase.Unspecified)]
    public void CheckPhase_EachSubState_BelongsToOnePhase(Phase phase, params SubState[] own)
    {
        Assert.Equal(own.Order(), InitiativeRules.SubStatesOf(phase).Order());
        Assert.All(Enum.GetValues<SubState>(), subState => Assert.Equal(
            phase == Phase.Unspecified ? ["at.phase Required"] : own.Contains(subState) ? [] : ["at.sub_state OutOfRange"],
            By(violations => InitiativeRules.CheckPhase(phase, subState, "at.", violations))));
    }

    [Fact]
    [Trait("seed", "004-7")]
    public void SubStatesOf_Emergence_BeginsWithTheIdea() => Assert.Equal(SubState.Idea, InitiativeRules.SubStatesOf(Phase.Emergence)[0]);

    [Fact]
    public void CheckPhase_WrongSubState_TellsTheOutermostOnes()
    {
        Domain.Refusals.Violations violations = new();
        InitiativeRules.CheckPhase(Phase.Emergence, SubState.Closed, "at.", violations);
        Assert.Equal(["SubState.Desire", "SubState.Proposal", "SubState.Closed"], violations.ToImmutable()[0].Data.Select(datum => datum.Value));
    }

    [Theory]
    [InlineData(Phase.Emergence, Phase.Emergence, true)]
    [InlineData(Phase.Emergence, Phase.Consolidation, true)]
    [InlineData(Phase.Emergence, Phase.Realisation, false)]
    [InlineData(Phase.Consolidation, Phase.Emergence, true)]
    [InlineData(Phase.Consolidation, Phase.Consolidation, true)]
    [InlineData(Phase.Consolidation, Phase.Realisation, true)]
    [InlineData(Phase.Realisation, Phase.Emergence, false)]
    [InlineData(Phase.Realisation, Phase.Consolidation, true)]
    [InlineData(Phase.Realisation, Phase.Realisation, true)]
    public void MayMove_FromOnePhaseToAnother_IsOneStepAtMost(Phase from, Phase to, bool may)
    {
        var initiative = Initiative("velos") with { Phase = from, SubState = InitiativeRules.SubStatesOf(from)[0] };
        Assert.Equal(may, InitiativeRules.MayMove(initiative, to));
        Assert.False(InitiativeRules.MayMove(initiative with { SubState = SubState.Closed }, to));
    }

    [Fact]
    [Trait("seed", "000-3")]
    public void CheckNeed_NeedOrExpectation_IsRight() => Assert.All(Enum.GetValues<ExpressionKind>(), expression => Assert.Empty(ToldOfNeed(Need("salle", NeedKind.Room) with
    {
        Expression = expression,
        Themes = ["food"],
        Urgency = Urgency.High,
        Quantity = new Quantity(40, "place"),
        Period = new Period(Today, Today.AddDays(10)),
        Commune = Saumur,
    })));

    [Fact]
    public void CheckNeed_EverythingWrong_IsToldAtOnce() => Assert.Equal(
        [
            "need.kind Required",
            "need.title TooLong",
            "need.description TooLong",
            "need.themes[0] UnknownTheme",
            "need.period.end_date DatesReversed",
            "need.commune UnknownCommune",
            "need.quantity.amount OutOfRange",
            "need.quantity.unit Required",
            "need.amount_cents NotApplicable",
        ],
        ToldOfNeed(Need("salle", NeedKind.Unspecified) with
        {
            Title = Of(151),
            Description = Of(InitiativeRules.MaxNeedDescriptionLength + 1),
            Themes = ["velo"],
            Period = new Period(Today, Today.AddDays(-1)),
            Commune = MaineEtLoire,
            Quantity = new Quantity(0, string.Empty),
            AmountCents = 1,
        }));

    [Theory]
    [InlineData(NeedKind.Funding, 0, null)]
    [InlineData(NeedKind.Funding, 3_000_00, null)]
    [InlineData(NeedKind.Funding, -1, "OutOfRange")]
    [InlineData(NeedKind.Room, 0, null)]
    [InlineData(NeedKind.Room, 1, "NotApplicable")]
    [InlineData(NeedKind.Room, -1, "NotApplicable")]
    public void CheckNeed_Amount_IsForFundingAlone(NeedKind kind, long cents, string? told) =>
        Assert.Equal(told is null ? [] : [$"need.amount_cents {told}"], ToldOfNeed(Need("besoin", kind) with { AmountCents = cents }));

    [Fact]
    public void CheckPin_EverythingWrong_IsToldAtOnce()
    {
        Assert.Equal(
            ["pin.candidate Required", "pin.message TooLong", "pin.author TooLong"],
            By(violations => InitiativeRules.CheckPin(new Pin(string.Empty, Of(501), Of(InitiativeRules.MaxAuthorLength + 1), default), "pin", violations)));
        Assert.Equal(["pin.author Required"], By(violations => InitiativeRules.CheckPin(new Pin("actors/ruche", string.Empty, " ", default), "pin", violations)));
    }

    [Fact]
    public void ShownTitle_WithoutTitle_IsTheSentence()
    {
        var initiative = Initiative("velos");
        Assert.Equal(initiative.Sentence, initiative.ShownTitle);
        Assert.Equal("Vélos", (initiative with { Title = "Vélos" }).ShownTitle);
    }

    private static IReadOnlyList<string> Told(Initiative initiative) => By(violations => InitiativeRules.Check(initiative, "initiative", Reference, violations));

    private static IReadOnlyList<string> ToldOfNeed(Need need) => By(violations => InitiativeRules.CheckNeed(need, "need", Reference, violations));
}
