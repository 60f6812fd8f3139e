using System.Net.Http.Json;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Server.Outbox;

namespace CitizenNetwork.TestServer;

/// <summary>Where a test collects what its servers send.</summary>
internal sealed class Sink(Uri address) : IOutboxReceiver, IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = address };

    public string Kind => MessagingStore.Kind;

    public Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken) => PostAsync("messages", new Sent(message.Id, message.Payload), cancellationToken);

    public Task RingAsync(long tick) => PostAsync("rings", new Sent($"{tick}", $"{Environment.ProcessId}"), CancellationToken.None);

    public void Dispose() => _client.Dispose();

    private async Task PostAsync(string path, Sent sent, CancellationToken cancellationToken)
    {
        using var response = await _client.PostAsJsonAsync(path, sent, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private sealed record Sent(string Id, string Payload);
}
