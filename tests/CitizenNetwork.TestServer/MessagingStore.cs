using System.Text.Json.Nodes;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Storage.States;

namespace CitizenNetwork.TestServer;

/// <summary>A store that sends a message with every write of a state, in the transaction of the write. The message's id is the record's name and its revision.</summary>
internal sealed class MessagingStore(IStateStore inner) : IStateStore
{
    public const string Kind = "test";

    public bool IsShared => inner.IsShared;

    public Task<StoredRow?> FindAsync(RowKey row, CancellationToken cancellationToken) => inner.FindAsync(row, cancellationToken);

    public Task<long> FindVersionAsync(RowKey row, CancellationToken cancellationToken) => inner.FindVersionAsync(row, cancellationToken);

    public Task<IReadOnlyList<StoredRow>> FindAllAsync(IReadOnlyList<RowKey> rows, CancellationToken cancellationToken) => inner.FindAllAsync(rows, cancellationToken);

    public Task<long?> WriteAsync(RowKey row, string payload, long expectedVersion, Appended appended, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = $"{row.Key}@{JsonNode.Parse(payload)!["revision"]}";
        OutboxMessage message = new(id, Kind, new JsonObject { ["record"] = row.Key }.ToJsonString());
        return inner.WriteAsync(row, payload, expectedVersion, appended with { Messages = appended.Messages.Add(message) }, now, cancellationToken);
    }

    public Task<bool> ClearAsync(RowKey row, long expectedVersion, DateTimeOffset now, CancellationToken cancellationToken) => inner.ClearAsync(row, expectedVersion, now, cancellationToken);
}
