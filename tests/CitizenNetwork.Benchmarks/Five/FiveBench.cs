using System.Text;
using CitizenNetwork.Benchmarks.Measuring;
using CitizenNetwork.Benchmarks.Scale;
using CitizenNetwork.Domain.Themes;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Server.Security;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.Benchmarks.Five;

/// <summary>
/// <c>bench five [--rows N]</c>: five whole answers, to be read. On a server of its own over N generated records (100,000),
/// asked by five titles of real projects; or, where <c>CITIZENNET_SERVER</c> and <c>CITIZENNET_KEY</c> name a running server,
/// on what that holds, asked by five of its imported initiatives (sources <c>fonds-vert</c> and <c>paris</c>). It measures
/// nothing but how the signals' values lie.
/// </summary>
internal static class FiveBench
{
    private const int DefaultRows = 100_000;

    /// <summary>Titles of funded projects as their sources publish them (Fonds vert 2023, Paris; Licence Ouverte 2.0, ODbL), with a commune.</summary>
    private static readonly (string Title, string Commune, string Theme)[] s_titles =
    [
        ("Plantation de haies et réhabilitation de mares", "COM-49353", "biodiversity"),
        ("Rénovation énergétique de l'école élémentaire", "COM-33243", "energy"),
        ("Des jardins partagés et un compost pour le quartier", "COM-75056", "food"),
        ("Des ateliers pour réparer les vélos et apprendre à rouler", "COM-69123", "mobility"),
        ("Des kiosques pour faire la fête", "COM-75056", "culture"),
    ];

    public static async Task<string> RunAsync(BenchSettings settings) =>
        Environment.GetEnvironmentVariable("CITIZENNET_SERVER") is { Length: > 0 } server
            ? await RunningAsync(server, Environment.GetEnvironmentVariable("CITIZENNET_KEY") ?? string.Empty)
            : await GeneratedAsync(settings.Rows ?? (settings.Quick ? DefaultRows / 50 : DefaultRows));

    private static async Task<string> GeneratedAsync(int rows)
    {
        var folder = Directory.CreateTempSubdirectory("citizennetwork-bench-");
        try
        {
            await using var server = await CitizenNetworkServer.StartAsync(new ServerSettings(folder.FullName, 0, 0));
            var services = server.Services;
            GeneratedTerritory generated = new(services.GetRequiredService<Domain.Territories.TerritoryTable>(), services.GetRequiredService<ThemeList>(), rows);
            var catalogue = services.GetRequiredService<Catalogue>();
            var fill = catalogue.NewFill();
            fill.Put(Enumerable.Range(0, generated.Actors).Select(i => generated.Actor(i)).ToArray());
            fill.Put(Enumerable.Range(0, generated.Resources).Select(i => generated.Resource(i)).ToArray());
            fill.Put(Enumerable.Range(0, generated.Calls).Select(i => generated.Call(i)).ToArray());
            fill.Put(Enumerable.Range(0, generated.Offers).Select(i => generated.Offer(i)).ToArray());
            catalogue.Take(fill);
            using var channel = GrpcChannel.ForAddress(server.GrpcAddress);
            return await AskAsync(channel.CreateCallInvoker(), await services.GetRequiredService<ApiKeys>().CreateAsync("bench"), [.. s_titles.Select(one => (one.Title, Draft(one.Title, one.Commune, one.Theme)))]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static MatchSubject Draft(string title, string commune, string theme) =>
        new() { Draft = new Draft { Sentence = title, Commune = commune, Themes = { theme }, HolderKind = ActorKind.Association, Phase = Phase.Consolidation } };

    private static async Task<string> RunningAsync(string server, string key)
    {
        using var channel = GrpcChannel.ForAddress(server);
        InitiativesService.InitiativesServiceClient client = new(channel);
        List<Initiative> all = [];
        var token = string.Empty;
        do
        {
            var page = await client.ListInitiativesAsync(new ListInitiativesRequest { PageSize = 200, PageToken = token }, new Metadata { { "x-api-key", key } });
            all.AddRange(page.Initiatives);
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        var funded = all.Where(one => one.Name.StartsWith("initiatives/fonds-vert-", StringComparison.Ordinal)).ToList();
        var voted = all.Where(one => one.Name.StartsWith("initiatives/paris-", StringComparison.Ordinal)).ToList();
        Initiative[] five = [.. At(funded, 1, 4), .. At(funded, 2, 4), .. At(funded, 3, 4), .. At(voted, 1, 3), .. At(voted, 2, 3)];
        return await AskAsync(channel.CreateCallInvoker(), key, [.. five.Select(one => ($"{one.Title} ({one.Commune})", new MatchSubject { Initiative = one.Name }))]);

        static IEnumerable<Initiative> At(List<Initiative> list, int part, int of) => list.Skip(list.Count * part / of).Take(1);
    }

    private static async Task<string> AskAsync(CallInvoker invoker, string key, (string Title, MatchSubject Subject)[] questions)
    {
        AnswerPrinter printer = new(invoker, new Metadata { { "x-api-key", key } });
        StringBuilder text = new("# bench five\n");
        foreach (var (title, subject) in questions)
        {
            text.Append(await printer.PrintAsync(title, subject));
        }

        return text.Append(printer.Distributions()).ToString();
    }
}
