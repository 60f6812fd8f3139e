using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>The HTTP request of a call, up to its body.</summary>
internal static class RequestHead
{
    public static HttpRequestMessage Build(GrpcChannel channel, IMethod method, string? host, CallOptions options, HttpContent content)
    {
        HttpRequestMessage message = new(HttpMethod.Post, channel.AddressOf(method))
        {
            Version = channel.HttpVersion,
            VersionPolicy = channel.VersionPolicy,
            Content = content,
        };
        message.Headers.Host = host;
        message.Headers.TryAddWithoutValidation("User-Agent", UserAgent.Value);
        message.Headers.TryAddWithoutValidation("TE", "trailers");
        message.Headers.TryAddWithoutValidation(Headers.AcceptEncoding, channel.AcceptEncoding);
        if (options.Headers is { Count: > 0 } headers)
        {
            AddMetadata(message, headers);
        }

        if (options.Deadline is { } deadline && deadline != DateTime.MaxValue)
        {
            TimeSpan left = deadline - TimeProvider.System.GetUtcNow().UtcDateTime;
            message.Headers.TryAddWithoutValidation(Headers.Timeout, Headers.FormatTimeout(left));
        }

        return message;
    }

    private static void AddMetadata(HttpRequestMessage message, Metadata headers)
    {
        foreach (Metadata.Entry entry in headers)
        {
            // The timeout comes from the deadline alone.
            if (entry.Key is not Headers.Timeout)
            {
                message.Headers.TryAddWithoutValidation(entry.Key is Headers.EncodingRequest ? Headers.Encoding : entry.Key, Headers.Value(entry));
            }
        }
    }

    /// <summary>Adds what call and channel prove themselves with, unless anybody on the way could read it.</summary>
    public static async Task AddCredentialsAsync(HttpRequestMessage message, GrpcChannel channel, IMethod method, CallOptions options, CancellationToken cancellationToken)
    {
        if (!channel.UsesCallCredentials)
        {
            return;
        }

        AuthInterceptorContext context = new($"{channel.Address.GetLeftPart(UriPartial.Authority)}/{method.ServiceName}", method.Name, cancellationToken);
        foreach (AsyncAuthInterceptor interceptor in (options.Credentials?.Interceptors ?? []).Concat(channel.Credentials?.Interceptors ?? []))
        {
            Metadata metadata = [];
            await interceptor(context, metadata).ConfigureAwait(false);
            foreach (Metadata.Entry entry in metadata)
            {
                message.Headers.TryAddWithoutValidation(entry.Key, Headers.Value(entry));
            }
        }
    }
}
