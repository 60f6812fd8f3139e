using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using Grpc.Core;
using Grpc.Net.Compression;
using Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>The body of a request: its only message, or whatever the caller writes.</summary>
internal sealed class ClientRequestContent<TRequest, TResponse> : HttpContent
    where TRequest : class
    where TResponse : class
{
    private static readonly MediaTypeHeaderValue GrpcType = new(Wire.Headers.ContentType);

    private readonly ClientCall<TRequest, TResponse> _call;
    private readonly TRequest? _request;

    public ClientRequestContent(ClientCall<TRequest, TResponse> call, TRequest? request)
    {
        _call = call;
        _request = request;
        Headers.ContentType = GrpcType;
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        if (_request is not null)
        {
            await _call.WriteAsync(stream, _request, _call.Options.WriteOptions, _call.Cancellation).ConfigureAwait(false);
        }
        else
        {
            // The headers go out before there is a message, so that the callee can answer first.
            await stream.FlushAsync(_call.Cancellation).ConfigureAwait(false);
            await _call.Requests!.LendAsync(stream).ConfigureAwait(false);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}

/// <summary>The requests of a streaming call, from its caller.</summary>
internal sealed class ClientRequestStream<TRequest, TResponse>(ClientCall<TRequest, TResponse> call) : IClientStreamWriter<TRequest>
    where TRequest : class
    where TResponse : class
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<Stream> _body = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Whoever completes the stream continues into the end of the body, so that a call disposed right after it has sent that end.
    private readonly TaskCompletionSource _complete = new();
    private bool _isComplete;
    private bool _isWriting;

    public WriteOptions? WriteOptions { get; set; } = call.Options.WriteOptions;

    /// <summary>Hands out the request's body until the caller completes it or the call ends.</summary>
    public Task LendAsync(Stream body)
    {
        _body.TrySetResult(body);
        return _complete.Task;
    }

    /// <summary>The call has ended.</summary>
    public void End()
    {
        _body.TrySetCanceled();
        _complete.TrySetCanceled();
    }

    public Task WriteAsync(TRequest message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(TRequest message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        call.ThrowIfDisposed();
        lock (_lock)
        {
            if (_isComplete)
            {
                throw new InvalidOperationException("Request stream has already been completed.");
            }

            if (call.EndedWith() is not null)
            {
                throw call.Failure(cancellationToken);
            }

            if (_isWriting)
            {
                throw new InvalidOperationException("Can't write the message because the previous write is in progress.");
            }

            _isWriting = true;
        }

        try
        {
            using CancellationTokenRegistration registration = call.CancelWith(cancellationToken);
            Stream body = await _body.Task.ConfigureAwait(false);
            await call.WriteAsync(body, message, WriteOptions, call.Cancellation).ConfigureAwait(false);
            await body.FlushAsync(call.Cancellation).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is OperationCanceledException or IOException or HttpRequestException or ObjectDisposedException)
        {
            throw call.Failure("Error writing message.", cause, cancellationToken);
        }
        finally
        {
            lock (_lock)
            {
                _isWriting = false;
            }
        }
    }

    public Task CompleteAsync()
    {
        call.ThrowIfDisposed();
        lock (_lock)
        {
            if (_isWriting)
            {
                throw new InvalidOperationException("Can't complete the client stream writer because the previous write is in progress.");
            }

            _isComplete = true;
        }

        _complete.TrySetResult();
        return Task.CompletedTask;
    }
}

/// <summary>The responses of a call, for its caller.</summary>
internal sealed class ClientResponseStream<TRequest, TResponse>(ClientCall<TRequest, TResponse> call) : IAsyncStreamReader<TResponse>
    where TRequest : class
    where TResponse : class
{
    private int _isReading;

    public TResponse Current { get; private set; } = null!;

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        call.ThrowIfDisposed();
        if (call.EndedWith() is { } ended)
        {
            return ended.StatusCode == StatusCode.OK ? false : throw call.Failure(cancellationToken);
        }

        if (Interlocked.Exchange(ref _isReading, 1) == 1)
        {
            throw new InvalidOperationException("Can't read the next message because the previous read is still in progress.");
        }

        try
        {
            using CancellationTokenRegistration registration = call.CancelWith(cancellationToken);
            Current = null!;
            HttpResponseMessage response = await call.Head.ConfigureAwait(false);
            if (call.EndedWith() is not null)
            {
                throw call.Failure(cancellationToken);
            }

            if (await ReadAsync(response, call.Cancellation).ConfigureAwait(false) is { } message)
            {
                Current = message;
                return true;
            }

            bool isTrailersOnly = ResponseStatus.First(response.TrailingHeaders, Headers.Status) is null;
            call.Finish(ResponseStatus.FromTrailers(response), response, isTrailersOnly);
            return call.GetStatus().StatusCode == StatusCode.OK ? false : throw call.Failure(cancellationToken);
        }
        catch (Exception cause) when (cause is not RpcException || call.EndedWith() is null)
        {
            throw call.Failure("Error reading next message.", cause, cancellationToken);
        }
        finally
        {
            Volatile.Write(ref _isReading, 0);
        }
    }

    /// <summary>The only message of the body, read together with the body's end; null if there is none.</summary>
    public async Task<TResponse?> ReadOnlyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using PooledBuffer buffer = new();
        bool isCompressed = false;
        int? length = null;
        int count;

        // One byte more than announced, so that one read finds both the message and what must not follow it.
        while ((count = await body.ReadAsync(buffer.GetMemory(Frame.HeaderSize + (length ?? 0) + 1 - buffer.Length), cancellationToken).ConfigureAwait(false)) > 0)
        {
            buffer.Advance(count);
            if (length is null && Frame.TryReadHeader(new ReadOnlySequence<byte>(buffer.Written), call.Channel.MaxReceive, out isCompressed, out int announced))
            {
                length = announced;
            }

            if (buffer.Length - Frame.HeaderSize > length)
            {
                throw new InvalidDataException("Unexpected data after finished reading message.");
            }
        }

        return buffer.Length == 0 ? null
            : length is null ? throw new InvalidDataException("Unexpected end of content while reading the message header.")
            : buffer.Length - Frame.HeaderSize < length ? throw new InvalidDataException("Unexpected end of content while reading the message content.")
            : Parse(response, new ReadOnlySequence<byte>(buffer.Written[Frame.HeaderSize..]), isCompressed);
    }

    /// <summary>The next message, or null at the end of the body.</summary>
    public async Task<TResponse?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);

        // Nothing is rented while a quiet stream is waited for.
        await body.ReadAsync(Memory<byte>.Empty, cancellationToken).ConfigureAwait(false);
        using PooledBuffer buffer = new();
        int count = await FillAsync(body, buffer, Frame.HeaderSize, cancellationToken).ConfigureAwait(false);
        if (count == 0)
        {
            return null;
        }

        if (count < Frame.HeaderSize)
        {
            throw new InvalidDataException("Unexpected end of content while reading the message header.");
        }

        Frame.TryReadHeader(new ReadOnlySequence<byte>(buffer.Written), call.Channel.MaxReceive, out bool isCompressed, out int length);
        buffer.Clear();
        if (await FillAsync(body, buffer, length, cancellationToken).ConfigureAwait(false) < length)
        {
            throw new InvalidDataException("Unexpected end of content while reading the message content.");
        }

        return Parse(response, new ReadOnlySequence<byte>(buffer.Written), isCompressed);
    }

    private static async Task<int> FillAsync(Stream body, PooledBuffer buffer, int length, CancellationToken cancellationToken)
    {
        Memory<byte> target = buffer.GetMemory(length);
        int count = await body.ReadAtLeastAsync(target[..length], length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        buffer.Advance(count);
        return count;
    }

    private TResponse Parse(HttpResponseMessage response, ReadOnlySequence<byte> message, bool isCompressed)
    {
        if (!isCompressed)
        {
            return call.Method.ResponseMarshaller.ContextualDeserializer(new Payload(message));
        }

        string encoding = ResponseStatus.First(response.Headers, Headers.Encoding) ?? Headers.Identity;
        if (!call.Channel.Compression.TryGetValue(encoding, out ICompressionProvider? provider))
        {
            throw encoding is Headers.Identity
                ? Frame.Refuse(StatusCode.Internal, "Request sent 'identity' grpc-encoding value with compressed message.")
                : Frame.Refuse(StatusCode.Unimplemented, $"Unsupported grpc-encoding value '{encoding}'. Supported encodings: {call.Channel.AcceptEncoding.Replace(",", ", ", StringComparison.Ordinal)}");
        }

        using PooledBuffer plain = new();
        Frame.Decompress(provider, message, call.Channel.MaxReceive, plain);
        return call.Method.ResponseMarshaller.ContextualDeserializer(new Payload(new ReadOnlySequence<byte>(plain.Written)));
    }
}

/// <summary>How this client presents itself.</summary>
internal static class UserAgent
{
    public static string Value { get; } =
        $"grpc-dotnet/{typeof(UserAgent).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0"} (.NET {Environment.Version}; embedded)";
}
