using Grpc.Core;

namespace CitizenNetwork.UnitTests.Errors;

/// <summary>A call that came from nowhere.</summary>
internal sealed class CallContext(string? language = null) : ServerCallContext
{
    private readonly Metadata _headers = language is null ? [] : new Metadata { { "accept-language", language } };

    protected override string MethodCore => "/citizennetwork.v1.ActorsService/CreateActor";

    protected override string HostCore => "localhost";

    protected override string PeerCore => "ipv4:127.0.0.1:1";

    protected override DateTime DeadlineCore => DateTime.MaxValue;

    protected override Metadata RequestHeadersCore => _headers;

    protected override CancellationToken CancellationTokenCore => CancellationToken.None;

    protected override Metadata ResponseTrailersCore { get; } = [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore { get; } = new(null, []);

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => throw new NotSupportedException();
}
