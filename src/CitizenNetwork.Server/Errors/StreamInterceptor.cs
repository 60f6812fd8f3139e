using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CitizenNetwork.Server.Errors;

/// <summary>
/// Says how a stream ends that a method did not end: its caller is gone, or this server stops. A stream that waits for its
/// caller's next request would otherwise hold the stop until the host's timeout.
/// </summary>
internal sealed class StreamInterceptor(IHostApplicationLifetime lifetime) : Interceptor
{
    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        continuation(new Requests<TRequest>(requestStream, context, lifetime), context);

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (InvalidOperationException) when (context.CancellationToken.IsCancellationRequested)
        {
            throw Gone(context);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(new Requests<TRequest>(requestStream, context, lifetime), responseStream, context);
        }
        catch (InvalidOperationException) when (context.CancellationToken.IsCancellationRequested)
        {
            // Writing to a caller that has left is answered so.
            throw Gone(context);
        }
    }

    private static RpcException Gone(ServerCallContext context) => new(new Status(
        context.Deadline <= TimeProvider.System.GetUtcNow().UtcDateTime ? StatusCode.DeadlineExceeded : StatusCode.Cancelled,
        "The call was cancelled."));

    private sealed class Requests<T>(IAsyncStreamReader<T> inner, ServerCallContext context, IHostApplicationLifetime lifetime) : IAsyncStreamReader<T>
    {
        public T Current => inner.Current;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
            try
            {
                return await inner.MoveNext(either.Token);
            }
            catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
            {
                throw new RpcException(new Status(StatusCode.Unavailable, "The server is stopping."));
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException || (exception is InvalidOperationException && context.CancellationToken.IsCancellationRequested))
            {
                // The transport may notice a reset before the token of the call is cancelled.
                throw Gone(context);
            }
        }
    }
}
