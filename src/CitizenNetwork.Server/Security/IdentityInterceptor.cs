using CitizenNetwork.Server.Quotas;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CitizenNetwork.Server.Security;

/// <summary>Finds out who calls, and lets the call pass if that caller may call this method, and not too much.</summary>
internal sealed class IdentityInterceptor(Identities identities, CallQuota quota, Admission admission) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        var principal = await identities.OfAsync(context);
        Caller.Enter(context, principal);
        using var place = Admit(principal, context);
        return await continuation(request, context);
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        var principal = await identities.OfAsync(context);
        Caller.Enter(context, principal);
        using var place = Admit(principal, context);
        return await continuation(requestStream, context);
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        var principal = await identities.OfAsync(context);
        Caller.Enter(context, principal);
        using var place = Admit(principal, context);
        await continuation(request, responseStream, context);
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        var principal = await identities.OfAsync(context);
        Caller.Enter(context, principal);
        using var place = Admit(principal, context);
        await continuation(requestStream, responseStream, context);
    }

    /// <summary>A call that is refused costs as much as one that is answered: asking is what the allowance is for.</summary>
    private CallPlace? Admit(Principal principal, ServerCallContext context)
    {
        var access = MethodAccesses.Of(context.Method);
        var place = quota.Enter(principal, access.Cost, context);
        try
        {
            admission.Require(principal, access.Policy, context);
            return place;
        }
        catch
        {
            place?.Dispose();
            throw;
        }
    }
}
