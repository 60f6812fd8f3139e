using System.Collections.Immutable;
using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.Server.Import;

/// <summary>Reasons that only an import knows; the others are those of the domain (<see cref="ViolationCode"/>).</summary>
internal enum ImportReason
{
    // Of the file.
    FileTooLarge,
    FileEmpty,
    FileCorrupt,
    TooManyColumns,
    TooManyRows,
    CellTooLong,
    ElementTooLarge,
    UnpacksTooLarge,
    NoSuchPath,

    // Of a row: it is refused.
    MissingId,
    DuplicateId,
    WrongCellCount,
    LeftOutByMapping,
    UnknownWord,
    BadNumber,
    UnreadableDate,
    CommuneMissing,
    CommuneNotFound,
    CommuneAmbiguous,
    NotARecord,
    RelatedRefused,

    // Notes about an accepted row.
    CommuneByPostCode,
    CommuneBySpelling,
    CommuneCodeIgnored,
    PositionUnreadable,
    PositionZero,
    PositionSwapped,
    PositionProjected,
    PositionFar,
    PositionAtSea,
    BadIdentifier,
    HoursNotUnderstood,
    TextCut,
    ContactRemoved,
    WordLeftOut,
    LinkLeftOut,
    ContactLeftOut,
    PossibleDuplicate,
}

/// <summary>What is wrong or remarkable, where, and the data of its sentence.</summary>
/// <param name="Column">Columns it comes from, joined by " + "; empty: the whole row or file.</param>
/// <param name="Value">What they hold.</param>
/// <param name="Field">Field of the record; empty: none.</param>
/// <param name="Key">Key of its sentence: Import_…, Violation_… or Refusal_….</param>
/// <param name="Reason">Its code as the wire writes it.</param>
/// <param name="Data">Data of the sentence.</param>
internal sealed record Problem(string Column, string Value, string Field, string Key, string Reason, ImmutableArray<Datum> Data)
{
    public static Problem Of(ImportReason reason, string column, string value, string field, params ImmutableArray<Datum> data) =>
        new(column, value, field, $"Import_{reason}", Errors.RefusalStatus.UpperSnake(reason), data);

    public static Problem Of(FieldViolation violation, string column, string value, string field) =>
        new(column, value, field, $"Violation_{violation.Code}", Errors.RefusalStatus.UpperSnake(violation.Code), violation.Data);

    public static Problem Of(Refusal refusal) =>
        new(string.Empty, string.Empty, string.Empty, $"Refusal_{refusal.Code}", Errors.RefusalStatus.UpperSnake(refusal.Code), refusal.Data);
}

/// <summary>A file that cannot be read, or not further than some line.</summary>
internal sealed class FileProblemException(ImportReason reason, long line, params ImmutableArray<Datum> data) : Exception(reason.ToString())
{
    public Problem Problem { get; } = Problem.Of(reason, string.Empty, string.Empty, string.Empty, data);

    /// <summary>From 1; 0: not known.</summary>
    public long Line { get; } = line;
}
