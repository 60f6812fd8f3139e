using System.Globalization;
using CitizenNetwork.EndToEndTests.Import;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Testing;
using Xunit.Abstractions;

namespace CitizenNetwork.EndToEndTests.Duplicates;

/// <summary>What real directories have in common. What is printed is for people who judge the score.</summary>
public sealed class RealDuplicatesTests(ITestOutputHelper output)
{
    /// <summary>Pairs printed for a check by hand.</summary>
    private const int Drawn = 30;

    /// <summary>Of the draw; printed with it.</summary>
    private const int Seed = 20_261_125;

    private static readonly string[] s_directories = ["maine-et-loire", "gironde", "hub-lo", "mulhouse", "mednum-hub-antilles", "ultra-num", "epernay"];

    [SkippableFact]
    [Trait("seed", "003-9")]
    [Trait("feature", "F7")]
    public async Task ListDuplicates_OfFranceServicesAndSevenDirectories_FindsWhatTheyShare()
    {
        Repository.RequireRealData("acteurs-mednum", "sources", "gironde.json");
        var server = await ServerFixture.StartAsync();
        try
        {
            await ImportAsync("france-services", Repository.RequireRealData("france-services", "france_services_2020.geojson"));
            var noted = 0L;
            foreach (var directory in s_directories)
            {
                noted += (await ImportAsync(directory, Repository.RequireRealData("acteurs-mednum", "sources", $"{directory}.json"))).Noted("POSSIBLE_DUPLICATE");
            }

            List<DuplicatePair> pairs = [];
            await Pages.AllAsync(
                async token => await server.Wire.Duplicates.ListDuplicatesAsync(new ListDuplicatesRequest { Collection = "actors", MinScore = 0.3, PageToken = token, PageSize = 100 }),
                page => page.Pairs,
                page => page.NextPageToken,
                pairs);

            foreach (var band in pairs.GroupBy(pair => (int)Math.Min(9, pair.Score * 10)).OrderByDescending(band => band.Key))
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"score {band.Key / 10.0:0.0} to {(band.Key + 1) / 10.0:0.0}: {band.Count()} pairs"));
            }

            var likely = pairs.Where(pair => pair.Score >= 0.5).ToList();
            output.WriteLine($"{likely.Count} likely pairs; imports noted {noted}");
            output.WriteLine($"The first {Drawn}:");
            likely.Take(Drawn).ToList().ForEach(Print);
            output.WriteLine($"{Drawn} drawn by the seed {Seed}:");
            Random random = new(Seed);
            likely.OrderBy(_ => random.Next()).Take(Drawn).ToList().ForEach(Print);
            output.WriteLine("Just below:");
            pairs.Where(pair => pair.Score < 0.5).Take(Drawn).ToList().ForEach(Print);

            Assert.True(likely.Count >= 20, $"{likely.Count} likely pairs");
            Assert.Equal(pairs.OrderByDescending(pair => pair.Score).Select(pair => pair.Score), pairs.Select(pair => pair.Score));
            Assert.All(pairs, pair => Assert.NotEqual(pair.First.Source, pair.Second.Source));
            Assert.All(pairs, pair => Assert.NotEmpty(pair.Reasons));
            Assert.True(noted > 0);
        }
        finally
        {
            await server.DisposeAsync();
        }

        async Task<Imported> ImportAsync(string mapping, string path)
        {
            await using var stream = File.OpenRead(path);
            return await server.Wire.ImportAsync(Importing.Shipped(mapping), stream, Path.GetFileName(path), mapping);
        }
    }

    private void Print(DuplicatePair pair) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{pair.Score:0.00} {Told(pair.First)} || {Told(pair.Second)} [{string.Join(", ", pair.Reasons.Select(reason => $"{reason.Clue} {reason.Points:+0.0;-0.0}"))}]"));

    private static string Told(DuplicateSide side) => $"{side.Source}: {side.Title} / {side.StreetAddress} / {side.Commune}";
}
