using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Net.Compression;
using Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>One call being made: its request, its end, and what ends it early.</summary>
internal sealed class ClientCall<TRequest, TResponse> : IDisposable
    where TRequest : class
    where TResponse : class
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly TaskCompletionSource<HttpResponseMessage> _head = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<TResponse>? _single;
    private MessageSerializer? _serializer;
    private ITimer? _timer;
    private CancellationTokenRegistration _userCancellation;
    private HttpResponseMessage? _response;
    private Task<Metadata>? _responseHeaders;
    private Metadata? _trailers;
    private HttpHeaders? _receivedTrailers;
    private Status? _status;
    private bool _isDisposed;

    private ClientCall(GrpcChannel channel, Method<TRequest, TResponse> method, CallOptions options)
    {
        if (options.Deadline is { Kind: not DateTimeKind.Utc } deadline && deadline != DateTime.MaxValue && deadline != DateTime.MinValue)
        {
            throw new InvalidOperationException("Deadline must have a kind DateTimeKind.Utc or be equal to DateTime.MaxValue or DateTime.MinValue.");
        }

        Channel = channel;
        Method = method;
        Options = options;
        _single = method.Type is MethodType.Unary or MethodType.ClientStreaming ? new TaskCompletionSource<TResponse>() : null;
        Requests = method.Type is MethodType.ClientStreaming or MethodType.DuplexStreaming ? new ClientRequestStream<TRequest, TResponse>(this) : null;
        Responses = new ClientResponseStream<TRequest, TResponse>(this);
        RequestEncoding = options.Headers?.GetValue(Headers.EncodingRequest);
    }

    public GrpcChannel Channel { get; }

    public Method<TRequest, TResponse> Method { get; }

    public CallOptions Options { get; }

    public string? RequestEncoding { get; }

    public ClientRequestStream<TRequest, TResponse>? Requests { get; }

    public ClientResponseStream<TRequest, TResponse> Responses { get; }

    /// <summary>The only response, for calls that have one.</summary>
    public Task<TResponse> Response => _single!.Task;

    /// <summary>The response whose headers have arrived; faults with the end of a call that got none.</summary>
    public Task<HttpResponseMessage> Head => _head.Task;

    public CancellationToken Cancellation => _cancellation.Token;

    public Task<Metadata> ResponseHeaders
    {
        get
        {
            lock (_lock)
            {
                return _responseHeaders ??= Observed(ReadHeadersAsync());
            }
        }
    }

    public static ClientCall<TRequest, TResponse> Start(GrpcChannel channel, Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest? request)
    {
        ClientCall<TRequest, TResponse> call = new(channel, method, options);
        channel.Started(call);
        HttpRequestMessage message = RequestHead.Build(channel, method, host, options, new ClientRequestContent<TRequest, TResponse>(call, request));
        call.WatchTheClock();
        if (options.CancellationToken.CanBeCanceled)
        {
            call._userCancellation = options.CancellationToken.UnsafeRegister(static self => ((ClientCall<TRequest, TResponse>)self!).CancelByUser(), call);
            if (call.EndedWith() is not null)
            {
                call._userCancellation.Unregister();
            }
        }

        _ = call.SendAsync(message);
        return call;
    }

    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, this);

    public Status? EndedWith()
    {
        lock (_lock)
        {
            return _status;
        }
    }

    public Status GetStatus() => EndedWith() ?? throw new InvalidOperationException("Unable to get the status because the call is not complete.");

    public Metadata GetTrailers()
    {
        lock (_lock)
        {
            return Trailers ?? throw new InvalidOperationException("Can't get the call trailers because the call has not completed successfully.");
        }
    }

    /// <summary>Ends the call with what the callee said.</summary>
    public void Finish(Status status, HttpResponseMessage response, bool isTrailersOnly)
    {
        lock (_lock)
        {
            if (_status is not null)
            {
                return;
            }

            _receivedTrailers = isTrailersOnly ? response.Headers : response.TrailingHeaders;
            _status = status;
        }

        Release();
    }

    /// <summary>Ends the call for a reason on this side, which resets the stream; the first reason counts.</summary>
    public void Abort(Status status)
    {
        lock (_lock)
        {
            if (_status is not null)
            {
                return;
            }

            _status = status;
        }

        _cancellation.Cancel();
        if (_head.TrySetCanceled(CancellationToken.None))
        {
            // Nobody reads the answer yet.
            FailSingleSoon();
        }

        Release();
    }

    /// <summary>What a caller gets to see of a failure, whoever noticed it first.</summary>
    public Exception Failure(string summary, Exception cause, CancellationToken cancellationToken = default)
    {
        Status status = cause switch
        {
            RpcException refusal => refusal.Status,
            OperationCanceledException when cancellationToken.IsCancellationRequested => new Status(StatusCode.Cancelled, "Call canceled by the client.", cause),
            OperationCanceledException => new Status(StatusCode.Cancelled, "", cause),
            _ => ResponseStatus.FromException(summary, cause),
        };
        if (status.StatusCode == StatusCode.Cancelled && cause is not RpcException && IsPastDeadline())
        {
            // The callee's clock was faster: it reset the stream before the timer here was due.
            status = new Status(StatusCode.DeadlineExceeded, status.Detail, status.DebugException);
        }

        Abort(status);
        return Failure(cancellationToken);
    }

    /// <summary>The exception of a call that has ended.</summary>
    public Exception Failure(CancellationToken cancellationToken = default)
    {
        Status status = GetStatus();
        if (Channel.ThrowsOperationCanceled
            && (status.StatusCode == StatusCode.DeadlineExceeded || (status.StatusCode == StatusCode.Cancelled && _cancellation.IsCancellationRequested)))
        {
            CancellationToken reported = cancellationToken.IsCancellationRequested ? cancellationToken
                : Options.CancellationToken.IsCancellationRequested ? Options.CancellationToken
                : Cancellation;
            return new OperationCanceledException(status.Detail, status.DebugException, reported);
        }

        lock (_lock)
        {
            return new RpcException(status, Trailers ?? Metadata.Empty);
        }
    }

    /// <summary>Cancels the whole call with a token given to one read or write.</summary>
    public CancellationTokenRegistration CancelWith(CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(static self => ((ClientCall<TRequest, TResponse>)self!).CancelByUser(), this);

    public async Task WriteAsync(Stream stream, TRequest message, WriteOptions? options, CancellationToken cancellationToken)
    {
        ICompressionProvider? compression = null;
        if (RequestEncoding is not (null or Headers.Identity) && options?.Flags.HasFlag(WriteFlags.NoCompress) is not true)
        {
            compression = Channel.Compression.TryGetValue(RequestEncoding, out ICompressionProvider? found)
                ? found
                : throw new InvalidOperationException($"Could not find compression provider for '{RequestEncoding}'.");
        }

        using PooledBuffer frame = new();
        using (MessageSerializer serializer = _serializer ??= new MessageSerializer())
        {
            serializer.WriteFrame(frame, message, Method.RequestMarshaller.ContextualSerializer, Channel.MaxSend, compression, null);
        }

        await stream.WriteAsync(frame.Written, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _isDisposed = true;
        Abort(new Status(StatusCode.Cancelled, "gRPC call disposed."));
        _response?.Dispose();
    }

    /// <summary>Most callers never look at them, so they are read when somebody does; under the lock.</summary>
    private Metadata? Trailers => _trailers ??= _receivedTrailers is { } received ? ResponseStatus.ReadMetadata(received) : null;

    private static Task<T> Observed<T>(Task<T> task)
    {
        // A caller may well look at one of the call's tasks only.
        _ = task.ContinueWith(static done => done.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return task;
    }

    private void CancelByUser() => Abort(new Status(StatusCode.Cancelled, "Call canceled by the client."));

    private bool IsPastDeadline() => Options.Deadline is { } deadline && deadline <= TimeProvider.System.GetUtcNow().UtcDateTime;

    private void Release()
    {
        Channel.Finished(this);
        _userCancellation.Unregister();
        _timer?.Dispose();
        Requests?.End();

        // Disposing a response that was not read to its end resets the stream.
        _response?.Dispose();
    }

    private void WatchTheClock()
    {
        if (Options.Deadline is not { } deadline || deadline == DateTime.MaxValue)
        {
            return;
        }

        if (IsPastDeadline())
        {
            Abort(new Status(StatusCode.DeadlineExceeded, ""));
            return;
        }

        using (ExecutionContext.SuppressFlow())
        {
            _timer = TimeProvider.System.CreateTimer(static self => ((ClientCall<TRequest, TResponse>)self!).Due(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        Schedule();
    }

    private void Due()
    {
        if (IsPastDeadline())
        {
            Abort(new Status(StatusCode.DeadlineExceeded, ""));
        }
        else
        {
            Schedule();
        }
    }

    private void Schedule()
    {
        TimeSpan left = Options.Deadline!.Value - TimeProvider.System.GetUtcNow().UtcDateTime + TimeSpan.FromMilliseconds(1);
        TimeSpan longest = TimeSpan.FromDays(40);
        _timer!.Change(left < TimeSpan.Zero ? TimeSpan.Zero : left > longest ? longest : left, Timeout.InfiniteTimeSpan);
    }

    private async Task SendAsync(HttpRequestMessage message)
    {
        const string summary = "Error starting gRPC call.";
        try
        {
            await RequestHead.AddCredentialsAsync(message, Channel, Method, Options, Cancellation).ConfigureAwait(false);
            Cancellation.ThrowIfCancellationRequested();
            HttpResponseMessage response = await (Channel.Invoker is HttpClient client
                ? client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, Cancellation)
                : Channel.Invoker.SendAsync(message, Cancellation)).ConfigureAwait(false);
            bool isLate;
            lock (_lock)
            {
                _response = response;
                isLate = _status is not null;
            }

            if (isLate)
            {
                response.Dispose();
                return;
            }

            if (ResponseStatus.FromHead(response) is { } status && (status.StatusCode != StatusCode.OK || _single is not null))
            {
                Finish(
                    status.StatusCode != StatusCode.OK ? status : new Status(StatusCode.Internal, "Failed to deserialize response message. The response header contains a gRPC status of OK, but this kind of call must have a response message."),
                    response,
                    isTrailersOnly: true);
            }

            if (_head.TrySetResult(response) && _single is not null)
            {
                await ReceiveSingleAsync(response).ConfigureAwait(false);
            }
        }
        catch (Exception cause)
        {
            _head.TrySetException(Failure(summary, cause));
            _ = Observed(_head.Task);

            // A call whose status has arrived is not aborted any more; its caller waits all the same.
            FailSingleSoon();
        }
    }

    private async Task<Metadata> ReadHeadersAsync()
    {
        HttpResponseMessage response;
        try
        {
            response = await Head.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (EndedWith() is not null)
        {
            throw Failure();
        }

        return ResponseStatus.ReadMetadata(response.Headers);
    }

    private async Task ReceiveSingleAsync(HttpResponseMessage response)
    {
        TResponse? message;
        try
        {
            if (EndedWith() is not null)
            {
                throw Failure();
            }

            message = await Responses.ReadOnlyAsync(response, Cancellation).ConfigureAwait(false);
            Status status = ResponseStatus.FromTrailers(response);
            if (message is null && status.StatusCode == StatusCode.OK)
            {
                status = new Status(StatusCode.Internal, "Failed to deserialize response message.");
            }

            Finish(status, response, isTrailersOnly: false);
            if (GetStatus().StatusCode != StatusCode.OK)
            {
                throw Failure();
            }
        }
        catch (Exception cause)
        {
            FailSingle(cause is not RpcException || EndedWith() is null ? Failure("Error reading the response.", cause) : cause);
            return;
        }

        _single!.TrySetResult(message!);
    }

    /// <summary>The caller's code must not run in whoever ends the call, hence the queue.</summary>
    private void FailSingleSoon()
    {
        if (_single is { Task.IsCompleted: false })
        {
            ThreadPool.UnsafeQueueUserWorkItem(static call => call.FailSingle(call.Failure()), this, preferLocal: false);
        }
    }

    private void FailSingle(Exception failure)
    {
        _single!.TrySetException(failure);

        // A caller may well look at the status only; a look at the exception marks it as seen.
        _ = _single.Task.Exception;
    }
}
