using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Networks;
using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.Contracts.Networks;

/// <summary>Single writer of one network and its settings; its key is <c>networks/{id}</c>. The grain counts the versions of the weights.</summary>
[Alias("citizennetwork.INetworkGrain")]
public interface INetworkGrain : IRecordGrain<Network>
{
    /// <summary>Every weights that the network had, newest first; NotFound when there is no network.</summary>
    /// <param name="before">Where an earlier part ended; <see cref="long.MaxValue"/>: from the newest.</param>
    /// <param name="limit">Most versions.</param>
    [Alias("ReadWeightVersions")]
    Task<Outcome<WeightVersionPage>> ReadWeightVersions(long before, int limit);
}
