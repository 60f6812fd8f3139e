using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace CitizenNetwork.Cli.Calling;

/// <summary>Where calls go and what they carry.</summary>
/// <param name="Address">gRPC address of the server.</param>
/// <param name="Credential">Who calls.</param>
/// <param name="Language">Language of the answers.</param>
internal sealed record Connection(string Address, Credential Credential, string Language)
{
    public CallInvoker InvokerOn(GrpcChannel channel) => channel.CreateCallInvoker().Intercept(metadata =>
    {
        if (!Credential.IsNone)
        {
            metadata.Add(Credential.Header, Credential.Value);
        }

        metadata.Add("accept-language", Language);
        return metadata;
    });
}
