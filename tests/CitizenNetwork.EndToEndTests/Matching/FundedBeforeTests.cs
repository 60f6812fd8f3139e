using CitizenNetwork.Benchmarks.Text.Q4;
using CitizenNetwork.Benchmarks.Text.Served;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Server.Matching;
using CitizenNetwork.Testing;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CitizenNetwork.EndToEndTests.Matching;

/// <summary>
/// Target Q4 on real data, through the service: fold 0 is asked about, on which nothing was tuned, and the four others are known.
/// What naive Bayes reaches with the same titles is the yardstick.
/// </summary>
public sealed class FundedBeforeTests
{
    [SkippableFact]
    public Task FondsVert_TitleOfAProject_FindsItsCall() => AssertAheadAsync(TitledProject.FondsVert(Repository.RequireRealData()), 0.015);

    [SkippableFact]
    public Task Paris_TitleOfAProject_FindsItsTheme() => AssertAheadAsync(TitledProject.Paris(Repository.RequireRealData()), 0.04);

    private static async Task AssertAheadAsync(IReadOnlyList<TitledProject> projects, double mark)
    {
        List<string> answers = [.. projects.Select(project => project.Answer).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        List<TitledProject> known = [.. projects.Where(project => project.Fold != 0)];
        List<TitledProject> asked = [.. projects.Where(project => project.Fold == 0)];
        var server = await ServerFixture.StartAsync();
        try
        {
            using var channel = GrpcChannel.ForAddress(server.Server.GrpcAddress);
            ServedBefore service = new(channel.CreateCallInvoker(), server.Key, answers);
            await service.LoadAsync(known);
            server.Server.Services.GetServices<IHostedService>().OfType<TextLearning>().Single().Learn();

            var found = await service.AskAsync([.. asked.Select(project => project.Title)]);

            NaiveBayes yardstick = new(known, answers, 1);
            var (ours, theirs) = (Share(i => found[i]), Share(i => yardstick.Order(asked[i].Title)));
            Assert.True(ours >= theirs + mark, $"{ours:F4} against {theirs:F4} of {asked.Count} titles");
        }
        finally
        {
            await server.DisposeAsync();
        }

        double Share(Func<int, IReadOnlyList<string>> order) => (double)Enumerable.Range(0, asked.Count).Count(i => order(i)[0] == asked[i].Answer) / asked.Count;
    }
}
