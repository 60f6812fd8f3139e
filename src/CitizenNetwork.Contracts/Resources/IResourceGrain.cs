using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Resources;

namespace CitizenNetwork.Contracts.Resources;

/// <summary>Single writer of one resource's terms; its key is <c>resources/{id}</c>.</summary>
[Alias("citizennetwork.IResourceGrain")]
public interface IResourceGrain : IRecordGrain<Resource>;
