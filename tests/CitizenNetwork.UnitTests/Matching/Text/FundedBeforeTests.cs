using CitizenNetwork.Benchmarks.Text.Q4;
using CitizenNetwork.Testing;

namespace CitizenNetwork.UnitTests.Matching.Text;

/// <summary>Target Q4 on real data, through the matcher: what naive Bayes reaches in the same run is the yardstick.</summary>
public sealed class FundedBeforeTests
{
    [SkippableFact]
    public void FondsVert_TitleOfAProject_FindsItsCall()
    {
        var (ours, yardstick) = Shares(TitledProject.FondsVert(Repository.RequireRealData()));

        Assert.True(ours.MeanFirst >= yardstick.MeanFirst + 0.015, $"{ours.MeanFirst:F4} against {yardstick.MeanFirst:F4}");
        Assert.True(ours.MeanAmongThree >= yardstick.MeanAmongThree, $"{ours.MeanAmongThree:F4} against {yardstick.MeanAmongThree:F4}");
    }

    [SkippableFact]
    public void Paris_TitleOfAProject_FindsItsTheme()
    {
        var (ours, yardstick) = Shares(TitledProject.Paris(Repository.RequireRealData()));

        Assert.True(ours.MeanFirst >= yardstick.MeanFirst + 0.04, $"{ours.MeanFirst:F4} against {yardstick.MeanFirst:F4}");
    }

    private static (FoldShares Ours, FoldShares Yardstick) Shares(IReadOnlyList<TitledProject> projects) =>
    (
        FiveFolds.Of(projects, (known, answers) => new FundedBefore(known, answers).Learn().Order),
        FiveFolds.Of(projects, (known, answers) => new NaiveBayes(known, answers, 1).Order));
}
