using CitizenNetwork.Domain.Common;
using FsCheck;
using FsCheck.Fluent;

namespace CitizenNetwork.UnitTests.Common;

public sealed class PeriodTests
{
    [Fact]
    public void Overlaps_AnyTwo_IsSymmetric() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Periods(), Periods(), (a, b) => a.Overlaps(b) == b.Overlaps(a)));

    [Fact]
    public void Overlaps_Itself_IsTrue() => Check.QuickThrowOnFailure(Prop.ForAll(Periods(), period => period.Overlaps(period) && period.Overlaps(Period.Always)));

    [Fact]
    public void Contains_ADay_IsOverlappingThatDayAlone() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Periods(), Days(), (period, day) => period.Contains(day) == period.Overlaps(new Period(day, day))));

    [Fact]
    public void Overlaps_AnyTwo_IsHavingADayInCommon() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Periods(), Periods(), (a, b) =>
            a.Overlaps(b) == Enumerable.Range(-5, 80).Any(day => a.Contains(Day(day)) && b.Contains(Day(day)))));

    [Fact]
    public void Contains_BothEnds_IsTrue()
    {
        Period may = new(new DateOnly(2027, 5, 1), new DateOnly(2027, 5, 31));
        Assert.True(may.Contains(may.Start!.Value) && may.Contains(may.End!.Value));
        Assert.False(may.Contains(may.Start.Value.AddDays(-1)) || may.Contains(may.End.Value.AddDays(1)));
        Assert.True(Period.Always.Contains(DateOnly.MinValue) && Period.Always.Contains(DateOnly.MaxValue));
    }

    private static DateOnly Day(int number) => new DateOnly(2026, 2, 1).AddDays(number);

    private static Arbitrary<DateOnly> Days() => Gen.Choose(0, 60).Select(Day).ToArbitrary();

    private static Arbitrary<Period> Periods() =>
        (from start in Gen.Choose(0, 60)
         from length in Gen.Choose(0, 30)
         from open in Gen.Choose(0, 5)
         select new Period(open is 1 or 3 ? null : Day(start), open is 2 or 3 ? null : Day(start + length))).ToArbitrary();
}
