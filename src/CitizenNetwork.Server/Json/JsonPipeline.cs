using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CitizenNetwork.Server.Json;

/// <summary>
/// Puts the interceptors of gRPC around a method, the first registered outermost. A request that cannot be read is refused
/// behind them, where a method would be called: so it is authenticated first and answered by the one error table.
/// </summary>
internal sealed class JsonPipeline(IServiceProvider services, IEnumerable<InterceptorRegistration> registrations)
{
    private readonly Interceptor[] _innermostFirst =
        [.. registrations.Select(registration => (Interceptor)ActivatorUtilities.CreateInstance(services, registration.Type, [.. registration.Arguments])).Reverse()];

    public UnaryServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(UnaryServerMethod<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class => _innermostFirst.Aggregate(
            new UnaryServerMethod<TRequest, TResponse>((request, context) => Unreadable(context) is { } refused ? Task.FromException<TResponse>(refused) : method(request, context)),
            (next, interceptor) => (request, context) => interceptor.UnaryServerHandler(request, context, next));

    public ServerStreamingServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(ServerStreamingServerMethod<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class => _innermostFirst.Aggregate(
            new ServerStreamingServerMethod<TRequest, TResponse>((request, responses, context) => Unreadable(context) is { } refused ? Task.FromException(refused) : method(request, responses, context)),
            (next, interceptor) => (request, responses, context) => interceptor.ServerStreamingServerHandler(request, responses, context, next));

    private static Exception? Unreadable(ServerCallContext context) => ((JsonCallContext)context).Unreadable?.Invoke();
}
