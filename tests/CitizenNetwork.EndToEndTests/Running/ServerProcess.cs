using System.Diagnostics;
using Grpc.Net.Client;

namespace CitizenNetwork.EndToEndTests.Running;

/// <summary>A server as a process of its own, with clients.</summary>
public sealed class ServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly LineWriter _output;
    private readonly GrpcChannel _channel;

    private ServerProcess(Process process, LineWriter output, string grpc, string http, string key)
    {
        _process = process;
        _output = output;
        Key = key;
        HttpAddress = new Uri(http);
        _channel = GrpcChannel.ForAddress(grpc);
        Wire = Wire.On(_channel, key, string.Empty);
    }

    public string Key { get; }

    public Uri HttpAddress { get; }

    public Wire Wire { get; }

    public bool IsKilled { get; private set; }

    public int Id => _process.Id;

    /// <summary>What it printed so far.</summary>
    public string Output => _output.ToString();

    /// <summary>Starts the product's own program on SQLite.</summary>
    /// <param name="data">Folder of the database.</param>
    /// <param name="key">Key made by an earlier start; empty: the one that this start prints.</param>
    public static Task<ServerProcess> ServeAsync(string data, string key) =>
        StartAsync(key, "CitizenNetwork.Server.dll", "serve", "--data", data, "--grpc-port", "0", "--http-port", "0");

    /// <summary>Starts the test server (tests/CitizenNetwork.TestServer).</summary>
    public static Task<ServerProcess> StartTestServerAsync(string key, params string[] arguments) => StartAsync(key, "CitizenNetwork.TestServer.dll", arguments);

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public void Kill()
    {
        IsKilled = true;
        _process.Kill();
    }

    public void Dispose()
    {
        _channel.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.WaitForExit();
        _process.Dispose();
        _output.Dispose();
    }

    private static async Task<ServerProcess> StartAsync(string key, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(AppContext.BaseDirectory, program), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        LineWriter output = new();
        Process process = new() { StartInfo = start };

        // Read all the time: a process whose output nobody reads stops when it has printed enough.
        process.OutputDataReceived += (_, line) => output.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => output.WriteLine(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var grpc = await ValueAsync("gRPC", 1);
        var http = await ValueAsync("HTTP/1.1", 1);
        return new ServerProcess(process, output, grpc, http, key.Length > 0 ? key : await ValueAsync("API key", 2));

        async Task<string> ValueAsync(string name, int column)
        {
            var found = output.LineAsync(name);
            await Task.WhenAny(found, process.WaitForExitAsync());
            return found.IsCompleted
                ? (await found).Split(' ', StringSplitOptions.RemoveEmptyEntries)[column]
                : throw new InvalidOperationException($"The server ended before it printed {name}: {output}");
        }
    }
}
