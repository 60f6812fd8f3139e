using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Running;

/// <summary>A refusal as a client reads it, with the details of its trailer.</summary>
public sealed class WireError
{
    private WireError(RpcException exception)
    {
        Code = exception.StatusCode;
        Detail = exception.Status.Detail;
        if (exception.Trailers.GetValueBytes("grpc-status-details-bin") is not { } bytes)
        {
            return;
        }

        var status = Google.Rpc.Status.Parser.ParseFrom(bytes);
        Assert.Equal((int)Code, status.Code);
        Assert.Equal(Detail, status.Message);
        Info = Find<ErrorInfo>(status);
        Message = Find<LocalizedMessage>(status);
        Precondition = Find<PreconditionFailure>(status);
        Retry = Find<RetryInfo>(status);
        Quota = Find<QuotaFailure>(status);
        Violations = [.. Find<BadRequest>(status)?.FieldViolations ?? []];
    }

    public StatusCode Code { get; }

    public string Detail { get; }

    public ErrorInfo? Info { get; }

    public LocalizedMessage? Message { get; }

    public PreconditionFailure? Precondition { get; }

    /// <summary>When the caller may try again, if it may.</summary>
    public RetryInfo? Retry { get; }

    public QuotaFailure? Quota { get; }

    public IReadOnlyList<BadRequest.Types.FieldViolation> Violations { get; } = [];

    /// <summary>The text of one wrong field.</summary>
    public string this[string field] => Assert.Single(Violations, violation => violation.Field == field).Description;

    public static WireError Of(RpcException exception) => new(exception);

    public static async Task<WireError> OfAsync(Func<Task> call) => new(await Assert.ThrowsAsync<RpcException>(call));

    /// <summary>Asserts that both languages tell the same in other words.</summary>
    public static void AssertTold(WireError french, WireError english)
    {
        Assert.Equal(french.Detail, english.Detail);
        Assert.Equal(english.Detail, english.Message!.Message);
        Assert.NotEqual(french.Message!.Message, english.Message!.Message);
        Assert.Equal(french.Violations.Select(violation => violation.Field), english.Violations.Select(violation => violation.Field));
        Assert.All(french.Violations.Zip(english.Violations), pair => Assert.NotEqual(pair.First.Description, pair.Second.Description));
    }

    public void AssertIs(StatusCode code, string reason, string locale)
    {
        Assert.Equal(code, Code);
        Assert.Equal("citizennetwork", Info?.Domain);
        Assert.Equal(reason, Info?.Reason);
        Assert.Equal(locale, Message?.Locale);
        Assert.False(string.IsNullOrWhiteSpace(Message?.Message));
        Assert.False(string.IsNullOrWhiteSpace(Detail));
        Assert.Equal(code == StatusCode.FailedPrecondition, Precondition is not null);
        Assert.Equal(code == StatusCode.InvalidArgument, Violations.Count > 0);
    }

    public void AssertInvalid(string locale, params string[] fields)
    {
        AssertIs(StatusCode.InvalidArgument, "INVALID_FIELD", locale);
        Assert.Equal(fields.Order(StringComparer.Ordinal), Violations.Select(violation => violation.Field).Order(StringComparer.Ordinal));
        Assert.All(Violations, violation =>
        {
            Assert.False(string.IsNullOrWhiteSpace(violation.Description));
            Assert.Matches("^[A-Z][A-Z_]+$", violation.Reason);
            Assert.Equal(locale, violation.LocalizedMessage.Locale);
            Assert.Equal(violation.Description, violation.LocalizedMessage.Message);
        });
    }

    private static T? Find<T>(Google.Rpc.Status status)
        where T : class, IMessage<T>, new() =>
        status.Details.SingleOrDefault(detail => detail.Is(new T().Descriptor))?.Unpack<T>();
}
