using CitizenNetwork.Server.Errors;
using Grpc.Core;

namespace CitizenNetwork.Server.Security;

/// <summary>Keeps what administers the service to administrators of the platform.</summary>
internal sealed class Administrators(RefusalStatus refusals)
{
    /// <summary>Lets the call of an administrator pass; refuses any other.</summary>
    public void Require(ServerCallContext context)
    {
        if (!Caller.PrincipalOf(context).Sight.IsAdministrator)
        {
            throw refusals.Told(StatusCode.PermissionDenied, "ADMINISTRATOR_REQUIRED", "Error_AdministratorRequired", context, []);
        }
    }
}
