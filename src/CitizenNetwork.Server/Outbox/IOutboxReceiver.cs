using CitizenNetwork.Contracts.Storage;

namespace CitizenNetwork.Server.Outbox;

/// <summary>Delivers messages of one kind to the outside.</summary>
internal interface IOutboxReceiver
{
    /// <summary>Kind of <see cref="OutboxMessage"/> that it delivers.</summary>
    string Kind { get; }

    /// <summary>
    /// Delivers a message; whatever it throws is a failure, and the message comes again later. A message may also come twice
    /// under one id, when a server died before it could note the first delivery.
    /// </summary>
    Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken);
}
