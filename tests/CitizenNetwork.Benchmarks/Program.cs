using CitizenNetwork.Benchmarks.Five;
using CitizenNetwork.Benchmarks.Grains;
using CitizenNetwork.Benchmarks.Kernel;
using CitizenNetwork.Benchmarks.Match;
using CitizenNetwork.Benchmarks.Measuring;
using CitizenNetwork.Benchmarks.Rpc;
using CitizenNetwork.Benchmarks.Scale;
using CitizenNetwork.Benchmarks.Sources;
using CitizenNetwork.Benchmarks.Storage;
using CitizenNetwork.Benchmarks.Text;

namespace CitizenNetwork.Benchmarks;

/// <summary><c>bench NAME [--quick] [--write] [--only TEXT] [--rows N] [--seconds S]</c>: measures one part and prints its table.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        var settings = BenchSettings.Parse(arguments);
        switch (settings.Name)
        {
            case "grains":
                return await Finish(settings, await GrainBench.RunAsync(settings));
            case "rpc":
                return await Finish(settings, await RpcBench.RunAsync(settings));
            case "storage":
                return await Finish(settings, await StorageBench.RunAsync(settings));
            case "sources":
                return await Finish(settings, await SourcesBench.RunAsync(settings));
            case "scale":
                return await Finish(settings, await ScaleBench.RunAsync(settings));
            case "five":
                return await Finish(settings, await FiveBench.RunAsync(settings));
            case "text":
                return await TextBench.RunAsync(settings) is { } text ? await Finish(settings, text) : 1;
            case "kernel":
                return await Finish(settings, KernelBench.Run(settings));
            case "match":
                return await Finish(settings, await MatchBench.RunAsync(settings));
            case RpcServer.Argument:
                return await RpcServer.RunAsync();
            default:
                await Console.Error.WriteLineAsync("Usage: bench grains | rpc | storage | sources | text | kernel | match | scale | five [--quick] [--write] [--only TEXT] [--rows N] [--seconds S]");
                return 2;
        }
    }

    private static Task<int> Finish(BenchSettings settings, Table table) => Finish(settings, table.ToMarkdown());

    private static async Task<int> Finish(BenchSettings settings, string text)
    {
        Console.WriteLine();
        Console.WriteLine(text);
        if (settings.Write)
        {
            await File.WriteAllTextAsync(Path.Combine(BenchSettings.ResultsFolder(), $"{settings.Name}.md"), text);
        }

        return 0;
    }
}
