using System.Collections.Immutable;
using CitizenNetwork.Domain.Access;

namespace CitizenNetwork.Server.Security;

/// <summary>What people may do who sign in elsewhere: their tokens say who they are, the networks here what they are.</summary>
internal interface IPrincipalGrants
{
    /// <summary>Roles of a principal, by its id; none for one that nobody gave any.</summary>
    ImmutableArray<Grant> Of(string principalId);
}
