using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Grpc.AspNetCore.Server;

/// <summary>Wraps handlers in the interceptors of their service, the first registered outermost.</summary>
internal static class Pipeline
{
    public static UnaryServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(UnaryServerMethod<TRequest, TResponse> handler, IReadOnlyList<InterceptorRegistration> interceptors)
        where TRequest : class
        where TResponse : class => Wrap(handler, interceptors, (registration, next) => async (request, context) =>
        {
            await using Activated<Interceptor> interceptor = Make(registration, context);
            return await interceptor.Instance.UnaryServerHandler(request, context, next);
        });

    public static ClientStreamingServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(ClientStreamingServerMethod<TRequest, TResponse> handler, IReadOnlyList<InterceptorRegistration> interceptors)
        where TRequest : class
        where TResponse : class => Wrap(handler, interceptors, (registration, next) => async (requests, context) =>
        {
            await using Activated<Interceptor> interceptor = Make(registration, context);
            return await interceptor.Instance.ClientStreamingServerHandler(requests, context, next);
        });

    public static ServerStreamingServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(ServerStreamingServerMethod<TRequest, TResponse> handler, IReadOnlyList<InterceptorRegistration> interceptors)
        where TRequest : class
        where TResponse : class => Wrap(handler, interceptors, (registration, next) => async (request, responses, context) =>
        {
            await using Activated<Interceptor> interceptor = Make(registration, context);
            await interceptor.Instance.ServerStreamingServerHandler(request, responses, context, next);
        });

    public static DuplexStreamingServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(DuplexStreamingServerMethod<TRequest, TResponse> handler, IReadOnlyList<InterceptorRegistration> interceptors)
        where TRequest : class
        where TResponse : class => Wrap(handler, interceptors, (registration, next) => async (requests, responses, context) =>
        {
            await using Activated<Interceptor> interceptor = Make(registration, context);
            await interceptor.Instance.DuplexStreamingServerHandler(requests, responses, context, next);
        });

    private static T Wrap<T>(T handler, IReadOnlyList<InterceptorRegistration> interceptors, Func<InterceptorRegistration, T, T> wrap) =>
        interceptors.Reverse().Aggregate(handler, (next, registration) => wrap(registration, next));

    private static Activated<Interceptor> Make(InterceptorRegistration registration, ServerCallContext context) =>
        Activated<Interceptor>.For(context, registration.Type, registration.Arguments);
}
