using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.UnitTests.Texts;
using Google.Rpc;
using StatusCode = Grpc.Core.StatusCode;

namespace CitizenNetwork.UnitTests.Errors;

public sealed class RefusalStatusTests
{
    [Theory]
    [InlineData(RefusalCode.InvalidFields, StatusCode.InvalidArgument, "INVALID_FIELD")]
    [InlineData(RefusalCode.NotFound, StatusCode.NotFound, "RESOURCE_NOT_FOUND")]
    [InlineData(RefusalCode.AlreadyExists, StatusCode.AlreadyExists, "ALREADY_EXISTS")]
    [InlineData(RefusalCode.StaleEtag, StatusCode.Aborted, "STALE_ETAG")]
    [InlineData(RefusalCode.WrongState, StatusCode.FailedPrecondition, "WRONG_STATE")]
    [InlineData(RefusalCode.LimitReached, StatusCode.FailedPrecondition, "LIMIT_REACHED")]
    [InlineData(RefusalCode.OtherSource, StatusCode.PermissionDenied, "OTHER_SOURCE")]
    [InlineData(RefusalCode.DeletedHere, StatusCode.FailedPrecondition, "DELETED_HERE")]
    [InlineData(RefusalCode.NameTaken, StatusCode.AlreadyExists, "NAME_TAKEN")]
    [InlineData(RefusalCode.WrongSyncState, StatusCode.FailedPrecondition, "WRONG_SYNC_STATE")]
    [InlineData(RefusalCode.CountChanged, StatusCode.FailedPrecondition, "COUNT_CHANGED")]
    [InlineData(RefusalCode.TooManyMissing, StatusCode.FailedPrecondition, "TOO_MANY_MISSING")]
    public void ToException_EachCode_HasItsStatusAndReason(RefusalCode code, StatusCode status, string reason)
    {
        var told = Answer(new Refusal(code, "actors/ruche", [], [Datum.Text("un"), Datum.Text("deux"), Datum.Text("trois")]), "en");
        Assert.Equal((int)status, told.Code);
        var info = Detail<ErrorInfo>(told);
        Assert.Equal((reason, "citizennetwork", "actors/ruche"), (info.Reason, info.Domain, info.Metadata["subject"]));
        Assert.Equal("en-GB", Detail<LocalizedMessage>(told).Locale);
    }

    [Fact]
    public void ToException_SeveralWrongFields_TellsThemAllInTheCallersLanguage()
    {
        var told = Answer(Refusal.Invalid("actors/ruche", [new FieldViolation("actor.commune", ViolationCode.Required, []), new FieldViolation("actor.siren", ViolationCode.BadPattern, [Datum.Text("123456782")])]), "fr");
        Assert.Equal("Fields to correct: actor.commune, actor.siren.", told.Message);
        Assert.Equal("Champs à corriger : actor.commune, actor.siren.", Detail<LocalizedMessage>(told).Message);
        Assert.Equal(
            ["actor.commune REQUIRED Ce champ est obligatoire.", "actor.siren BAD_PATTERN Le format est incorrect ; exemple attendu : 123456782."],
            Detail<BadRequest>(told).FieldViolations.Select(violation => $"{violation.Field} {violation.Reason} {violation.LocalizedMessage.Message}"));
    }

    [Fact]
    public void ToException_AVeryLongValue_IsToldShort()
    {
        var told = Answer(Refusal.Invalid("actors/ruche", [new FieldViolation("actor.commune", ViolationCode.UnknownCommune, [Datum.Text(new string('a', 100_000)), Datum.Text("Angers")])]), "fr");
        Assert.True(told.CalculateSize() < 4_000, $"The details hold {told.CalculateSize()} bytes.");
    }

    [Fact]
    public void ToException_AsManyViolationsAsAreTold_FitsInAHeader()
    {
        // Clients refuse long trailers (.NET and Node.js: 64 KiB), and base64 adds a third.
        var violations = Enumerable.Range(0, Violations.Max).Select(i => new FieldViolation($"initiative.needs[{i}].themes[0]", ViolationCode.UnknownTheme, [Datum.Text(new string('x', 500)), Datum.Text(new string('y', 500))]));
        var told = Answer(Refusal.Invalid("initiatives/velos", [.. violations]), "fr");
        Assert.True(told.CalculateSize() < 16 * 1024, $"The details hold {told.CalculateSize()} bytes.");
        Assert.Equal(Violations.Max, Detail<BadRequest>(told).FieldViolations.Count);
        Assert.All(Detail<BadRequest>(told).FieldViolations, violation => Assert.Equal("UNKNOWN_THEME", violation.Reason));
    }

    private static Status Answer(Refusal refusal, string language)
    {
        var exception = new RefusalStatus(Spoken.Sentences).ToException(refusal, new CallContext(language));
        var told = Status.Parser.ParseFrom(exception.Trailers.GetValueBytes(RefusalStatus.DetailsTrailer));
        Assert.Equal((int)exception.StatusCode, told.Code);
        return told;
    }

    private static T Detail<T>(Status told)
        where T : Google.Protobuf.IMessage<T>, new() =>
        Assert.Single(told.Details, detail => detail.Is(new T().Descriptor)).Unpack<T>();
}
