using System.Collections.Immutable;

namespace CitizenNetwork.Domain.Refusals;

/// <summary>Why a request is refused; one table of the server maps each to a status of the wire.</summary>
[GenerateSerializer, Alias("citizennetwork.refusal-code")]
public enum RefusalCode
{
    /// <summary>Some fields are wrong: see the violations.</summary>
    InvalidFields = 0,

    /// <summary>No record bears the name.</summary>
    NotFound = 1,

    /// <summary>The id is taken.</summary>
    AlreadyExists = 2,

    /// <summary>The record changed since the caller read it.</summary>
    StaleEtag = 3,

    /// <summary>The record's state does not allow it.</summary>
    WrongState = 4,

    /// <summary>The record would hold more than it may.</summary>
    LimitReached = 5,

    /// <summary>The record is not of the source that the caller's key is bound to.</summary>
    OtherSource = 6,

    /// <summary>A row's record was deleted here, by somebody who may know why.</summary>
    DeletedHere = 7,

    /// <summary>A row's record is there and is not of that row.</summary>
    NameTaken = 8,

    /// <summary>The synchronisation is not in the state that the call needs.</summary>
    WrongSyncState = 9,

    /// <summary>Another number of records is missing than the caller expects.</summary>
    CountChanged = 10,

    /// <summary>More records are missing than go without being confirmed.</summary>
    TooManyMissing = 11,

    /// <summary>Another record stands for it, which the data names.</summary>
    Merged = 12,

    /// <summary>The caller's roles do not reach the record.</summary>
    NotAllowed = 13,

    /// <summary>The invitation was taken, has lapsed, or never was.</summary>
    InvitationOver = 14,

    /// <summary>The key is that of a partner's system, which is nobody who could be invited.</summary>
    SystemKey = 15,

    /// <summary>Nobody consented to that.</summary>
    NoConsent = 16,
}

/// <summary>A refusal of the domain: a value, never an exception.</summary>
/// <param name="Code">Why.</param>
/// <param name="Subject">Resource name concerned.</param>
/// <param name="Violations">Wrong fields; only with <see cref="RefusalCode.InvalidFields"/>.</param>
/// <param name="Data">Data of the sentence.</param>
[GenerateSerializer, Immutable, Alias("citizennetwork.refusal")]
public sealed record Refusal(RefusalCode Code, string Subject, ImmutableArray<FieldViolation> Violations, ImmutableArray<Datum> Data)
{
    public static Refusal Invalid(string subject, ImmutableArray<FieldViolation> violations) => new(RefusalCode.InvalidFields, subject, violations, []);

    public static Refusal Of(RefusalCode code, string subject, params ImmutableArray<Datum> data) => new(code, subject, [], data);
}

/// <summary>Either a value or a refusal.</summary>
[GenerateSerializer, Immutable, Alias("citizennetwork.outcome`1")]
public sealed record Outcome<T>(T? Value, Refusal? Refusal)
    where T : class
{
    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(null, refusal);
}
