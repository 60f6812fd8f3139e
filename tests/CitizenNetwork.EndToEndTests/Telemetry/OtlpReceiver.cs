using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CitizenNetwork.EndToEndTests.Telemetry;

/// <summary>Receives OTLP over HTTP as a collector does and keeps the bytes.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = new();
    private readonly WebApplication _app;

    private OtlpReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.MapPost("/v1/{signal}", async http =>
        {
            using MemoryStream body = new();
            await http.Request.Body.CopyToAsync(body);
            Assert.Equal("application/x-protobuf", http.Request.ContentType);
            _received.Enqueue((http.Request.Path, body.ToArray()));

            // An empty answer is an ExportServiceResponse without complaints.
            http.Response.ContentType = "application/x-protobuf";
        });
    }

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>All bytes of one signal: metrics or traces.</summary>
    public byte[] this[string signal] => [.. _received.Where(one => one.Path == $"/v1/{signal}").SelectMany(one => one.Body)];

    public static async Task<OtlpReceiver> StartAsync()
    {
        OtlpReceiver receiver = new();
        await receiver._app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
