using System.Diagnostics;

namespace CitizenNetwork.Benchmarks.Rpc;

/// <summary>This program, started once more as the server.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<ServerProcess> StartAsync()
    {
        var own = Environment.ProcessPath!;
        ProcessStartInfo start = new(own) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };

        // Run as `dotnet X.dll`, the program is the runtime's argument.
        if (Path.GetFileNameWithoutExtension(own) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ServerProcess).Assembly.Location);
        }

        start.ArgumentList.Add(RpcServer.Argument);
        var process = Process.Start(start) ?? throw new InvalidOperationException("The server process did not start.");
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server process ended before it served.");
        return new ServerProcess(process, new Uri(line));
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
