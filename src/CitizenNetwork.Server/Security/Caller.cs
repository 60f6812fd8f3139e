using CitizenNetwork.Domain.Access;
using CitizenNetwork.Storage.ApiKeys;
using Grpc.Core;

namespace CitizenNetwork.Server.Security;

/// <summary>Whose call this is. What a write may touch depends on it, far below the methods that know the call.</summary>
internal static class Caller
{
    private static readonly AsyncLocal<Principal?> s_principal = new();

    /// <summary>Source that the caller is bound to; empty: it is not, or there is no call.</summary>
    public static string BoundSource => s_principal.Value is { } principal ? SourceOf(principal) ?? string.Empty : string.Empty;

    /// <summary>Public part of the call's key, or the id of a principal that has none; empty when there is no call.</summary>
    public static string KeyId => s_principal.Value is { } principal ? IdOf(principal) : string.Empty;

    /// <summary>Who calls.</summary>
    public static Principal PrincipalOf(ServerCallContext context) =>
        context.UserState.TryGetValue(typeof(Principal), out var known) && known is Principal principal ? principal : Principal.Anonymous;

    /// <summary>The key that opened a call; for a caller with a token or a certificate, what stands for it.</summary>
    public static StoredKey KeyOf(ServerCallContext context)
    {
        var principal = PrincipalOf(context);
        return principal.Key ?? new StoredKey(IdOf(principal), [], principal.Sight.IsAdministrator, SourceOf(principal));
    }

    /// <summary>Tells the methods of a call, and all that is called from here on, who calls.</summary>
    public static void Enter(ServerCallContext context, Principal principal)
    {
        context.UserState[typeof(Principal)] = principal;
        s_principal.Value = principal;
    }

    private static string IdOf(Principal principal) => principal.Key?.Id ?? principal.Id;

    private static string? SourceOf(Principal principal) =>
        principal.Key is { } key ? key.Source : principal.Grants is [{ Role: AccessRole.PartnerSystem, Place: var source }] ? source : null;
}
