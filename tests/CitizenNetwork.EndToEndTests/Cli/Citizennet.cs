using System.Diagnostics;

namespace CitizenNetwork.EndToEndTests.Cli;

/// <summary>What a run of the real executable left.</summary>
internal sealed record CliRun(int Code, string Output, string Error)
{
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Runs <c>citizennet</c> as a user would.</summary>
internal static class Citizennet
{
    public static async Task<CliRun> RunAsync(string server, string key, params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(AppContext.BaseDirectory, "citizennet.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["CITIZENNET_SERVER"] = server;
        start.Environment["CITIZENNET_KEY"] = key;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new CliRun(process.ExitCode, await output, await error);
    }
}
