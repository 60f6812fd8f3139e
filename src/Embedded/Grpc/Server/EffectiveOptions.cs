using System.IO.Compression;
using Grpc.Net.Compression;

namespace Grpc.AspNetCore.Server;

/// <summary>The options of one service with those of all services behind them.</summary>
internal sealed class EffectiveOptions
{
    private const int DefaultReceiveLimit = 4 * 1024 * 1024;

    public EffectiveOptions(GrpcServiceOptions all, GrpcServiceOptions? own)
    {
        MaxReceive = own is { IsReceiveLimitSet: true } ? own.MaxReceiveMessageSize
            : all.IsReceiveLimitSet ? all.MaxReceiveMessageSize
            : DefaultReceiveLimit;
        MaxSend = own is { IsSendLimitSet: true } ? own.MaxSendMessageSize : all.MaxSendMessageSize;
        DetailedErrors = own?.EnableDetailedErrors ?? all.EnableDetailedErrors ?? false;
        IgnoreUnknownMethods = own?.IgnoreUnknownServices ?? all.IgnoreUnknownServices ?? false;
        ResponseEncoding = own?.ResponseCompressionAlgorithm ?? all.ResponseCompressionAlgorithm;
        ResponseLevel = own?.ResponseCompressionLevel ?? all.ResponseCompressionLevel;
        Interceptors = [.. all.Interceptors, .. own?.Interceptors ?? []];

        Dictionary<string, ICompressionProvider> providers = new(StringComparer.Ordinal);
        foreach (ICompressionProvider provider in (own?.CompressionProviders ?? []).Concat(all.CompressionProviders))
        {
            providers.TryAdd(provider.EncodingName, provider);
        }

        Compression = providers;
        if (ResponseEncoding is not (null or Wire.Headers.Identity) && !providers.ContainsKey(ResponseEncoding))
        {
            throw new InvalidOperationException($"The configured response compression algorithm '{ResponseEncoding}' does not have a matching compression provider.");
        }
    }

    public int? MaxReceive { get; }

    public int? MaxSend { get; }

    public bool DetailedErrors { get; }

    public bool IgnoreUnknownMethods { get; }

    public string? ResponseEncoding { get; }

    public CompressionLevel? ResponseLevel { get; }

    public IReadOnlyDictionary<string, ICompressionProvider> Compression { get; }

    public IReadOnlyList<InterceptorRegistration> Interceptors { get; }
}
