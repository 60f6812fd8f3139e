using System.Buffers;
using System.IO.Pipelines;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Compression;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server;

/// <summary>Cuts the request body into messages and parses them where they lie.</summary>
internal sealed class RequestReader<TRequest>(ServerCall call, Func<DeserializationContext, TRequest> deserializer)
    where TRequest : class
{
    private readonly PipeReader _body = call.Http.Request.BodyReader;

    /// <summary>The only message of the request: nothing less, nothing more.</summary>
    public async Task<TRequest> ReadOnlyAsync()
    {
        TRequest request = await ReadAsync(CancellationToken.None) ?? throw Frame.Refuse(StatusCode.Internal, "Incomplete message.");
        ReadResult rest;
        do
        {
            rest = await NextAsync(CancellationToken.None);
            if (!rest.Buffer.IsEmpty)
            {
                _body.AdvanceTo(rest.Buffer.Start);
                throw Frame.Refuse(StatusCode.Internal, "Additional data after the message received.");
            }

            _body.AdvanceTo(rest.Buffer.End);
        }
        while (!rest.IsCompleted);
        return request;
    }

    /// <summary>The next message, or null at the end of the request.</summary>
    public async ValueTask<TRequest?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult result = await NextAsync(cancellationToken);
            ReadOnlySequence<byte> buffer = result.Buffer;
            SequencePosition consumed = buffer.Start;
            SequencePosition examined = buffer.End;
            try
            {
                if (result.IsCanceled)
                {
                    throw Frame.Refuse(StatusCode.Internal, "Incoming message cancelled.");
                }

                if (Frame.TryReadHeader(buffer, call.Options.MaxReceive, out bool isCompressed, out int length) && buffer.Length - Frame.HeaderSize >= length)
                {
                    ReadOnlySequence<byte> message = buffer.Slice(Frame.HeaderSize, length);
                    consumed = examined = message.End;
                    return isCompressed ? ParseCompressed(message) : Parse(message);
                }

                if (result.IsCompleted)
                {
                    return buffer.IsEmpty ? null : throw Frame.Refuse(StatusCode.Internal, "Incomplete message.");
                }
            }
            finally
            {
                _body.AdvanceTo(consumed, examined);
            }
        }
    }

    private async ValueTask<ReadResult> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _body.ReadAsync(cancellationToken);
        }
        catch (BadHttpRequestException refusal)
        {
            // A body larger or slower than the server's own limits allow.
            throw Frame.Refuse(refusal.StatusCode is StatusCodes.Status413PayloadTooLarge ? StatusCode.ResourceExhausted : StatusCode.Internal, refusal.Message, refusal);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            call.IsCut = true;
            throw;
        }
    }

    private TRequest ParseCompressed(in ReadOnlySequence<byte> message)
    {
        string? encoding = call.RequestEncoding;
        if (encoding is null or Headers.Identity)
        {
            throw Frame.Refuse(StatusCode.Internal, encoding is null
                ? "Request did not include grpc-encoding value with compressed message."
                : "Request sent 'identity' grpc-encoding value with compressed message.");
        }

        if (!call.Options.Compression.TryGetValue(encoding, out ICompressionProvider? provider))
        {
            string[] supported = [Headers.Identity, .. call.Options.Compression.Keys];
            if (!call.Http.Response.HasStarted)
            {
                call.Http.Response.Headers[Headers.AcceptEncoding] = string.Join(',', supported);
            }

            throw Frame.Refuse(StatusCode.Unimplemented, $"Unsupported grpc-encoding value '{encoding}'. Supported encodings: {string.Join(", ", supported)}");
        }

        using PooledBuffer plain = new();
        Frame.Decompress(provider, message, call.Options.MaxReceive, plain);
        return Parse(new ReadOnlySequence<byte>(plain.Written));
    }

    private TRequest Parse(in ReadOnlySequence<byte> message)
    {
        try
        {
            return deserializer(new Payload(message));
        }
        catch (InvalidProtocolBufferException defect)
        {
            throw Frame.Refuse(StatusCode.Internal, "The request message cannot be parsed.", defect);
        }
    }
}
