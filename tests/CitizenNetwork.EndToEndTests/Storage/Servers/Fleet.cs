using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Testing;

namespace CitizenNetwork.EndToEndTests.Storage.Servers;

/// <summary>Test servers as processes on one PostgreSQL of their own, and the sink of what they send.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private readonly PrivatePostgres _postgres;
    private readonly List<ServerProcess> _gone = [];
    private ServerProcess[] _servers = [];
    private volatile IReadOnlyList<Wire> _wires = [];

    private Fleet(PrivatePostgres postgres, TestSink sink)
    {
        _postgres = postgres;
        Sink = sink;
    }

    public TestSink Sink { get; }

    public string ConnectionString => _postgres.ConnectionString;

    public IReadOnlyList<ServerProcess> Servers => _servers;

    /// <param name="count">How many.</param>
    /// <param name="more">Further arguments of the first one.</param>
    public static async Task<Fleet> StartAsync(int count, params string[] more)
    {
        Fleet fleet = new(await PrivatePostgres.StartNewAsync(), await TestSink.StartAsync());
        var first = await fleet.StartServerAsync(string.Empty, more);
        fleet._servers = [first, .. await Task.WhenAll(Enumerable.Range(1, count - 1).Select(_ => fleet.StartServerAsync(first.Key)))];
        fleet._wires = [.. fleet._servers.Select(server => server.Wire)];
        return fleet;
    }

    /// <summary>Clients of each server, also of one that was killed.</summary>
    public IReadOnlyList<Wire> Wires() => _wires;

    public void Kill(int server) => _servers[server].Kill();

    public async Task RestartAsync(int server)
    {
        var old = _servers[server];
        _servers[server] = await StartServerAsync(old.Key);
        _wires = [.. _servers.Select(process => process.Wire)];

        // Some client may still be about to call it.
        _gone.Add(old);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Concat(_gone))
        {
            server.Dispose();
        }

        await _postgres.DisposeAsync();
        await Sink.DisposeAsync();
    }

    private Task<ServerProcess> StartServerAsync(string key, params string[] more) =>
        ServerProcess.StartTestServerAsync(key, ["--postgres", ConnectionString, "--sink", Sink.Address, .. more]);
}
