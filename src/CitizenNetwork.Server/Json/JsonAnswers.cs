using System.Globalization;
using System.Text;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Logging;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;

namespace CitizenNetwork.Server.Json;

/// <summary>Writes what a call ends with: its message, or its error as <c>google.rpc.Status</c>.</summary>
internal sealed class JsonAnswers(ILogger logger)
{
    public const string MediaType = "application/json";

    /// <summary>Media type of streams: one JSON object a line.</summary>
    public const string LinesMediaType = "application/x-ndjson";

    /// <summary>The status of HTTP for a caller that went away; it has no name in the standard.</summary>
    private const int ClientClosedRequest = 499;

    /// <summary>Fields that hold their default are written too, so that a reader sees every field there is.</summary>
    private static readonly JsonFormatter s_formatter =
        new(new JsonFormatter.Settings(formatDefaultValues: true, TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor)));

    public static string Format(IMessage message) => s_formatter.Format(message);

    /// <summary>The published mapping of google.rpc.Code to HTTP.</summary>
    public static int HttpStatusOf(StatusCode code) => code switch
    {
        StatusCode.OK => StatusCodes.Status200OK,
        StatusCode.Cancelled => ClientClosedRequest,
        StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.OutOfRange => StatusCodes.Status400BadRequest,
        StatusCode.Unauthenticated => StatusCodes.Status401Unauthorized,
        StatusCode.PermissionDenied => StatusCodes.Status403Forbidden,
        StatusCode.NotFound => StatusCodes.Status404NotFound,
        StatusCode.AlreadyExists or StatusCode.Aborted => StatusCodes.Status409Conflict,
        StatusCode.ResourceExhausted => StatusCodes.Status429TooManyRequests,
        StatusCode.Unimplemented => StatusCodes.Status501NotImplemented,
        StatusCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        StatusCode.DeadlineExceeded => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status500InternalServerError,
    };

    public static Task WriteAsync(HttpContext http, JsonCallContext context, IMessage message)
    {
        var body = Format(message);
        context.Trailers(http.Response.Headers);
        return WriteAsync(http, StatusCodes.Status200OK, body);
    }

    /// <summary>Ends a call that failed. Whoever is gone is not answered.</summary>
    public async Task FailAsync(HttpContext http, JsonCallContext context, Exception cause)
    {
        if (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        switch (cause)
        {
            case RpcException refused:
                context.Trailers(http.Response.Headers, refused.Trailers);
                await WriteErrorAsync(http, refused, context.HttpStatus);
                break;
            case OperationCanceledException when context.IsDeadlineExceeded:
                await WriteErrorAsync(http, new RpcException(new Grpc.Core.Status(StatusCode.DeadlineExceeded, "Deadline Exceeded")));
                break;
            case BadHttpRequestException bad:
                await WriteErrorAsync(http, new RpcException(new Grpc.Core.Status(StatusCode.InvalidArgument, bad.Message)), bad.StatusCode);
                break;
            default:
                // The interceptors answer whatever a method throws: what arrives here is a defect of this face.
                logger.LogError(new LoggedException(cause), "Defect in the JSON face of {Method}.", context.Method);
                await WriteErrorAsync(http, new RpcException(new Grpc.Core.Status(StatusCode.Internal, "The call could not be answered.")));
                break;
        }
    }

    /// <summary>The error as the whole answer; behind lines that are sent already, as a last line of its own kind.</summary>
    public static Task WriteErrorAsync(HttpContext http, RpcException error, int? httpStatus = null)
    {
        var status = StatusOf(error);
        var body = Format(status);
        if (!http.Response.HasStarted)
        {
            if (error.StatusCode == StatusCode.Unauthenticated)
            {
                // RFC 9110 wants a challenge in every 401.
                http.Response.Headers.WWWAuthenticate = new([$"ApiKey header=\"{Security.ApiKeys.MetadataKey}\"", "Bearer"]);
            }

            if (status.Details.FirstOrDefault(detail => detail.Is(RetryInfo.Descriptor))?.Unpack<RetryInfo>() is { RetryDelay: { } delay })
            {
                http.Response.Headers.RetryAfter = Math.Ceiling(delay.ToTimeSpan().TotalSeconds).ToString(CultureInfo.InvariantCulture);
            }

            return WriteAsync(http, httpStatus ?? HttpStatusOf(error.StatusCode), body);
        }

        if (http.Response.ContentType == LinesMediaType)
        {
            return http.Response.WriteAsync($"{{ \"error\": {body} }}\n");
        }

        http.Abort();
        return Task.CompletedTask;
    }

    private static Google.Rpc.Status StatusOf(RpcException error) =>
        error.Trailers.GetValueBytes(RefusalStatus.DetailsTrailer) is { } bytes
            ? Google.Rpc.Status.Parser.ParseFrom(bytes)
            : new Google.Rpc.Status { Code = (int)error.StatusCode, Message = error.Status.Detail };

    private static Task WriteAsync(HttpContext http, int status, string json)
    {
        var body = Encoding.UTF8.GetBytes(json);
        http.Response.StatusCode = status;
        http.Response.ContentType = MediaType;
        http.Response.ContentLength = body.Length;
        return http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }
}
