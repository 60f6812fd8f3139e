using System.Collections.Immutable;
using System.Globalization;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Server.Texts;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Enum = System.Enum;

namespace CitizenNetwork.Server.Errors;

/// <summary>The one table from refusals of the domain to answers of the wire (AIP-193).</summary>
internal sealed class RefusalStatus(Sentences sentences)
{
    /// <summary>Domain of every <see cref="ErrorInfo"/>.</summary>
    public const string ErrorDomain = "citizennetwork";

    /// <summary>Trailer that holds the details of an error.</summary>
    public const string DetailsTrailer = "grpc-status-details-bin";

    /// <summary>Most characters told back of one value: details travel in a header, and clients refuse long ones.</summary>
    private const int MaxToldLength = 500;

    /// <summary>
    /// Bytes of violations told with their sentences; those that follow name their field and reason alone. All details
    /// then stay under 16 KiB, far below what clients take as headers (64 KiB in .NET and Node.js).
    /// </summary>
    private const int MaxSentencesBytes = 8 * 1024;

    /// <summary>Most fields that the error's own sentence lists.</summary>
    private const int MaxListedFields = 10;

    /// <summary>The error that a refusal becomes, in the caller's language.</summary>
    public RpcException ToException(Refusal refusal, ServerCallContext context)
    {
        var language = Language.Of(context);
        var (code, reason) = Table(refusal.Code);
        List<IMessage> details = [new ErrorInfo { Domain = ErrorDomain, Reason = reason, Metadata = { Metadata(refusal) } }];
        if (refusal.Code == RefusalCode.InvalidFields)
        {
            details.Add(ToMessage(refusal.Violations, language));
        }
        else if (code == StatusCode.FailedPrecondition)
        {
            details.Add(new PreconditionFailure
            {
                Violations = { new PreconditionFailure.Types.Violation { Type = reason, Subject = Told(refusal.Subject), Description = Sentence(refusal, language) } },
            });
        }

        details.Add(new LocalizedMessage { Locale = language.Name, Message = Sentence(refusal, language) });
        return Make(code, Sentence(refusal, Language.English), details);
    }

    /// <summary>An error that is no refusal of the domain: a sentence of the texts in the caller's language.</summary>
    /// <param name="code">Status.</param>
    /// <param name="reason">Reason of its <see cref="ErrorInfo"/>.</param>
    /// <param name="text">Key of its sentence.</param>
    /// <param name="context">Of the call.</param>
    /// <param name="more">Further details.</param>
    /// <param name="metadata">Metadata of its <see cref="ErrorInfo"/>.</param>
    public RpcException Told(StatusCode code, string reason, string text, ServerCallContext context, IReadOnlyList<IMessage> more, params ReadOnlySpan<(string Key, string Value)> metadata)
    {
        ErrorInfo info = new() { Domain = ErrorDomain, Reason = reason };
        foreach (var (name, value) in metadata)
        {
            info.Metadata[name] = value;
        }

        var language = Language.Of(context);
        LocalizedMessage message = new() { Locale = language.Name, Message = sentences.Write(text, [], language) };
        return Make(code, sentences.Write(text, [], Language.English), [info, .. more, message]);
    }

    /// <summary>What the error of a refusal says, for answers that tell several: its reason, its sentence, its wrong fields.</summary>
    public (string Reason, string Message, BadRequest Fields) Describe(Refusal refusal, CultureInfo language) =>
        (Table(refusal.Code).Reason, Sentence(refusal, language), ToMessage(refusal.Violations, language));

    /// <summary>An error with its details in the trailer.</summary>
    public static RpcException Make(StatusCode code, string message, IReadOnlyList<IMessage> details)
    {
        Google.Rpc.Status status = new() { Code = (int)code, Message = message, Details = { details.Select(detail => Any.Pack(detail)) } };
        return new RpcException(new Grpc.Core.Status(code, message), new Metadata { { DetailsTrailer, status.ToByteArray() } });
    }

