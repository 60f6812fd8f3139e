using CitizenNetwork.Contracts.Audit;
using CitizenNetwork.Domain.Access;
using Grpc.Core;
using Orleans.Runtime;

namespace CitizenNetwork.Server.Security;

/// <summary>Whose call this is. What may be read and written depends on it, far below the methods that know the call.</summary>
internal static class Caller
{
    private static readonly AsyncLocal<Principal?> s_principal = new();

    /// <summary>What the caller may see and change; everything where there is no call: the service itself works.</summary>
    public static Sight Sight => s_principal.Value?.Sight ?? Sight.OfAll;

    /// <summary>Source whose records alone the caller writes; empty: it is not bound to one, or there is no call.</summary>
    public static string BoundSource => s_principal.Value?.BoundSource ?? string.Empty;

    /// <summary>What journals name: the public part of the key, or else the principal; empty when there is no call.</summary>
    public static string KeyId => s_principal.Value?.KeyId ?? string.Empty;

    /// <summary>The caller's principal; empty when nobody said who it is, or there is no call.</summary>
    public static string PrincipalId => s_principal.Value?.Id ?? string.Empty;

    /// <summary>Who makes a call.</summary>
    public static Principal Of(ServerCallContext context) =>
        context.UserState.TryGetValue(typeof(Principal), out var principal) && principal is Principal known ? known : Principal.Anonymous;

    /// <summary>Tells the methods of a call, and all that is called from here on, who calls.</summary>
    public static void Enter(ServerCallContext context, Principal principal)
    {
        context.UserState[typeof(Principal)] = principal;
        s_principal.Value = principal;
        RequestContext.Set(CallTrail.Principal, principal.Id);
        RequestContext.Set(CallTrail.Method, context.Method[(context.Method.LastIndexOf('.') + 1)..]);
    }
}
