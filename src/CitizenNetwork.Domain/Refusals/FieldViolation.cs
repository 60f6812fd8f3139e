using System.Collections.Immutable;
using System.Globalization;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Domain.Themes;

namespace CitizenNetwork.Domain.Refusals;

/// <summary>What is wrong with a field.</summary>
[GenerateSerializer, Alias("citizennetwork.violation-code")]
public enum ViolationCode
{
    Required = 0,
    TooLong = 1,
    TooShort = 2,
    TooMany = 3,
    BadId = 4,
    BadName = 5,
    UnknownRecord = 6,
    UnknownCommune = 7,
    UnknownPerimeter = 8,
    UnknownTheme = 9,
    UnknownEnumValue = 10,
    BadCheckDigit = 11,
    BadPattern = 12,
    OutOfRange = 13,
    BadDate = 14,
    DatesReversed = 15,
    NotBelow = 16,
    NotApplicable = 17,
    Duplicate = 18,
    InvalidText = 19,
    UnknownField = 20,
    BadPageToken = 21,
    BadEtag = 22,
    RequestIdReused = 23,
    BadRequestId = 24,
    NotItself = 25,
    ReadOnly = 26,
    OwnKey = 27,
    NotInSync = 28,
    UnknownCentre = 29,
    NoWeight = 30,
    AllZero = 31,
    NotInFuture = 32,
    NamesThePerson = 33,
}

/// <summary>One wrong field and what would be right.</summary>
/// <param name="Field">Path as the request names it: <c>actor.display_name</c>, <c>needs[2].title</c>.</param>
/// <param name="Code">What is wrong.</param>
/// <param name="Data">Data of the sentence that says what would be right.</param>
[GenerateSerializer, Immutable, Alias("citizennetwork.field-violation")]
public sealed record FieldViolation(string Field, ViolationCode Code, ImmutableArray<Datum> Data);

/// <summary>Collects every wrong field of a request, so that the caller mends them all at once.</summary>
public sealed class Violations
{
    /// <summary>Most violations told in one answer; more would not be read.</summary>
    public const int Max = 100;

    /// <summary>Nearest names offered for an unknown place.</summary>
    private const int NearestNames = 3;

    private readonly List<FieldViolation> _found = [];

    public bool Any => _found.Count > 0;

    public void Add(string field, ViolationCode code, params ImmutableArray<Datum> data)
    {
        // A field that is already wrong is told once: the first reason is the most basic one.
        if (_found.Count < Max && !_found.Exists(violation => string.Equals(violation.Field, field, StringComparison.Ordinal)))
        {
            _found.Add(new FieldViolation(field, code, data));
        }
    }

    public ImmutableArray<FieldViolation> ToImmutable() => [.. _found];

    /// <summary>Text of <paramref name="min"/> to <paramref name="max"/> characters; a minimum above zero makes it required.</summary>
    public void Text(string field, string value, int min, int max)
    {
        if (min > 0 && string.IsNullOrWhiteSpace(value))
        {
            Add(field, ViolationCode.Required);
        }
        else if (value.Length < min)
        {
            Add(field, ViolationCode.TooShort, Datum.Number(min));
        }
        else if (value.Length > max)
        {
            Add(field, ViolationCode.TooLong, Datum.Number(max), Datum.Number(value.Length));
        }
    }

    public void Count(string field, int count, int max)
    {
        if (count > max)
        {
            Add(field, ViolationCode.TooMany, Datum.Number(max), Datum.Number(count));
        }
    }

    public void Range(string field, long value, long min, long max)
    {
        if (value < min || value > max)
        {
            Add(field, ViolationCode.OutOfRange, Datum.Number(min), Datum.Number(max), Datum.Number(value));
        }
    }

    /// <summary>An amount in euro cents, zero or more.</summary>
    public void Amount(string field, long cents, long min = 0)
    {
        if (cents < min || cents > Limits.MaxAmountCents)
        {
            Add(field, ViolationCode.OutOfRange, Datum.AmountCents(min), Datum.AmountCents(Limits.MaxAmountCents), Datum.AmountCents(cents));
        }
    }

    public void Period(string field, Period? period)
    {
        if (period is { Start: { } start, End: { } end } && end < start)
        {
            Add($"{field}.end_date", ViolationCode.DatesReversed, Datum.Date(start), Datum.Date(end));
        }
    }

    /// <summary>Ages from the least to the greatest.</summary>
    public void Audience(string field, Audience? audience)
    {
        if (audience is null)
        {
            return;
        }

        Range($"{field}.min_age", audience.MinAge, 0, Common.Audience.OldestAge);
        Range($"{field}.max_age", audience.MaxAge, 0, Common.Audience.OldestAge);
        if (audience.MaxAge > 0 && audience.MaxAge < audience.MinAge)
        {
            Add($"{field}.max_age", ViolationCode.NotBelow, Datum.Number(audience.MinAge), Datum.Number(audience.MaxAge));
        }
    }

