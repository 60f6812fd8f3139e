using CitizenNetwork.Storage.ApiKeys;
using Grpc.Core;

namespace CitizenNetwork.Server.Security;

/// <summary>Whose call this is. What a write may touch depends on it, far below the methods that know the call.</summary>
internal static class Caller
{
    private static readonly AsyncLocal<StoredKey?> s_key = new();

    /// <summary>Source that the call's key is bound to; empty: it is not, or there is no call.</summary>
    public static string BoundSource => s_key.Value?.Source ?? string.Empty;

    /// <summary>Public part of the call's key; empty when there is no call.</summary>
    public static string KeyId => s_key.Value?.Id ?? string.Empty;

    /// <summary>The key that opened a call.</summary>
    public static StoredKey KeyOf(ServerCallContext context) =>
        context.UserState.TryGetValue(typeof(StoredKey), out var key) && key is StoredKey known ? known : throw new InvalidOperationException($"No key opened {context.Method}.");

    /// <summary>From here on, and in all that is called from here, the call is this one.</summary>
    public static void Enter(ServerCallContext context) => s_key.Value = context.UserState.TryGetValue(typeof(StoredKey), out var key) ? key as StoredKey : null;
}
