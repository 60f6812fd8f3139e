using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Hosts;

namespace CitizenNetwork.Contracts.Hosts;

/// <summary>Single writer of one hosting offer; its key is <c>hostingOffers/{id}</c>.</summary>
[Alias("citizennetwork.IHostingOfferGrain")]
public interface IHostingOfferGrain : IRecordGrain<HostingOffer>;
