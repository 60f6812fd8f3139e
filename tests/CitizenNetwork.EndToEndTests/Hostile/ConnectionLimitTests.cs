using System.Net;
using System.Net.Sockets;
using CitizenNetwork.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace CitizenNetwork.EndToEndTests.Hostile;

/// <summary>More connections than the server takes.</summary>
[Collection(AloneOnTheMachine.Name)]
public sealed class ConnectionLimitTests
{
    private const int Most = 5;

    [Fact]
    public async Task Connection_BeyondTheLimit_IsClosedAndTakesNoPlace()
    {
        ConnectionLimit limit = new(Most);
        await using WebApplication app = Build(limit, HttpProtocols.Http1);
        await app.StartAsync();
        Uri address = new(app.Urls.Single());
        List<Socket> open = [];
        for (int i = 0; i < Most; i++)
        {
            open.Add(await ConnectAsync(address));
        }

        await OpenAsync(limit, Most);
        Assert.True(await IsClosedAtOnceAsync(address));
        Assert.Equal(Most, limit.Open);
        open[0].Dispose();
        await OpenAsync(limit, Most - 1);

        using HttpClient client = new();
        Assert.Equal("here", await client.GetStringAsync(address));
        open.ForEach(socket => socket.Dispose());
    }

    /// <summary>What Kestrel forgets of connections that open streams too fast, this limit does not count.</summary>
    [Fact]
    public async Task Connections_EndedForTooManyStreams_GiveTheirPlacesBack()
    {
        ConnectionLimit limit = new(Most);
        await using WebApplication app = Build(limit, HttpProtocols.Http2);
        await app.StartAsync();
        Uri address = new(app.Urls.Single());
        byte[] head = Hpack.Block((":method", "POST"), (":scheme", "http"), (":path", "/"), (":authority", "localhost"));
        for (int i = 0; i < 100; i++)
        {
            await using HostileConnection connection = await HostileConnection.OpenAsync(address);
            FrameWriter wire = new();
            for (int n = 0; n < 250; n++)
            {
                wire.Headers(connection.NewStream(), head);
            }

            await connection.SendAsync(wire.Written);
            await connection.FinishAsync();
        }

        await OpenAsync(limit, 0);
    }

    private static WebApplication Build(ConnectionLimit limit, HttpProtocols protocols)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            limit.Guard(listen);
        }));
        WebApplication app = builder.Build();
        app.Run(http => http.Response.WriteAsync("here"));
        return app;
    }

    private static async Task<Socket> ConnectAsync(Uri address)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, address.Port);
        return socket;
    }

    private static async Task<bool> IsClosedAtOnceAsync(Uri address)
    {
        try
        {
            using Socket socket = await ConnectAsync(address);
            return await socket.ReceiveAsync(new byte[1]).WaitAsync(HostileConnection.Hang) == 0;
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            return true;
        }
    }

    /// <summary>The server learns of a connection's beginning and end on its own threads.</summary>
    private static async Task OpenAsync(ConnectionLimit limit, int expected)
    {
        using CancellationTokenSource hang = new(HostileConnection.Hang);
        while (limit.Open != expected)
        {
            hang.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
