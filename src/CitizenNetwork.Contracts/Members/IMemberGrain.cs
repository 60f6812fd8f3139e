using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Members;
using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.Contracts.Members;

/// <summary>Single writer of one place in a network or an actor; its key is <c>members/{id}</c>.</summary>
[Alias("citizennetwork.IMemberGrain")]
public interface IMemberGrain : IRecordGrain<Member>
{
    /// <summary>Takes the invitation: from now on the rights are the principal's.</summary>
    /// <param name="principal">Who takes it.</param>
    /// <param name="secretHash">SHA-256 of the secret that came with it; null: somebody who acts for the invited actor takes it.</param>
    /// <param name="request">The request.</param>
    [Alias("Accept")]
    Task<Outcome<Snapshot<Member>>> Accept(string principal, string? secretHash, WriteRequest request);
}
