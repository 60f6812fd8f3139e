using System.Collections.Frozen;
using System.Diagnostics;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Hosting;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CitizenNetwork.Server.Telemetry;

/// <summary>
/// Measures and traces every call of both faces. Outermost, so that it sees the status that the caller gets, and so that
/// all that is logged or told of a call carries the call's trace id.
/// </summary>
internal sealed class CallInterceptor(ServiceMetrics metrics) : Interceptor
{
    /// <summary>Tags of OpenTelemetry's conventions for RPC.</summary>
    public const string MethodTag = "rpc.method";

    /// <inheritdoc cref="MethodTag" />
    public const string StatusTag = "rpc.response.status_code";

    /// <summary>Name of what is no method of ours, by the same conventions.</summary>
    private const string UnknownMethod = "_OTHER";

    private const string ParentHeader = "traceparent";

    private static readonly ActivitySource s_source = new(ServiceMetrics.Name);

    /// <summary>Routes ignore case: the name is taken from here, not from the caller, who could otherwise make as many as he likes.</summary>
    private static readonly FrozenDictionary<string, string> s_methods = Api.Services
        .SelectMany(service => service.Methods, (service, method) => $"{service.FullName}/{method.Name}")
        .ToFrozenDictionary(name => $"/{name}", name => name, StringComparer.OrdinalIgnoreCase);

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        ObserveAsync(context, () => continuation(request, context));

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        ObserveAsync(context, () => continuation(requestStream, context));

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        ObserveAsync(context, () => Answerless(continuation(request, responseStream, context)));

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        ObserveAsync(context, () => Answerless(continuation(requestStream, responseStream, context)));

    private static async Task<bool> Answerless(Task call)
    {
        await call;
        return true;
    }

    /// <summary>
    /// Begins the call's activity below the caller's. Nobody listening, there is none, and the transport's own, which
    /// continues the same trace, stays current. The caller's tracestate is not taken: anything may stand in it, and spans
    /// are exported.
    /// </summary>
    private static Activity? Start(string method, ServerCallContext context)
    {
        if (!s_source.HasListeners())
        {
            return null;
        }

        // Not below the transport's activity, which is not exported: the trace would have a hole.
        var transport = Activity.Current;
        Activity.Current = null;
        var parent = ActivityContext.TryParse(context.RequestHeaders.GetValue(ParentHeader), traceState: null, isRemote: true, out var given) ? given : default;
        var activity = s_source.StartActivity(method, ActivityKind.Server, parent, [new(MethodTag, method)]);
        if (activity is null)
        {
            Activity.Current = transport;
        }

        return activity;
    }

    private static string NameOf(StatusCode status) => status is StatusCode.OK ? nameof(StatusCode.OK) : RefusalStatus.UpperSnake(status);

    private async Task<T> ObserveAsync<T>(ServerCallContext context, Func<Task<T>> call)
    {
        var method = s_methods.GetValueOrDefault(context.Method, UnknownMethod);
        var start = Stopwatch.GetTimestamp();
        var status = StatusCode.Unknown;
        using var activity = Start(method, context);
        metrics.CallStarted(method);
        try
        {
            var answer = await call();
            status = context.Status.StatusCode;
            return answer;
        }
        catch (RpcException refused)
        {
            status = refused.StatusCode;
            throw;
        }
        finally
        {
            metrics.CallEnded(method, NameOf(status), Stopwatch.GetElapsedTime(start));
            activity?.SetTag(StatusTag, NameOf(status));
            if (status is StatusCode.Unknown or StatusCode.DeadlineExceeded or StatusCode.Unimplemented or StatusCode.Internal or StatusCode.Unavailable or StatusCode.DataLoss)
            {
                activity?.SetStatus(ActivityStatusCode.Error);
            }
        }
    }
}
