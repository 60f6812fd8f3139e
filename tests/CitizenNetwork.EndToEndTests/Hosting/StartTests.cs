using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CitizenNetwork.EndToEndTests.Hosting;

/// <summary>What the program does with its settings, started as a process of its own.</summary>
public sealed class StartTests : IDisposable
{
    private const string Password = "motdepasse-secret";

    /// <summary>Time for one start; only a program that hangs needs it.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("citizennetwork-start-");

    private string KeyFile => Path.Combine(_folder.FullName, "first-key");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("serve")]
    [InlineData("demo")]
    public async Task Start_WithAWrongEnvironment_NamesEverythingAndEndsWithOne(string command)
    {
        using var program = Run(
            [command, "--http-port", "http"],
            ("CITIZENNETWORK_DATABASE", $"Password={Password}"),
            ("CITIZENNETWORK_GRPC_PORT", "70000"),
            ("CITIZENNETWORK_HTTP_PORT", "5081"),
            ("CITIZENNETWORK_LISTEN", "everywhere"),
            ("CITIZENNETWORK_LOGFORMAT", "json"));

        var (code, output, error) = await EndAsync(program);

        Assert.Equal((1, string.Empty), (code, output));
        Assert.Equal(
            [
                "CITIZENNETWORK_LOGFORMAT is no setting and is ignored; the nearest one is CITIZENNETWORK_LOG_FORMAT.",
                "4 settings are wrong:",
                "  CITIZENNETWORK_GRPC_PORT is \"70000\": it must be a whole number from 0 (a free port) to 65535.",
                "  --http-port is \"http\": it must be a whole number from 0 (a free port) to 65535.",
                "  CITIZENNETWORK_DATABASE is wrong: it must be an Npgsql connection string that names at least Host and Database.",
                "  CITIZENNETWORK_LISTEN is \"everywhere\": it must be an IP address of this machine, 0.0.0.0 or ::.",
            ],
            error.Trim().Split('\n').Select(line => line.TrimEnd()));
    }

    [Fact]
    public async Task Start_OnGivenPortsThatAreTaken_NamesBothAndEndsWithOne()
    {
        using TcpListener grpc = new(IPAddress.Loopback, 0);
        using TcpListener http = new(IPAddress.Loopback, 0);
        grpc.Start();
        http.Start();
        using var program = Run(
            ["serve", "--data", _folder.FullName, "--grpc-port", PortOf(grpc)],
            ("CITIZENNETWORK_HTTP_PORT", PortOf(http)));

        var (code, _, error) = await EndAsync(program);

        Assert.Equal(1, code);
        Assert.Contains($"Port {PortOf(grpc)} of 127.0.0.1 (CITIZENNETWORK_GRPC_PORT, --grpc-port) cannot be listened on", error, StringComparison.Ordinal);
        Assert.Contains($"Port {PortOf(http)} of 127.0.0.1 (CITIZENNETWORK_HTTP_PORT, --http-port) cannot be listened on", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OnAnAddressOfAnotherMachine_NamesIt()
    {
        // Of a block that is kept for documents (RFC 5737).
        using var program = Run(["serve", "--data", _folder.FullName], ("CITIZENNETWORK_LISTEN", "192.0.2.1"));

        var (code, _, error) = await EndAsync(program);

        Assert.Equal(1, code);
        Assert.StartsWith("CITIZENNETWORK_LISTEN is 192.0.2.1, which cannot be listened on", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_OnAllAddressesWithAKeyFile_IsHealthyAndKeepsItsKeyToItself()
    {
        (string, string)[] environment =
        [
            ("CITIZENNETWORK_DATA_FOLDER", _folder.FullName), ("CITIZENNETWORK_LISTEN", "0.0.0.0"),
            ("CITIZENNETWORK_GRPC_PORT", "0"), ("CITIZENNETWORK_HTTP_PORT", "0"), ("CITIZENNETWORK_LOG_FORMAT", "json"), ("CITIZENNETWORK_FIRST_KEY_FILE", KeyFile),
        ];
        using (var first = Run(["serve"], environment))
        {
            var printed = await ReadToAsync(first, "API key");
            Assert.EndsWith($"written to {KeyFile}   (it is sent as the metadata x-api-key)", printed[^1], StringComparison.Ordinal);
            Assert.Matches("^cn_first_[0-9a-f]{64}\n$", await File.ReadAllTextAsync(KeyFile));
            Assert.DoesNotContain(printed, line => line.Contains("cn_first_", StringComparison.Ordinal));
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
            }

            var http = new Uri(printed.Single(line => line.StartsWith("HTTP/1.1", StringComparison.Ordinal)).Split(' ')[^1]);
            Assert.Equal("127.0.0.1", http.Host);
            using (var health = Run(["health"], ("CITIZENNETWORK_LISTEN", "0.0.0.0"), ("CITIZENNETWORK_HTTP_PORT", http.Port.ToString(CultureInfo.InvariantCulture))))
            {
                var (code, output, error) = await EndAsync(health);
                Assert.True(code == 0, error);
                Assert.Equal("SERVING", output.Trim());
            }

            await KillAsync(first);
            using var unhealthy = Run(["health", "--http-port", http.Port.ToString(CultureInfo.InvariantCulture)]);
            Assert.Equal(1, (await EndAsync(unhealthy)).Code);
        }

        // The key is there already, and so is the file: nothing is written, nothing is wrong.
        using var second = Run(["serve"], environment);
        await ReadToAsync(second, "Listening");
        await KillAsync(second);
    }

    [Fact]
    public async Task Serve_WithAKeyFileThatHoldsSomething_LeavesItAndTheDatabaseAlone()
    {
        await File.WriteAllTextAsync(KeyFile, "of another database");
        string[] arguments = ["serve", "--data", Path.Combine(_folder.FullName, "data"), "--grpc-port", "0", "--http-port", "0"];
        using var refused = Run(arguments, ("CITIZENNETWORK_FIRST_KEY_FILE", KeyFile));

        var (code, _, error) = await EndAsync(refused);

        Assert.Equal(1, code);
        Assert.StartsWith($"CITIZENNETWORK_FIRST_KEY_FILE is \"{KeyFile}\", which holds something already", error, StringComparison.Ordinal);
        Assert.Equal("of another database", await File.ReadAllTextAsync(KeyFile));
        using var again = Run(arguments);
        Assert.Matches("cn_first_[0-9a-f]{64}", (await ReadToAsync(again, "API key"))[^1]);
        await KillAsync(again);
    }

    private static Process Run(string[] arguments, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(AppContext.BaseDirectory, "CitizenNetwork.Server.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static async Task<(int Code, string Output, string Error)> EndAsync(Process program)
    {
        var (output, error) = (program.StandardOutput.ReadToEndAsync(), program.StandardError.ReadToEndAsync());
        await program.WaitForExitAsync().WaitAsync(s_patience);
        return (program.ExitCode, await output, await error);
    }

    /// <summary>The lines up to the first that begins so.</summary>
    private static async Task<List<string>> ReadToAsync(Process program, string start)
    {
        List<string> lines = [];
        while (await program.StandardOutput.ReadLineAsync().WaitAsync(s_patience) is { } line)
        {
            lines.Add(line);
            if (line.StartsWith(start, StringComparison.Ordinal))
            {
                return lines;
            }
        }

        throw new InvalidOperationException($"The program ended before it printed {start}: {await program.StandardError.ReadToEndAsync()}");
    }

    private static async Task KillAsync(Process program)
    {
        program.Kill();
        await program.WaitForExitAsync().WaitAsync(s_patience);
    }

    private static string PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
}
