using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Storage.States;

namespace CitizenNetwork.Storage.Feed;

/// <summary>Stored rows as the catalogue takes them.</summary>
public static class StateRows
{
    /// <exception cref="InvalidDataException">The payload is no such state.</exception>
    public static StateChange ToChange(StoredRow stored) => new(
        stored.Row.Key,
        stored.Row.Name,
        StatePayload.Read(stored.Payload, StateJson.TypeOf(stored.Row.Name), stored.Row.Name, stored.Row.Key),
        stored.Version);
}
