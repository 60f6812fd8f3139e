using CitizenNetwork.Server.Errors;
using Grpc.Core;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Security;

/// <summary>Which methods a caller may call at all, by the policy declared beside them; records decide the rest.</summary>
internal sealed class Admission(RefusalStatus refusals)
{
    /// <summary>Lets a call pass whose caller the policy admits.</summary>
    /// <exception cref="RpcException">It does not.</exception>
    public void Require(Principal principal, V1.AccessPolicy policy, ServerCallContext context)
    {
        if (policy is V1.AccessPolicy.Open or V1.AccessPolicy.Public)
        {
            return;
        }

        if (principal.IsAnonymous)
        {
            throw refusals.Told(StatusCode.Unauthenticated, "API_KEY_REQUIRED", "Error_Unauthenticated", context, [], ("header", ApiKeys.MetadataKey));
        }

        var sight = principal.Sight;
        if (policy == V1.AccessPolicy.Administrator && !sight.IsAdministrator)
        {
            throw refusals.Told(StatusCode.PermissionDenied, "ADMINISTRATOR_REQUIRED", "Error_AdministratorRequired", context, []);
        }

        if ((policy == V1.AccessPolicy.Coordinator && !sight.CoordinatesAny) || (policy == V1.AccessPolicy.Writer && !sight.MayWrite))
        {
            throw refusals.Told(StatusCode.PermissionDenied, "ROLE_REQUIRED", "Error_RoleRequired", context, []);
        }
    }
}
