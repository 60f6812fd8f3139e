using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Texts;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;

namespace CitizenNetwork.Cli.Calling;

/// <summary>Says why a call failed: the service's own sentence in the caller's language, every wrong field with the option that fills it, and what to do next.</summary>
internal static class Failures
{
    private const string DetailsTrailer = "grpc-status-details-bin";

    public static int Tell(RpcException refused, string address, Verb verb, Output output)
    {
        var status = refused.Trailers.GetValueBytes(DetailsTrailer) is { } bytes ? Google.Rpc.Status.Parser.ParseFrom(bytes) : new Google.Rpc.Status();
        output.Error(Find<LocalizedMessage>(status)?.Message ?? Sentence(refused, address));
        foreach (var violation in Find<BadRequest>(status)?.FieldViolations ?? [])
        {
            output.Error($"  {Place(violation.Field, verb)}: {violation.LocalizedMessage?.Message ?? violation.Description}");
        }

        if (Advice(refused.StatusCode, Find<RetryInfo>(status), verb) is { } advice)
        {
            output.Error(advice);
        }

        return refused.StatusCode switch
        {
            StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Aborted or StatusCode.ResourceExhausted => ExitCodes.Unavailable,
            StatusCode.Unauthenticated or StatusCode.PermissionDenied => ExitCodes.Key,
            _ => ExitCodes.Refused,
        };
    }

    private static string Place(string field, Verb verb) => FieldPlaces.NameOf(field, verb) is { } name ? $"{name} ({field})" : field;

    // What comes without details comes from the transport.
    private static string Sentence(RpcException refused, string address) => refused.StatusCode switch
    {
        StatusCode.Unavailable => Words.Of("Failed_Unreachable", address),
        StatusCode.DeadlineExceeded => Words.Of("Failed_Slow", address),
        _ => refused.Status.Detail.Length > 0 ? refused.Status.Detail : refused.StatusCode.ToString(),
    };

    private static string? Advice(StatusCode code, RetryInfo? retry, Verb verb) => code switch
    {
        StatusCode.InvalidArgument => Words.Of("Next_Help", verb.Path),
        StatusCode.NotFound => Words.Of("Next_List"),
        StatusCode.AlreadyExists => Words.Of("Next_OtherId"),
        StatusCode.Aborted => Words.Of("Next_ReadAgain"),
        StatusCode.Unauthenticated => Words.Of("Next_Login"),
        StatusCode.PermissionDenied => Words.Of("Next_WhoAmI"),
        StatusCode.ResourceExhausted when retry?.RetryDelay is { } delay => Words.Of("Next_RetryIn", Math.Max(1, delay.Seconds)),
        StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted => Words.Of("Next_Retry"),
        _ => null,
    };

    private static T? Find<T>(Google.Rpc.Status status)
        where T : class, IMessage<T>, new() =>
        status.Details.FirstOrDefault(detail => detail.Is(new T().Descriptor))?.Unpack<T>();
}
