using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>The requests of a streaming call, for its handler.</summary>
internal sealed class RequestStream<TRequest>(ServerCall call, RequestReader<TRequest> reader) : IAsyncStreamReader<TRequest>
    where TRequest : class
{
    private bool _isOver;

    public TRequest Current { get; private set; } = null!;

    /// <summary>The handler has returned; the request's memory is no longer its own.</summary>
    public void Complete() => _isOver = true;

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_isOver || call.CancellationToken.IsCancellationRequested)
        {
            call.IsCut |= !_isOver;
            throw new InvalidOperationException("Can't read messages after the request is complete.");
        }

        Current = null!;
        if (await reader.ReadAsync(cancellationToken) is not { } next)
        {
            return false;
        }

        Current = next;
        return true;
    }
}

/// <summary>The responses of a streaming call, for its handler.</summary>
internal sealed class ResponseStream<TResponse>(ServerCall call, Action<TResponse, SerializationContext> serializer) : IServerStreamWriter<TResponse>
    where TResponse : class
{
    private readonly Lock _lock = new();
    private bool _isOver;
    private bool _isWriting;

    public WriteOptions? WriteOptions
    {
        get => call.WriteOptions;
        set => call.WriteOptions = value;
    }

    /// <summary>The handler has returned; the response's memory is no longer its own.</summary>
    public void Complete() => _isOver = true;

    public Task WriteAsync(TResponse message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(TResponse message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);

        // A write that is cancelled half-way leaves nothing that could be continued.
        using CancellationTokenRegistration reset = cancellationToken.UnsafeRegister(static state => ((ServerCall)state!).Reset(), call);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_isOver || call.CancellationToken.IsCancellationRequested)
            {
                call.IsCut |= !_isOver;
                throw new InvalidOperationException("Can't write the message because the request is complete.");
            }

            if (_isWriting)
            {
                throw new InvalidOperationException("Can't write the message because the previous write is in progress.");
            }

            _isWriting = true;
        }

        try
        {
            await call.WriteAsync(message, serializer, cancellationToken);
            if (call.WriteOptions?.Flags.HasFlag(WriteFlags.BufferHint) is not true)
            {
                await call.FlushAsync(cancellationToken);
                if (call.CancellationToken.IsCancellationRequested || cancellationToken.IsCancellationRequested)
                {
                    throw new OperationCanceledException("Request aborted while sending the message.");
                }
            }
        }
        finally
        {
            lock (_lock)
            {
                _isWriting = false;
            }
        }
    }
}
