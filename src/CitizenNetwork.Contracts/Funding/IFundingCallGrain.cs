using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Funding;

namespace CitizenNetwork.Contracts.Funding;

/// <summary>Single writer of one funding call's rules; its key is <c>fundingCalls/{id}</c>.</summary>
[Alias("citizennetwork.IFundingCallGrain")]
public interface IFundingCallGrain : IRecordGrain<FundingCall>;
