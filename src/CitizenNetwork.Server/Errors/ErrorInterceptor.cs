using System.Diagnostics;
using CitizenNetwork.Server.Health;
using CitizenNetwork.Server.Logging;
using CitizenNetwork.Storage;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Orleans.Runtime;

namespace CitizenNetwork.Server.Errors;

/// <summary>
/// Answers what methods throw: refusals by their table, a store that is not there by UNAVAILABLE, and every defect of ours
/// by INTERNAL with a trace id under which it is logged, but for what the request said (<see cref="LoggedException"/>).
/// </summary>
internal sealed class ErrorInterceptor(RefusalStatus refusals, Readiness readiness, ILogger<ErrorInterceptor> logger) : Interceptor
{
    /// <summary>Seconds after which a caller may try again when the store did not answer.</summary>
    private const int RetryAfterSeconds = 1;

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception exception)
        {
            throw Answer(exception, context);
        }
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(requestStream, context);
        }
        catch (Exception exception)
        {
            throw Answer(exception, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception exception)
        {
            throw Answer(exception, context);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(requestStream, responseStream, context);
        }
        catch (Exception exception)
        {
            throw Answer(exception, context);
        }
    }

    private RpcException Answer(Exception exception, ServerCallContext context)
    {
        switch (exception)
        {
            case RpcException answered:
                return answered;
            case RefusedException refused:
                return refusals.ToException(refused.Refusal, context);
            case OperationCanceledException when context.CancellationToken.IsCancellationRequested:
                return new RpcException(new Grpc.Core.Status(context.Deadline <= TimeProvider.System.GetUtcNow().UtcDateTime ? StatusCode.DeadlineExceeded : StatusCode.Cancelled, "The call was cancelled."));
            case Orleans.Storage.InconsistentStateException:
                return refusals.Told(StatusCode.Aborted, "CONFLICT", "Error_Conflict", context, []);

            // A cancellation that is not the caller's comes from a time limit or the end of something of ours.
            case StorageUnavailableException or TimeoutException or SiloUnavailableException or OperationCanceledException:
                if (exception is StorageUnavailableException)
                {
                    readiness.StoreFailed();
                }

                logger.LogError(new LoggedException(exception), "The store or a grain did not answer {Method}.", context.Method);
                return refusals.Told(StatusCode.Unavailable, "TRY_AGAIN", "Error_TryAgain", context, [new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromSeconds(RetryAfterSeconds)) }]);
            default:
                var trace = Activity.Current?.TraceId.ToHexString() ?? Convert.ToHexStringLower(Guid.NewGuid().ToByteArray());
                logger.LogError(new LoggedException(exception), "Defect in {Method}, trace {TraceId}.", context.Method, trace);
                return refusals.Told(StatusCode.Internal, "INTERNAL", "Error_Internal", context, [], ("trace_id", trace));
        }
    }
}
