using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Territories;
using FsCheck;
using FsCheck.Fluent;
using static CitizenNetwork.UnitTests.Checked;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Actors;

public sealed class ActorTests
{
    [Theory]
    [Trait("seed", "000-1")]
    [Trait("seed", "002-3")]
    [InlineData(ActorKind.Individual)]
    [InlineData(ActorKind.InformalCollective)]
    [InlineData(ActorKind.YouthGroup)]
    [InlineData(ActorKind.Association)]
    [InlineData(ActorKind.TradeUnion)]
    [InlineData(ActorKind.Foundation)]
    public void Check_AnyKindWithoutNumber_IsRight(ActorKind kind) => Assert.Empty(Told(Actor("ruche") with { Kind = kind }));

    [Fact]
    [Trait("seed", "003-19")]
    public void Check_EverythingFilledIn_IsRight() => Assert.Empty(Told(Actor("ruche") with
    {
        Kind = ActorKind.SupportStructure,
        EssBasis = EssBasis.Declared,
        Themes = ["food", "youth"],
        ServedArea = [AngersLoireMetropole, PerimeterCode.France],
        Siren = "732829320",
        Rna = "W491234567",
        Roles = [ActorRole.Facilitator, ActorRole.NetworkHub],
        ServesKinds = [ActorKind.Association, ActorKind.LocalAuthority, ActorKind.Foundation],
        UsefulPhases = [Phase.Emergence, Phase.Consolidation],
        Memberships = [new ActorId("cap-rural")],
    }));

    [Fact]
    public void Check_EverythingWrong_IsToldAtOnce() => Assert.Equal(
        [
            "actor.display_name Required",
            "actor.kind Required",
            "actor.description TooLong",
            "actor.themes[1] UnknownTheme",
            "actor.commune UnknownCommune",
            "actor.served_area[0] UnknownPerimeter",
            "actor.roles[0] Required",
            "actor.serves_kinds[1] Duplicate",
            "actor.useful_phases[0] Required",
            "actor.memberships[1] NotItself",
            "actor.siren BadPattern",
            "actor.rna BadPattern",
        ],
        Told(Actor("ruche") with
        {
            DisplayName = " ",
            Kind = ActorKind.Unspecified,
            Description = Of(5_001),
            Themes = ["food", "velo"],
            Commune = new PerimeterCode("COM-00000"),
            ServedArea = [new PerimeterCode("DEP-00")],
            Roles = [ActorRole.Unspecified],
            ServesKinds = [ActorKind.Company, ActorKind.Company],
            UsefulPhases = [Phase.Unspecified],
            Memberships = [new ActorId("autre"), new ActorId("ruche")],
            Siren = "12345678",
            Rna = "491234567",
        }));

    [Fact]
    public void Check_TooLongOrTooMany_IsTold() => Assert.Equal(
        ["actor.display_name TooLong", "actor.memberships TooMany"],
        Told(Actor("ruche") with { DisplayName = Of(151), Memberships = [.. Enumerable.Range(0, ActorRules.MaxMemberships + 1).Select(i => new ActorId($"acteur-{i}"))] }));

    [Theory]
    [InlineData("", null)]
    [InlineData("732829320", null)]
    [InlineData("356000000", null)]
    [InlineData("552081317", null)]
    [InlineData("732829321", "BadCheckDigit")]
    [InlineData("372829320", "BadCheckDigit")]
    [InlineData("73282932", "BadPattern")]
    [InlineData("7328293200", "BadPattern")]
    [InlineData("73282932A", "BadPattern")]
    [InlineData("732 829 320", "BadPattern")]
    [InlineData("７32829320", "BadPattern")]
    public void Check_Siren_HasNineDigitsAndItsCheckDigit(string siren, string? told) => Assert.Equal(told is null ? [] : [$"actor.siren {told}"], Told(Actor("ruche") with { Siren = siren }));

    [Fact]
    public void Check_SirenOfAnyEightDigits_HasExactlyOneCheckDigit() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(0, 99_999_999).ToArbitrary(), number =>
            Enumerable.Range(0, 10).Count(digit => Told(Actor("ruche") with { Siren = $"{number:00000000}{digit}" }).Count == 0) == 1));

    [Theory]
    [InlineData("", true)]
    [InlineData("W491234567", true)]
    [InlineData("w491234567", false)]
    [InlineData("W49123456", false)]
    [InlineData("W4912345678", false)]
    [InlineData("W49123456X", false)]
    public void Check_Rna_IsWAndNineDigits(string rna, bool right) => Assert.Equal(right ? [] : ["actor.rna BadPattern"], Told(Actor("ruche") with { Rna = rna }));

    [Theory]
    [Trait("seed", "000-26")]
    [InlineData(ActorKind.Association, true)]
    [InlineData(ActorKind.Cooperative, true)]
    [InlineData(ActorKind.Mutual, true)]
    [InlineData(ActorKind.Foundation, true)]
    [InlineData(ActorKind.Company, null)]
    [InlineData(ActorKind.LocalAuthority, null)]
    [InlineData(ActorKind.Individual, null)]
    [InlineData(ActorKind.InformalCollective, null)]
    [InlineData(ActorKind.YouthGroup, null)]
    [InlineData(ActorKind.PublicService, null)]
    [InlineData(ActorKind.SupportStructure, null)]
    [InlineData(ActorKind.ResourceCentre, null)]
    [InlineData(ActorKind.TradeUnion, null)]
    public void IsEss_NothingSaid_IsWhatTheLawSaysOfTheKind(ActorKind kind, bool? isEss) => Assert.Equal(isEss, (Actor("ruche") with { Kind = kind }).IsEss());

    [Theory]
    [Trait("seed", "000-26")]
    [InlineData(EssBasis.ByStatus, true)]
    [InlineData(EssBasis.Commercial, true)]
    [InlineData(EssBasis.Esus, true)]
    [InlineData(EssBasis.Declared, true)]
    [InlineData(EssBasis.None, false)]
    public void IsEss_Said_IsWhatWasSaidWhateverTheKind(EssBasis basis, bool isEss) =>
        Assert.All(Enum.GetValues<ActorKind>(), kind => Assert.Equal(isEss, (Actor("ruche") with { Kind = kind, EssBasis = basis }).IsEss()));

    [Fact]
    [Trait("seed", "002-3")]
    public void HasLegalPerson_EachKind_IsFalseForPersonsAndGroupsWithoutNumber()
    {
        ActorKind[] without = [ActorKind.Individual, ActorKind.InformalCollective, ActorKind.YouthGroup];
        Assert.All(Enum.GetValues<ActorKind>(), kind =>
        {
            var actor = Actor("ruche") with { Kind = kind };
            Assert.Equal(!without.Contains(kind), actor.HasLegalPerson());
            Assert.True((actor with { Siren = "732829320" }).HasLegalPerson());
            Assert.True((actor with { Rna = "W491234567" }).HasLegalPerson());
        });
    }

    private static IReadOnlyList<string> Told(Actor actor) => By(violations => ActorRules.Check(actor, "actor", Reference, violations));
}
