using CitizenNetwork.Server.Errors;
using Grpc.Core;
using Grpc.Core.Interceptors;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Security;

/// <summary>Lets a call pass whose caller may call such a method at all, as the method's own declaration says; records are decided further below.</summary>
internal sealed class AccessInterceptor(RefusalStatus refusals) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        Require(context);
        return continuation(request, context);
    }

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Require(context);
        return continuation(requestStream, context);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Require(context);
        return continuation(request, responseStream, context);
    }

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Require(context);
        return continuation(requestStream, responseStream, context);
    }

    private void Require(ServerCallContext context)
    {
        var (policy, principal) = (MethodAccesses.Of(context.Method).Policy, Caller.Of(context));
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
