using System.Text.Json;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;

namespace CitizenNetwork.Storage;

/// <summary>States to and from their stored form, the same for every engine.</summary>
internal static class StatePayload
{
    /// <exception cref="InvalidOperationException">The state is longer than a state may be.</exception>
    public static byte[] Write<T>(T state, string stateName, string grainKey)
    {
        var payload = StateJson.Write(state);
        return payload.Length <= Stored<object>.MaxBytes
            ? payload
            : throw new InvalidOperationException($"The state '{stateName}' of {grainKey} takes {payload.Length} bytes; at most {Stored<object>.MaxBytes} are kept.");
    }

    /// <exception cref="InvalidDataException">The payload is no such state; the message names the record and what is missing.</exception>
    public static object Read(byte[] payload, Type type, string stateName, string grainKey)
    {
        try
        {
            return StateJson.Read(payload, type);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The stored state '{stateName}' of {grainKey} cannot be read: {exception.Message}", exception);
        }
    }
}
