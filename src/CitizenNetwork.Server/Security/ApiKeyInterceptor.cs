using CitizenNetwork.Server.Errors;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CitizenNetwork.Server.Security;

/// <summary>Lets a call pass only with a key, but for health and reflection, by which a client finds its way.</summary>
internal sealed class ApiKeyInterceptor(ApiKeys keys, RefusalStatus refusals) : Interceptor
{
    /// <summary>Services that need no key.</summary>
    private static readonly string[] s_open = [Grpc.Health.V1.Health.Descriptor.FullName, Grpc.Reflection.V1.ServerReflection.Descriptor.FullName, Grpc.Reflection.V1Alpha.ServerReflection.Descriptor.FullName];

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        await Authenticate(context);
        Caller.Enter(context);
        return await continuation(request, context);
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await Authenticate(context);
        Caller.Enter(context);
        return await continuation(requestStream, context);
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await Authenticate(context);
        Caller.Enter(context);
        await continuation(request, responseStream, context);
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await Authenticate(context);
        Caller.Enter(context);
        await continuation(requestStream, responseStream, context);
    }

    /// <summary>Whether a method, <c>/package.Service/Method</c>, needs no key.</summary>
    internal static bool IsOpen(string method) => s_open.Any(service => method.StartsWith($"/{service}/", StringComparison.Ordinal));

    private async ValueTask Authenticate(ServerCallContext context)
    {
        if (IsOpen(context.Method))
        {
            return;
        }

        if (await keys.FindAsync(context.RequestHeaders.GetValue(ApiKeys.MetadataKey)) is { } key)
        {
            Administrators.Note(context, key);
            return;
        }

        throw refusals.Told(StatusCode.Unauthenticated, "API_KEY_REQUIRED", "Error_Unauthenticated", context, [], ("header", ApiKeys.MetadataKey));
    }
}
