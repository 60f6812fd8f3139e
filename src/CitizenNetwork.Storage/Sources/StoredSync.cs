using CitizenNetwork.Domain.Sources;

namespace CitizenNetwork.Storage.Sources;

/// <summary>A full synchronisation of a source.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Source">Whose.</param>
/// <param name="Number">Its number in its source; a later one has a higher number.</param>
/// <param name="Collections">Collections that it covers.</param>
/// <param name="State">Where it stands.</param>
/// <param name="BegunAt">UTC.</param>
/// <param name="FinishedAt">UTC; null until then.</param>
public sealed record StoredSync(string Id, string Source, long Number, IReadOnlyList<string> Collections, SyncState State, DateTimeOffset BegunAt, DateTimeOffset? FinishedAt);

/// <summary>When a row of a source last came.</summary>
/// <param name="RecordName">Record that it stands for.</param>
/// <param name="SyncId">Synchronisation begun last at that time; empty: none was.</param>
/// <param name="SeenAt">UTC.</param>
public sealed record Sighting(string RecordName, string SyncId, DateTimeOffset SeenAt);