    public void Required<T>(string field, T value)
        where T : struct, Enum
    {
        if (EqualityComparer<T>.Default.Equals(value, default))
        {
            Add(field, ViolationCode.Required);
        }
    }

    /// <summary>A list of values of a closed list: at most one of each, never the unspecified one.</summary>
    public void Terms<T>(string field, ImmutableArray<T> values)
        where T : struct, Enum
    {
        for (var i = 0; i < values.Length; i++)
        {
            Required($"{field}[{i}]", values[i]);
            if (values.IndexOf(values[i]) < i)
            {
                Add($"{field}[{i}]", ViolationCode.Duplicate, Datum.Term(values[i]));
            }
        }
    }

    public void ThemeCodes(string field, ImmutableArray<string> codes, ThemeList themes)
    {
        Count(field, codes.Length, Limits.MaxThemes);
        for (var i = 0; i < Math.Min(codes.Length, Limits.MaxThemes); i++)
        {
            if (!themes.Contains(codes[i]))
            {
                Add($"{field}[{i}]", ViolationCode.UnknownTheme, Datum.Text(codes[i]), Datum.Text(string.Join(", ", themes.Codes)));
            }
        }
    }

    /// <summary>A commune that the table knows; the nearest names are offered for one that it does not.</summary>
    public void Commune(string field, PerimeterCode code, TerritoryTable territories, bool required = true)
    {
        if (string.IsNullOrEmpty(code.Value))
        {
            if (required)
            {
                Add(field, ViolationCode.Required);
            }
        }
        else if (territories.Find(code) is not { Kind: PerimeterKind.Commune })
        {
            Add(field, ViolationCode.UnknownCommune, Datum.Text(code.Value), Nearest(code, territories, PerimeterKind.Commune));
        }
    }

    public void Perimeters(string field, ImmutableArray<PerimeterCode> codes, TerritoryTable territories, bool required = false)
    {
        if (required && codes.IsEmpty)
        {
            Add(field, ViolationCode.Required);
        }

        Count(field, codes.Length, Limits.MaxPerimeters);
        for (var i = 0; i < Math.Min(codes.Length, Limits.MaxPerimeters); i++)
        {
            Perimeter($"{field}[{i}]", codes[i], territories);
        }
    }

    /// <summary>A perimeter that the table knows; the nearest names are offered for one that it does not.</summary>
    public void Perimeter(string field, PerimeterCode code, TerritoryTable territories)
    {
        if (territories.Find(code) is null)
        {
            Add(field, ViolationCode.UnknownPerimeter, Datum.Text(code.Value), Nearest(code, territories, null));
        }
    }

    /// <summary>A point of the Earth, in degrees.</summary>
    public void Position(string field, GeoPoint? position)
    {
        if (position is { } point)
        {
            Degrees($"{field}.latitude", point.Latitude, GeoPoint.MaxLatitude);
            Degrees($"{field}.longitude", point.Longitude, GeoPoint.MaxLongitude);
        }
    }

    private void Degrees(string field, double value, int max)
    {
        if (!(Math.Abs(value) <= max))
        {
            Add(field, ViolationCode.OutOfRange, Datum.Number(-max), Datum.Number(max), Datum.Text(value.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private static Datum Nearest(PerimeterCode code, TerritoryTable territories, PerimeterKind? kind) =>
        Datum.Text(string.Join(", ", territories.Nearest(code.Value, NearestNames, kind).Select(near => $"{near.Name} ({near.Code.Value})")));
}

/// <summary>Limits that several concepts share.</summary>
public static class Limits
{
    /// <summary>Characters of a title or a name.</summary>
    public const int MaxTitleLength = 150;

    /// <summary>Characters of a description.</summary>
    public const int MaxDescriptionLength = 5_000;

    /// <summary>Characters of a remark.</summary>
    public const int MaxDetailLength = 500;

    /// <summary>Characters of the number and street of a place.</summary>
    public const int MaxStreetAddressLength = 200;

    /// <summary>Themes of one record.</summary>
    public const int MaxThemes = 12;

    /// <summary>Perimeters of one list.</summary>
    public const int MaxPerimeters = 50;

    /// <summary>Euro cents of one amount: ten billion euros.</summary>
    public const long MaxAmountCents = 1_000_000_000_000;

    /// <summary>Characters of a unit.</summary>
    public const int MaxUnitLength = 40;

    /// <summary>Things of one quantity.</summary>
    public const long MaxQuantity = 1_000_000_000;
}
