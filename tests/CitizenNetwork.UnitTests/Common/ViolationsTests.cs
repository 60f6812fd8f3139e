using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Territories;
using FsCheck;
using FsCheck.Fluent;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Common;

public sealed class ViolationsTests
{
    [Fact]
    public void Add_FieldAlreadyWrong_KeepsTheFirstReason() => Assert.Equal(["a Required"], Checked.By(violations =>
    {
        violations.Add("a", ViolationCode.Required);
        violations.Add("a", ViolationCode.TooShort, Datum.Number(5));
    }));

    [Fact]
    public void Add_MoreThanAnybodyReads_StopsAtTheLimit() => Assert.Equal(Violations.Max, Checked.By(violations =>
    {
        for (var i = 0; i < Violations.Max + 10; i++)
        {
            violations.Add($"field[{i}]", ViolationCode.Required);
        }
    }).Count);

    [Theory]
    [InlineData("", 1, 5, "at Required")]
    [InlineData(" \t", 1, 5, "at Required")]
    [InlineData("", 0, 5, null)]
    [InlineData("ab", 3, 5, "at TooShort")]
    [InlineData("abc", 3, 5, null)]
    [InlineData("abcde", 3, 5, null)]
    [InlineData("abcdef", 3, 5, "at TooLong")]
    public void Text_AtItsLimits_IsTold(string text, int min, int max, string? told) => Assert.Equal(told is null ? [] : [told], Checked.By(violations => violations.Text("at", text, min, max)));

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(Limits.MaxAmountCents, true)]
    [InlineData(Limits.MaxAmountCents + 1, false)]
    [InlineData(long.MinValue, false)]
    [InlineData(long.MaxValue, false)]
    public void Amount_AtItsLimits_IsTold(long cents, bool right) => Assert.Equal(right ? [] : ["at OutOfRange"], Checked.By(violations => violations.Amount("at", cents)));

    [Fact]
    public void Amount_AnyNumber_IsRightExactlyBetweenTheLimits() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<long>(), cents =>
        {
            Violations violations = new();
            violations.Amount("at", cents);
            return violations.Any == (cents is < 0 or > Limits.MaxAmountCents);
        }));

    [Fact]
    public void Period_Reversed_NamesItsEnd()
    {
        DateOnly day = new(2026, 11, 30);
        Assert.Equal(["at.end_date DatesReversed"], Checked.By(violations => violations.Period("at", new Period(day, day.AddDays(-1)))));
        Assert.Empty(Checked.By(violations =>
        {
            violations.Period("at", new Period(day, day));
            violations.Period("at", new Period(null, day));
            violations.Period("at", new Period(day, null));
            violations.Period("at", null);
        }));
    }

    [Fact]
    public void Terms_UnspecifiedOrTwice_NamesTheEntry() => Assert.Equal(
        ["at[1] Required", "at[3] Duplicate"],
        Checked.By(violations => violations.Terms("at", [Phase.Emergence, Phase.Unspecified, Phase.Realisation, Phase.Emergence])));

    [Fact]
    public void ThemeCodes_UnknownOrTooMany_NamesThem()
    {
        Assert.Equal(["at[0] UnknownTheme", "at[2] UnknownTheme"], Checked.By(violations => violations.ThemeCodes("at", ["velo", "food", "FOOD"], Themes)));
        Assert.Equal(["at TooMany"], Checked.By(violations => violations.ThemeCodes("at", [.. Enumerable.Repeat("food", Limits.MaxThemes + 1)], Themes)));
    }

    [Theory]
    [InlineData("COM-49007", true, null)]
    [InlineData("", true, "at Required")]
    [InlineData("", false, null)]
    [InlineData(null, true, "at Required")]
    [InlineData("COM-99999", true, "at UnknownCommune")]
    [InlineData("DEP-49", true, "at UnknownCommune")]
    [InlineData("49007", false, "at UnknownCommune")]
    public void Commune_EachSituation_IsTold(string? code, bool required, string? told) =>
        Assert.Equal(told is null ? [] : [told], Checked.By(violations => violations.Commune("at", new PerimeterCode(code!), Territories, required)));

    [Fact]
    public void Commune_MisspeltName_OffersTheNearest()
    {
        Violations violations = new();
        violations.Commune("at", new PerimeterCode("COM-Trelase"), Territories);
        Assert.StartsWith("Trélazé (COM-49353), ", violations.ToImmutable()[0].Data[1].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Perimeters_UnknownMissingOrTooMany_NamesThem()
    {
        Assert.Equal(["at[1] UnknownPerimeter"], Checked.By(violations => violations.Perimeters("at", [MaineEtLoire, new PerimeterCode("DEP-999"), PerimeterCode.France], Territories)));
        Assert.Equal(["at Required"], Checked.By(violations => violations.Perimeters("at", [], Territories, required: true)));
        Assert.Equal(["at TooMany"], Checked.By(violations => violations.Perimeters("at", [.. Enumerable.Repeat(MaineEtLoire, Limits.MaxPerimeters + 1)], Territories)));
    }
}
