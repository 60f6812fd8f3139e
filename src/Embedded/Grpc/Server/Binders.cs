using System.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server;

/// <summary>A method with what serves it.</summary>
internal sealed record BoundMethod(IMethod Method, IReadOnlyList<object> Metadata, RequestDelegate Serve);

/// <summary>Collects the methods of a service whose instances are made per call.</summary>
internal sealed class ServiceBinder<TService>(Type declaringType, EffectiveOptions options, ILogger logger) : ServiceBinderBase
    where TService : class
{
    private readonly List<BoundMethod> _methods = [];

    public IReadOnlyList<BoundMethod> Methods => _methods;

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        MethodInfo code = Find(method.Name, typeof(TRequest), typeof(ServerCallContext));
        var call = code.CreateDelegate<Func<TService, TRequest, ServerCallContext, Task<TResponse>>>();
        Add(method, code, CallHandlers.Unary(
            method,
            async (request, context) =>
            {
                await using Activated<TService> service = Activated<TService>.For(context);
                return await call(service.Instance, request, context);
            },
            options,
            logger));
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        MethodInfo code = Find(method.Name, typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext));
        var call = code.CreateDelegate<Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>>>();
        Add(method, code, CallHandlers.ClientStreaming(
            method,
            async (requests, context) =>
            {
                await using Activated<TService> service = Activated<TService>.For(context);
                return await call(service.Instance, requests, context);
            },
            options,
            logger));
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        MethodInfo code = Find(method.Name, typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        var call = code.CreateDelegate<Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task>>();
        Add(method, code, CallHandlers.ServerStreaming(
            method,
            async (request, responses, context) =>
            {
                await using Activated<TService> service = Activated<TService>.For(context);
                await call(service.Instance, request, responses, context);
            },
            options,
            logger));
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        MethodInfo code = Find(method.Name, typeof(IAsyncStreamReader<TRequest>), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        var call = code.CreateDelegate<Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task>>();
        Add(method, code, CallHandlers.Duplex(
            method,
            async (requests, responses, context) =>
            {
                await using Activated<TService> service = Activated<TService>.For(context);
                await call(service.Instance, requests, responses, context);
            },
            options,
            logger));
    }

    private void Add(IMethod method, MethodInfo code, RequestDelegate serve) =>
        _methods.Add(new(
            method,
            [.. typeof(TService).GetCustomAttributes(inherit: true), .. code.GetCustomAttributes(inherit: true), new HttpMethodMetadata(["POST"], acceptCorsPreflight: true)],
            serve));

    /// <summary>The most derived override; a method that merely hides the generated one is not the service's.</summary>
    private MethodInfo Find(string name, params Type[] parameters)
    {
        for (Type? type = typeof(TService); type is not null; type = type.BaseType)
        {
            MethodInfo? found = type.GetMethod(name, BindingFlags.Public | BindingFlags.Instance, parameters);
            if (found is { IsVirtual: true } && found.GetBaseDefinition().DeclaringType == declaringType)
            {
                return found;
            }
        }

        throw new InvalidOperationException($"Could not find '{name}' on {typeof(TService)}.");
    }
}

/// <summary>Collects the methods of a definition, whose handlers are given.</summary>
internal sealed class DefinitionBinder(EffectiveOptions options, ILogger logger) : ServiceBinderBase
{
    private readonly List<BoundMethod> _methods = [];

    public IReadOnlyList<BoundMethod> Methods => _methods;

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) =>
        Add(method, CallHandlers.Unary(method, Given(handler), options, logger));

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) =>
        Add(method, CallHandlers.ClientStreaming(method, Given(handler), options, logger));

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
        Add(method, CallHandlers.ServerStreaming(method, Given(handler), options, logger));

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
        Add(method, CallHandlers.Duplex(method, Given(handler), options, logger));

    private static T Given<T>(T? handler)
        where T : class => handler ?? throw new ArgumentNullException(nameof(handler));

    private void Add(IMethod method, RequestDelegate serve) => _methods.Add(new(method, [new HttpMethodMetadata(["POST"], acceptCorsPreflight: true)], serve));
}
