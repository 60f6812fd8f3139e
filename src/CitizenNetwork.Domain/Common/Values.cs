namespace CitizenNetwork.Domain.Common;

/// <summary>How far an initiative is (seeds 003-15, 004-7, 004-12, 004-16). Numbers are those of the API.</summary>
[GenerateSerializer, Alias("citizennetwork.phase")]
public enum Phase
{
    Unspecified = 0,
    Emergence = 1,
    Consolidation = 2,
    Realisation = 3,
}

/// <summary>Whether a collective without legal personality may benefit (seed 004-19).</summary>
[GenerateSerializer, Alias("citizennetwork.unregistered-policy")]
public enum UnregisteredPolicy
{
    Unspecified = 0,
    Accepted = 1,
    Refused = 2,
    ThroughHost = 3,
}

/// <summary>Free or paid (seed 004-27).</summary>
[GenerateSerializer, Alias("citizennetwork.cost")]
public enum Cost
{
    Unspecified = 0,
    Free = 1,
    Paid = 2,
}

/// <summary>Where something takes place; distance counts only on site.</summary>
[GenerateSerializer, Alias("citizennetwork.attendance-mode")]
public enum AttendanceMode
{
    Unspecified = 0,
    OnSite = 1,
    Remote = 2,
    Hybrid = 3,
}

/// <summary>How light the frame of a support or a funding is (seed 004-15).</summary>
[GenerateSerializer, Alias("citizennetwork.flexibility")]
public enum Flexibility
{
    Unspecified = 0,
    Light = 1,
    Standard = 2,
    Strict = 3,
}

/// <summary>Yes, no, or not known.</summary>
[GenerateSerializer, Alias("citizennetwork.answer")]
public enum Answer
{
    Unspecified = 0,
    Yes = 1,
    No = 2,
}

/// <summary>A number of things; the unit is a French singular such as « place ».</summary>
[GenerateSerializer, Immutable, Alias("citizennetwork.quantity")]
public sealed record Quantity(long Amount, string Unit);

/// <summary>Days from first to last, both included, in Europe/Paris; a null end is open.</summary>
[GenerateSerializer, Immutable, Alias("citizennetwork.period")]
public sealed record Period(DateOnly? Start, DateOnly? End)
{
    /// <summary>Open at both ends.</summary>
    public static Period Always { get; } = new(null, null);

    public bool Contains(DateOnly day) => (Start is null || Start <= day) && (End is null || day <= End);

    public bool Overlaps(Period other) =>
        (Start is null || other.End is null || Start <= other.End) && (End is null || other.Start is null || other.Start <= End);
}
