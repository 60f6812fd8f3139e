namespace CitizenNetwork.Benchmarks.Text.Q4;

/// <summary>How often the true answer came first, and among the first three, in each fold: shares of the fold's questions.</summary>
internal sealed record FoldShares(IReadOnlyList<double> First, IReadOnlyList<double> AmongThree)
{
    public double MeanFirst => First.Average();

    public double MeanAmongThree => AmongThree.Average();
}

/// <summary>Target Q4: five folds by the first byte of SHA-1 of the group mod 5; each is asked about with the four others known.</summary>
internal static class FiveFolds
{
    /// <param name="projects">All projects.</param>
    /// <param name="learn">From known projects and all answers to what orders the answers for a title.</param>
    public static FoldShares Of(IReadOnlyList<TitledProject> projects, Func<IReadOnlyList<TitledProject>, IReadOnlyList<string>, Func<string, IReadOnlyList<string>>> learn)
    {
        List<string> answers = [.. projects.Select(project => project.Answer).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        List<double> first = [], amongThree = [];
        for (var fold = 0; fold < TitledProject.Folds; fold++)
        {
            var order = learn([.. projects.Where(project => project.Fold != fold)], answers);
            var asked = projects.Where(project => project.Fold == fold).ToList();
            var ranks = asked.Select(project => order(project.Title).ToList().IndexOf(project.Answer)).ToList();
            first.Add((double)ranks.Count(rank => rank == 0) / asked.Count);
            amongThree.Add((double)ranks.Count(rank => rank is >= 0 and < 3) / asked.Count);
        }

        return new FoldShares(first, amongThree);
    }
}
