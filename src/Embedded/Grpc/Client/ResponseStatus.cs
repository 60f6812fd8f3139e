using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>What a response, or its absence, says about how a call ended.</summary>
internal static class ResponseStatus
{
    /// <summary>The status if the headers already decide it, else null.</summary>
    public static Status? FromHead(HttpResponseMessage response)
    {
        if (TryRead(response.Headers, out Status stated))
        {
            return stated;
        }

        if (response.Version < HttpVersion.Version20)
        {
            return new Status(StatusCode.Internal, $"Bad gRPC response. Response protocol downgraded to HTTP/{response.Version.ToString(2)}.");
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            return new Status(FromHttp((int)response.StatusCode), string.Create(CultureInfo.InvariantCulture, $"Bad gRPC response. HTTP status code: {(int)response.StatusCode}"));
        }

        return First(response.Content.Headers, "Content-Type") switch
        {
            null => new Status(StatusCode.Cancelled, "Bad gRPC response. Response did not have a content-type header."),
            var type when !Wire.Headers.IsGrpc(type) => new Status(StatusCode.Cancelled, $"Bad gRPC response. Invalid content-type value: {type}"),
            _ => null,
        };
    }

    /// <summary>The status behind the body, which has been read to its end.</summary>
    public static Status FromTrailers(HttpResponseMessage response) =>
        TryRead(response.TrailingHeaders, out Status status) || TryRead(response.Headers, out status)
            ? status
            : new Status(StatusCode.Cancelled, "No grpc-status found on response.");

    /// <summary>The status of a call that the transport failed.</summary>
    public static Status FromException(string summary, Exception cause)
    {
        StatusCode? code = null;
        List<string> causes = [];
        for (Exception? one = cause; one is not null; one = one.InnerException)
        {
            causes.Add($"{one.GetType().Name}: {one.Message}");
            code = one switch
            {
                HttpProtocolException reset => FromReset(reset.ErrorCode),
                SocketException or IOException => code ?? StatusCode.Unavailable,
                _ => code,
            };
        }

        return new Status(code ?? StatusCode.Internal, $"{summary} {string.Join(' ', causes)}", cause);
    }

    /// <summary>The metadata of a response; a malformed entry is left out, so that it does not cost the caller the status.</summary>
    public static Metadata ReadMetadata(HttpHeaders headers)
    {
        Metadata metadata = [];
        foreach ((string name, HeaderStringValues values) in headers.NonValidated)
        {
            if (name.ToLowerInvariant() is not (Wire.Headers.Status or Wire.Headers.Message or Wire.Headers.Encoding or Wire.Headers.AcceptEncoding or "content-encoding" or "content-type"))
            {
                foreach (string value in values)
                {
                    try
                    {
                        Wire.Headers.Add(metadata, name, value);
                    }
                    catch (FormatException)
                    {
                        // Not base64: the callee's fault, and nothing a caller could use.
                    }
                }
            }
        }

        return metadata;
    }

    public static string? First(HttpHeaders headers, string name)
    {
        if (headers.NonValidated.TryGetValues(name, out HeaderStringValues values))
        {
            foreach (string value in values)
            {
                return value;
            }
        }

        return null;
    }

    private static bool TryRead(HttpHeaders headers, out Status status)
    {
        status = default;
        if (First(headers, Wire.Headers.Status) is not { } text)
        {
            return false;
        }

        status = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int code)
            ? new Status((StatusCode)code, Wire.Headers.DecodeMessage(First(headers, Wire.Headers.Message) ?? ""))
            : new Status(StatusCode.Cancelled, $"Unexpected grpc-status value: {text}");
        return true;
    }

    private static StatusCode FromHttp(int code) => code switch
    {
        400 or 431 or (>= 100 and < 200) => StatusCode.Internal,
        401 => StatusCode.Unauthenticated,
        403 => StatusCode.PermissionDenied,
        404 => StatusCode.Unimplemented,
        429 or 502 or 503 or 504 => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };

    /// <summary>HTTP/2 error codes, as the protocol maps them.</summary>
    private static StatusCode FromReset(long code) => code switch
    {
        0x7 => StatusCode.Unavailable,
        0x8 => StatusCode.Cancelled,
        0xb => StatusCode.ResourceExhausted,
        0xc => StatusCode.PermissionDenied,
        _ => StatusCode.Internal,
    };
}
