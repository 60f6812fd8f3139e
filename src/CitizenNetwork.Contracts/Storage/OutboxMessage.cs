namespace CitizenNetwork.Contracts.Storage;

/// <summary>A message that leaves the service, decided by the write of a state and stored with it.</summary>
/// <param name="Id">Stable: the receiver knows by it a message that comes twice.</param>
/// <param name="Kind">Names the receiver that delivers it.</param>
/// <param name="Payload">JSON, as the receiver of this kind wants it.</param>
[GenerateSerializer, Immutable, Alias("citizennetwork.outbox-message")]
public sealed record OutboxMessage(string Id, string Kind, string Payload);
