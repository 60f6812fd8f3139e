using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace CitizenNetwork.EndToEndTests.Running;

/// <summary>Collects what test servers send: messages of the outbox, and rings of a reminder. It accepts each message id once.</summary>
public sealed class TestSink : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, int> _deliveries = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(long Tick, int Process)> _rings = new();

    private TestSink()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.MapPost("/messages", (Sent sent) => _deliveries.AddOrUpdate(sent.Id, 1, (_, count) => count + 1));
        _app.MapPost("/rings", (Sent sent) => _rings.Enqueue((long.Parse(sent.Id, CultureInfo.InvariantCulture), int.Parse(sent.Payload, CultureInfo.InvariantCulture))));
    }

    public string Address => _app.Urls.Single();

    /// <summary>How often each message was delivered, by its id.</summary>
    public IReadOnlyDictionary<string, int> Deliveries => _deliveries;

    /// <summary>Ticks of the reminder and the processes that rang them.</summary>
    public IReadOnlyCollection<(long Tick, int Process)> Rings => _rings;

    public static async Task<TestSink> StartAsync()
    {
        TestSink sink = new();
        await sink._app.StartAsync();
        return sink;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private sealed record Sent(string Id, string Payload);
}
