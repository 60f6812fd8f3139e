using CitizenNetwork.Server.Errors;
using CitizenNetwork.Storage.ApiKeys;
using Grpc.Core;

namespace CitizenNetwork.Server.Security;

/// <summary>Keeps what administers the service to the keys of administrators.</summary>
internal sealed class Administrators(RefusalStatus refusals)
{
    /// <summary>Lets a call pass whose key is an administrator's; refuses any other.</summary>
    public void Require(ServerCallContext context)
    {
        if (KeyOf(context)?.IsAdministrator == true)
        {
            return;
        }

        throw refusals.Told(StatusCode.PermissionDenied, "ADMINISTRATOR_REQUIRED", "Error_AdministratorRequired", context, []);
    }

    /// <summary>Tells the methods of a call which key opened it.</summary>
    public static void Note(ServerCallContext context, StoredKey key) => context.UserState[typeof(StoredKey)] = key;

    private static StoredKey? KeyOf(ServerCallContext context) => context.UserState.TryGetValue(typeof(StoredKey), out var key) ? key as StoredKey : null;
}
