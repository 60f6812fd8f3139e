using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Texts;
using CitizenNetwork.Storage.ApiKeys;
using Google.Rpc;
using Grpc.Core;

namespace CitizenNetwork.Server.Security;

/// <summary>Keeps what administers the service to the keys of administrators.</summary>
internal sealed class Administrators(Sentences sentences)
{
    /// <summary>Lets a call pass whose key is an administrator's; refuses any other.</summary>
    public void Require(ServerCallContext context)
    {
        if (KeyOf(context)?.IsAdministrator == true)
        {
            return;
        }

        const string text = "Error_AdministratorRequired";
        var language = Language.Of(context);
        throw RefusalStatus.Make(
            StatusCode.PermissionDenied,
            sentences.Write(text, [], Language.English),
            [
                new ErrorInfo { Domain = RefusalStatus.ErrorDomain, Reason = "ADMINISTRATOR_REQUIRED" },
                new LocalizedMessage { Locale = language.Name, Message = sentences.Write(text, [], language) },
            ]);
    }

    /// <summary>Tells the methods of a call which key opened it.</summary>
    public static void Note(ServerCallContext context, StoredKey key) => context.UserState[typeof(StoredKey)] = key;

    private static StoredKey? KeyOf(ServerCallContext context) => context.UserState.TryGetValue(typeof(StoredKey), out var key) ? key as StoredKey : null;
}
