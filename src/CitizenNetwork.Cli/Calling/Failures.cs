using CitizenNetwork.Cli.Texts;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;

namespace CitizenNetwork.Cli.Calling;

/// <summary>Says why a call failed: the service's own sentence in the caller's language, and every wrong field.</summary>
internal static class Failures
{
    private const string DetailsTrailer = "grpc-status-details-bin";

    public static int Tell(RpcException refused, string address, Output output)
    {
        var status = refused.Trailers.GetValueBytes(DetailsTrailer) is { } bytes ? Google.Rpc.Status.Parser.ParseFrom(bytes) : new Google.Rpc.Status();
        output.Error(Find<LocalizedMessage>(status)?.Message ?? Sentence(refused, address));
        foreach (var violation in Find<BadRequest>(status)?.FieldViolations ?? [])
        {
            output.Error($"  {violation.Field}: {violation.LocalizedMessage?.Message ?? violation.Description}");
        }

        return refused.StatusCode switch
        {
            StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Aborted or StatusCode.ResourceExhausted => ExitCodes.Unavailable,
            StatusCode.Unauthenticated or StatusCode.PermissionDenied => ExitCodes.Key,
            _ => ExitCodes.Refused,
        };
    }

    // What comes without details comes from the transport.
    private static string Sentence(RpcException refused, string address) => refused.StatusCode switch
    {
        StatusCode.Unavailable => Words.Of("Failed_Unreachable", address),
        StatusCode.DeadlineExceeded => Words.Of("Failed_Slow", address),
        _ => refused.Status.Detail.Length > 0 ? refused.Status.Detail : refused.StatusCode.ToString(),
    };

    private static T? Find<T>(Google.Rpc.Status status)
        where T : class, IMessage<T>, new() =>
        status.Details.FirstOrDefault(detail => detail.Is(new T().Descriptor))?.Unpack<T>();
}
