using System.Globalization;
using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Grpc.AspNetCore.Server;

/// <summary>Where the status of a call goes.</summary>
internal static class TrailerWriter
{
    /// <summary>Behind the messages if there are any; a response without a body carries its trailers in its only headers.</summary>
    public static IHeaderDictionary Of(HttpResponse response) => !response.HasStarted
        ? response.Headers
        : response.HttpContext.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is { IsReadOnly: false } trailers
            ? trailers
            : throw new InvalidOperationException("Trailers are not supported for this response. The server may not support gRPC.");

    public static void SetStatus(IHeaderDictionary trailers, Status status)
    {
        trailers[Headers.Status] = ((int)status.StatusCode).ToString(CultureInfo.InvariantCulture);
        if (string.IsNullOrEmpty(status.Detail))
        {
            trailers.Remove(Headers.Message);
        }
        else
        {
            trailers[Headers.Message] = Headers.EncodeMessage(status.Detail);
        }
    }

    public static void Append(IHeaderDictionary target, Metadata metadata)
    {
        foreach (Metadata.Entry entry in metadata)
        {
            target.Append(entry.Key, Headers.Value(entry));
        }
    }
}
