using System.Globalization;
using System.Text;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Server.Texts;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.Net.Http.Headers;

namespace CitizenNetwork.Server.Json;

/// <summary>Reads a request's body as a message. No body is the empty message.</summary>
internal sealed class JsonRequestReader(JsonRefusals refusals)
{
    /// <summary>Deepest nesting of a request; our own messages need a fraction of it.</summary>
    public const int MaxDepth = 32;

    private const int BufferSize = 16 * 1024;
    private const char ByteOrderMark = '\uFEFF';

    internal static readonly JsonParser Parser = new(new JsonParser.Settings(MaxDepth));

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The message; or an empty one and, in the context, the refusal that the pipeline ends with.</summary>
    public async Task<IMessage> ReadAsync(HttpRequest request, MessageDescriptor type, JsonCallContext context)
    {
        var empty = Parser.Parse("{}", type);
        if (!IsJson(request))
        {
            context.Unreadable = () => MediaType(request, context);
            return empty;
        }

        using MemoryStream body = new();
        if (request.ContentLength > ServerSettings.MaxMessageBytes || !await TryCopyAsync(request.Body, body, context.CancellationToken))
        {
            context.Unreadable = () => TooLarge(context);
            return empty;
        }

        if (body.Length == 0)
        {
            return empty;
        }

        if (request.ContentType is null)
        {
            context.Unreadable = () => MediaType(request, context);
            return empty;
        }

        return Parse(body.GetBuffer().AsSpan(0, (int)body.Length), type, context) ?? empty;
    }

    /// <summary>JSON in UTF-8 and not compressed, or nothing said, which an empty body needs not.</summary>
    private static bool IsJson(HttpRequest request) =>
        request.Headers.ContentEncoding.Count == 0
        && (request.ContentType is null
            || (MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
                && type.MediaType.Equals(JsonAnswers.MediaType, StringComparison.OrdinalIgnoreCase)
                && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))));

    /// <summary>False when there is more than a message may have.</summary>
    private static async Task<bool> TryCopyAsync(Stream from, MemoryStream to, CancellationToken cancellation)
    {
        var buffer = new byte[BufferSize];
        int count;
        while ((count = await from.ReadAsync(buffer, cancellation)) > 0)
        {
            if (to.Length + count > ServerSettings.MaxMessageBytes)
            {
                return false;
            }

            to.Write(buffer, 0, count);
        }

        return true;
    }

    private IMessage? Parse(ReadOnlySpan<byte> utf8, MessageDescriptor type, JsonCallContext context)
    {
        string json;
        try
        {
            json = s_utf8.GetString(utf8).TrimStart(ByteOrderMark);
        }
        catch (DecoderFallbackException notUtf8)
        {
            context.Unreadable = () => Malformed(notUtf8.Message, context);
            return null;
        }

        try
        {
            return Parser.Parse(json, type);
        }
        catch (Exception said) when (said is InvalidProtocolBufferException or InvalidJsonException)
        {
            // The parser stops at the first thing that it dislikes and seldom says where: look for all of them.
            context.Unreadable = () =>
            {
                var violations = new JsonMisfits().Find(json, type);
                return violations.Any ? new RefusedException(Refusal.Invalid(context.Method, violations.ToImmutable())) : Malformed(said.Message, context);
            };
            return null;
        }
    }

    private RpcException Malformed(string parserSays, JsonCallContext context) =>
        refusals.Make(StatusCode.InvalidArgument, "MALFORMED_JSON", "Error_MalformedJson", Language.Of(context), ("parser", parserSays));

    private RpcException MediaType(HttpRequest request, JsonCallContext context)
    {
        context.HttpStatus = StatusCodes.Status415UnsupportedMediaType;
        var given = request.Headers.ContentEncoding.Count == 0 ? request.ContentType ?? string.Empty : $"{request.ContentType} ({request.Headers.ContentEncoding})";
        return refusals.Make(StatusCode.InvalidArgument, "UNSUPPORTED_MEDIA_TYPE", "Error_MediaType", Language.Of(context), ("expected", JsonAnswers.MediaType), ("given", given));
    }

    private RpcException TooLarge(JsonCallContext context)
    {
        // Not the 429 of its code: that one asks to try again later, which would not help.
        context.HttpStatus = StatusCodes.Status413PayloadTooLarge;
        return refusals.Make(StatusCode.ResourceExhausted, "MESSAGE_TOO_LARGE", "Error_MessageTooLarge", Language.Of(context), ("limit_bytes", ServerSettings.MaxMessageBytes.ToString(CultureInfo.InvariantCulture)));
    }
}
