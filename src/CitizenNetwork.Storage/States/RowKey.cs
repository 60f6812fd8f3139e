using Orleans.Runtime;

namespace CitizenNetwork.Storage.States;

/// <summary>Which row of <c>grain_state</c>.</summary>
/// <param name="Type">Name of the grain's class.</param>
/// <param name="Key">Key of the grain: the record's resource name.</param>
/// <param name="Name">Name of the state.</param>
public readonly record struct RowKey(string Type, string Key, string Name)
{
    public static RowKey Of(string stateName, GrainId grainId) => new($"{grainId.Type}", $"{grainId.Key}", stateName);
}

/// <summary>A row of <c>grain_state</c>.</summary>
/// <param name="Row">Which.</param>
/// <param name="Version">Its version.</param>
/// <param name="Payload">The state, UTF-8 JSON.</param>
public readonly record struct StoredRow(RowKey Row, long Version, byte[] Payload);
