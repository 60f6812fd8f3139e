using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace CitizenNetwork.Testing;

/// <summary>
/// A PostgreSQL server of a test's own, for tests that restart, kill or fill it. PostgreSQL refuses to run as root: there it
/// runs as the user <c>postgres</c>. The test is skipped where it is not installed.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    private const string User = "postgres";

    private readonly string _bin;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("citizennetwork-pg-");

    private PrivatePostgres(string bin) => _bin = bin;

    public int Port { get; } = FreePort();

    /// <summary>Connects to the database that a new server has.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = Port, Username = User, Database = User }.ConnectionString;

    private string Data => Path.Combine(_folder.FullName, "data");

    /// <summary>Makes an empty server and starts it.</summary>
    public static async Task<PrivatePostgres> StartNewAsync()
    {
        var bin = FindBin();
        Skip.If(bin is null, "PostgreSQL: no initdb in PATH or /usr/lib/postgresql.");
        Skip.If(Tool.IsRoot && !(await Tool.TryAsync("id", User)).Done, $"PostgreSQL: it does not run as root, and there is no user {User}.");
        PrivatePostgres server = new(bin!);
        await GiveAsync(server._folder.FullName);
        await server.RunAsync("initdb", "-D", server.Data, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        await server.StartAsync();
        return server;
    }

    /// <summary>Makes a folder belong to whom such a server runs as.</summary>
    public static Task GiveAsync(string folder) => Tool.IsRoot ? Tool.RunAsync("chown", $"{User}:", folder) : Task.CompletedTask;

    /// <summary>Starts it and waits until it answers; after a kill, until the processes of its former life are gone.</summary>
    public async Task StartAsync() => await Eventually.HoldsAsync(
        async () =>
        {
            var (program, arguments) = Command(
                "pg_ctl", ["start", "-w", "-D", Data, "-l", Path.Combine(_folder.FullName, "log"), "-o", $"-p {Port} -k {_folder.FullName} -c listen_addresses=127.0.0.1 -c fsync=on"]);
            return (await Tool.TryAsync(program, arguments)).Done;
        },
        "PostgreSQL starts.");

    /// <summary>Stops it: <c>fast</c> ends sessions and writes everything down, <c>immediate</c> leaves that to the next start.</summary>
    public Task StopAsync(string mode = "fast") => RunAsync("pg_ctl", "stop", "-w", "-D", Data, "-m", mode);

    /// <summary>Kills its first process, as when the machine has no memory left.</summary>
    public void Kill()
    {
        var first = File.ReadLines(Path.Combine(Data, "postmaster.pid")).First();
        using var process = Process.GetProcessById(int.Parse(first, CultureInfo.InvariantCulture));
        process.Kill();
    }

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
        {
            var (program, arguments) = Command("pg_ctl", ["stop", "-w", "-D", Data, "-m", "immediate"]);
            await Tool.TryAsync(program, arguments);
        }

        _folder.Delete(recursive: true);
    }

    private static string? FindBin()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        const string Debian = "/usr/lib/postgresql";
        var versions = Directory.Exists(Debian) ? Directory.GetDirectories(Debian).Select(version => Path.Combine(version, "bin")) : [];
        return path.Concat(versions).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Task RunAsync(string program, params string[] arguments)
    {
        var (first, all) = Command(program, arguments);
        return Tool.RunAsync(first, all);
    }

    private (string Program, string[] Arguments) Command(string program, string[] arguments)
    {
        var path = Path.Combine(_bin, program);
        return Tool.IsRoot ? ("runuser", ["-u", User, "--", path, .. arguments]) : (path, arguments);
    }
}
