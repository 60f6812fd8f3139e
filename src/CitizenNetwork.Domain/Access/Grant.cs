using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Networks;
using CitizenNetwork.Domain.Sources;

namespace CitizenNetwork.Domain.Access;

/// <summary>One role in one place.</summary>
/// <param name="Role">The role.</param>
/// <param name="Place">
/// Where it holds: <c>networks/{id}</c>, <c>actors/{id}</c>, the id of a source, or empty for the platform.
/// </param>
[GenerateSerializer, Immutable, Alias("citizennetwork.grant")]
public sealed record Grant(AccessRole Role, string Place)
{
    /// <summary>Most grants of one caller.</summary>
    public const int Max = 50;

    /// <summary>The one that needs no other.</summary>
    public static Grant Administrator { get; } = new(AccessRole.PlatformAdministrator, string.Empty);

    /// <summary>Every record, but not the service.</summary>
    public static Grant Editor { get; } = new(AccessRole.PlatformEditor, string.Empty);

    /// <summary>What the place of a role looks like, for messages; empty: it has none.</summary>
    public static string PatternOf(AccessRole role) => role switch
    {
        AccessRole.NetworkCoordinator or AccessRole.NetworkFacilitator or AccessRole.NetworkReader => $"{NetworkId.Collection}/{Slug.Pattern}",
        AccessRole.ActorMember => $"{ActorId.Collection}/{Slug.Pattern}",
        AccessRole.PartnerSystem => SourceRules.Pattern,
        _ => string.Empty,
    };

    /// <summary>Whether the place is one of its role.</summary>
    public bool IsValid() => Role switch
    {
        AccessRole.PlatformAdministrator or AccessRole.PlatformEditor => Place.Length == 0,
        AccessRole.NetworkCoordinator or AccessRole.NetworkFacilitator or AccessRole.NetworkReader => NetworkId.FromName(Place) is not null,
        AccessRole.ActorMember => ActorId.FromName(Place) is not null,
        AccessRole.PartnerSystem => SourceRules.IsSource(Place),
        _ => false,
    };
}
