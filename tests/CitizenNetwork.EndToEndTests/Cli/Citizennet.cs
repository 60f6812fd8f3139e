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
    private static string Host => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static string Program => Path.Combine(AppContext.BaseDirectory, "citizennet.dll");

    public static Task<CliRun> RunAsync(string server, string key, params string[] arguments) =>
        RunAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["CITIZENNET_SERVER"] = server, ["CITIZENNET_KEY"] = key }, string.Empty, arguments);

    /// <summary>With this environment and this on its standard input.</summary>
    public static Task<CliRun> RunAsync(IReadOnlyDictionary<string, string> environment, string input, params string[] arguments) =>
        RunAsync(new ProcessStartInfo(Host, [Program, .. arguments]), environment, input);

    /// <summary>A line of a shell in which <c>citizennet</c> is known.</summary>
    /// <param name="folder">Working folder; a folder for programs is made in it.</param>
    /// <param name="environment">Variables.</param>
    /// <param name="line">The line.</param>
    public static async Task<CliRun> ShellAsync(string folder, IReadOnlyDictionary<string, string> environment, string line)
    {
        var programs = Directory.CreateDirectory(Path.Combine(folder, ".programs")).FullName;
        var script = Path.Combine(programs, "citizennet");
        if (!File.Exists(script))
        {
            await File.WriteAllTextAsync(script, $"#!/bin/sh\nexec '{Host}' '{Program}' \"$@\"\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        ProcessStartInfo start = new("bash", ["-o", "pipefail", "-c", line]) { WorkingDirectory = folder };
        start.Environment["PATH"] = $"{programs}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        return await RunAsync(start, environment, string.Empty);
    }

    private static async Task<CliRun> RunAsync(ProcessStartInfo start, IReadOnlyDictionary<string, string> environment, string input)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.UseShellExecute = false;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return new CliRun(process.ExitCode, await output, await error);
    }
}
