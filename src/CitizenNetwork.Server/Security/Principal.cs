using System.Collections.Immutable;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Storage.ApiKeys;

namespace CitizenNetwork.Server.Security;

/// <summary>Who calls.</summary>
/// <param name="Id">
/// <c>keys/{id}</c>, <c>users/{hash of issuer and subject}</c> or <c>certificates/{hash of the subject}</c>; empty: nobody
/// said who it is.
/// </param>
/// <param name="Grants">Its roles.</param>
/// <param name="Key">The key that opened the call, or null.</param>
internal sealed record Principal(string Id, ImmutableArray<Grant> Grants, StoredKey? Key = null)
{
    /// <summary>Nobody said who it is.</summary>
    public static Principal Anonymous { get; } = new(string.Empty, []);

    public bool IsAnonymous => Id.Length == 0;

    /// <summary>What it may see and change.</summary>
    public Sight Sight { get; } = Sight.Of(Grants);

    /// <summary>Source whose records alone it writes; empty: it is not bound to one.</summary>
    public string BoundSource =>
        Sight.IsPlatformWide ? string.Empty : Grants.FirstOrDefault(grant => grant.Role == AccessRole.PartnerSystem)?.Place ?? string.Empty;

    /// <summary>What journals name.</summary>
    public string KeyId => Key?.Id ?? Id;
}