    private static (StatusCode Code, string Reason) Table(RefusalCode code) => code switch
    {
        RefusalCode.InvalidFields => (StatusCode.InvalidArgument, "INVALID_FIELD"),
        RefusalCode.NotFound => (StatusCode.NotFound, "RESOURCE_NOT_FOUND"),
        RefusalCode.AlreadyExists => (StatusCode.AlreadyExists, "ALREADY_EXISTS"),
        RefusalCode.StaleEtag => (StatusCode.Aborted, "STALE_ETAG"),
        RefusalCode.WrongState => (StatusCode.FailedPrecondition, "WRONG_STATE"),
        RefusalCode.LimitReached => (StatusCode.FailedPrecondition, "LIMIT_REACHED"),
        RefusalCode.OtherSource => (StatusCode.PermissionDenied, "OTHER_SOURCE"),
        RefusalCode.DeletedHere => (StatusCode.FailedPrecondition, "DELETED_HERE"),
        RefusalCode.NameTaken => (StatusCode.AlreadyExists, "NAME_TAKEN"),
        RefusalCode.WrongSyncState => (StatusCode.FailedPrecondition, "WRONG_SYNC_STATE"),
        RefusalCode.CountChanged => (StatusCode.FailedPrecondition, "COUNT_CHANGED"),
        RefusalCode.TooManyMissing => (StatusCode.FailedPrecondition, "TOO_MANY_MISSING"),
        RefusalCode.Merged => (StatusCode.NotFound, "MERGED"),
        RefusalCode.NotAllowed => (StatusCode.PermissionDenied, "NOT_ALLOWED"),
        RefusalCode.InvitationOver => (StatusCode.FailedPrecondition, "INVITATION_OVER"),
        RefusalCode.SystemKey => (StatusCode.PermissionDenied, "SYSTEM_KEY"),
        RefusalCode.NoConsent => (StatusCode.PermissionDenied, "NO_CONSENT"),
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "No status for this refusal."),
    };

    private static Dictionary<string, string> Metadata(Refusal refusal)
    {
        Dictionary<string, string> metadata = new(StringComparer.Ordinal) { ["subject"] = Told(refusal.Subject) };
        for (var i = 0; i < refusal.Data.Length; i++)
        {
            metadata[$"value{(i + 1).ToString(CultureInfo.InvariantCulture)}"] = Told(refusal.Data[i].Value);
        }

        return metadata;
    }

    private string Sentence(Refusal refusal, CultureInfo language) => refusal.Code == RefusalCode.InvalidFields
        ? sentences.Write("Refusal_InvalidFields", [Datum.Text(Fields(refusal.Violations))], language)
        : sentences.Write($"Refusal_{refusal.Code}", Told(refusal.Data), language);

    private static string Fields(ImmutableArray<FieldViolation> violations) =>
        string.Join(", ", violations.Take(MaxListedFields).Select(violation => violation.Field)) + (violations.Length > MaxListedFields ? ", …" : string.Empty);

    private BadRequest ToMessage(ImmutableArray<FieldViolation> violations, CultureInfo language)
    {
        BadRequest told = new();
        var bytes = 0;
        foreach (var violation in violations)
        {
            var message = ToMessage(violation, language);
            bytes += message.CalculateSize();
            told.FieldViolations.Add(bytes <= MaxSentencesBytes ? message : new BadRequest.Types.FieldViolation { Field = message.Field, Reason = message.Reason });
        }

        return told;
    }

    private BadRequest.Types.FieldViolation ToMessage(FieldViolation violation, CultureInfo language)
    {
        var text = sentences.Write($"Violation_{violation.Code}", Told(violation.Data), language);
        return new BadRequest.Types.FieldViolation
        {
            Field = violation.Field,
            Reason = UpperSnake(violation.Code),
            Description = text,
            LocalizedMessage = new LocalizedMessage { Locale = language.Name, Message = text },
        };
    }

    private static ImmutableArray<Datum> Told(ImmutableArray<Datum> data) => [.. data.Select(datum => datum with { Value = Told(datum.Value) })];

    private static string Told(string value) =>
        value.Length <= MaxToldLength ? value : $"{value[..(char.IsHighSurrogate(value[MaxToldLength - 1]) ? MaxToldLength - 1 : MaxToldLength)]}…";

    /// <summary>A name as the wire writes it.</summary>
    internal static string UpperSnake(Enum value) =>
        string.Concat(value.ToString().Select((character, i) => i > 0 && char.IsUpper(character) ? $"_{character}" : char.ToUpperInvariant(character).ToString()));
}

/// <summary>Carries a refusal out of a service method to the interceptor that answers it.</summary>
internal sealed class RefusedException(Refusal refusal) : Exception(refusal.Code.ToString())
{
    public Refusal Refusal { get; } = refusal;

    /// <summary>Throws when there is something to mend.</summary>
    public static void ThrowIfAny(Violations violations, string subject)
    {
        if (violations.Any)
        {
            throw new RefusedException(Refusal.Invalid(subject, violations.ToImmutable()));
        }
    }
}
