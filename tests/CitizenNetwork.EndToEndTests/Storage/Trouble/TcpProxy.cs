using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CitizenNetwork.EndToEndTests.Storage.Trouble;

/// <summary>A way to a server that can be blocked: bytes wait, answers wait, or connections are cut and refused.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, byte> _open = new();
    private readonly string _host;
    private readonly int _port;
    private readonly Task _accepting;
    private volatile TaskCompletionSource _requests = Opened();
    private volatile TaskCompletionSource _answers = Opened();
    private volatile bool _cut;

    public TcpProxy(string host, int port)
    {
        _host = host;
        _port = port;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Nothing passes; connections stay open.</summary>
    public void Stall()
    {
        _requests = new(TaskCreationOptions.RunContinuationsAsynchronously);
        LoseAnswers();
    }

    /// <summary>Requests pass, answers do not.</summary>
    public void LoseAnswers() => _answers = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Closes all connections and every new one.</summary>
    public void Cut()
    {
        _cut = true;
        Close();
    }

    /// <summary>Everything passes; what was stalled belongs to connections that nobody wants any more.</summary>
    public void Resume()
    {
        Close();
        _cut = false;
        Interlocked.Exchange(ref _requests, Opened()).TrySetResult();
        Interlocked.Exchange(ref _answers, Opened()).TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        Resume();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Close();
    }

    private static TaskCompletionSource Opened()
    {
        TaskCompletionSource gate = new();
        gate.SetResult();
        return gate;
    }

    private void Close()
    {
        foreach (var (client, _) in _open)
        {
            client.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var near = await _listener.AcceptTcpClientAsync();
            if (_cut)
            {
                near.Dispose();
                continue;
            }

            _ = ServeAsync(near);
        }
    }

    private async Task ServeAsync(TcpClient near)
    {
        using TcpClient far = new();
        _open.TryAdd(near, 0);
        _open.TryAdd(far, 0);
        try
        {
            await far.ConnectAsync(_host, _port);
            await Task.WhenAny(CopyAsync(near, far, () => _requests), CopyAsync(far, near, () => _answers));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The other side is not there: this one learns it by the end of its connection.
        }

        near.Dispose();
        _open.TryRemove(near, out _);
        _open.TryRemove(far, out _);
    }

    private static async Task CopyAsync(TcpClient from, TcpClient to, Func<TaskCompletionSource> gate)
    {
        try
        {
            var buffer = new byte[16 * 1024];
            int read;
            while ((read = await from.GetStream().ReadAsync(buffer)) > 0)
            {
                await gate().Task;
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Closed by one side or by the test.
        }
    }
}
