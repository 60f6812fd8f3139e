using System.Diagnostics;

namespace CitizenNetwork.Testing;

/// <summary>Programs of the operating system that tests call.</summary>
internal static class Tool
{
    public static bool IsRoot => OperatingSystem.IsLinux() && Environment.UserName == "root";

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Whether it ended well, and what it said.</returns>
    public static async Task<(bool Done, string Said)> TryAsync(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = Path.GetTempPath() };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode == 0, string.Concat(said).Trim());
    }

    /// <summary>As <see cref="TryAsync"/>, for a program that must end well.</summary>
    public static async Task RunAsync(string program, params string[] arguments)
    {
        var (done, said) = await TryAsync(program, arguments);
        if (!done)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {said}");
        }
    }
}
