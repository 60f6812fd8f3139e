using System.Globalization;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Domain.Refusals;

/// <summary>What a <see cref="Datum"/> holds, so that whoever writes the sentence knows how to show it.</summary>
[GenerateSerializer, Alias("citizennetwork.datum-kind")]
public enum DatumKind
{
    /// <summary>Words of a record, shown as they are.</summary>
    Text = 0,

    /// <summary>A whole number.</summary>
    Number = 1,

    /// <summary>Euro cents.</summary>
    AmountCents = 2,

    /// <summary>Metres.</summary>
    Metres = 3,

    /// <summary>A day, YYYY-MM-DD.</summary>
    Date = 4,

    /// <summary>A perimeter code, shown by its name.</summary>
    Perimeter = 5,

    /// <summary>A theme code, shown by its label.</summary>
    Theme = 6,

    /// <summary>A value of a closed list, written <c>Type.Value</c>, shown by its label.</summary>
    Term = 7,

    /// <summary>A resource name, shown as it is.</summary>
    Name = 8,

    /// <summary>Hundredths of a percent.</summary>
    BasisPoints = 9,
}

/// <summary>
/// A piece of data inside a reason. Domain and Matching give codes with data; the words live in the resource files of
/// Server, Web and Cli.
/// </summary>
[GenerateSerializer, Immutable, Alias("citizennetwork.datum")]
public readonly record struct Datum(DatumKind Kind, string Value)
{
    public static Datum Text(string value) => new(DatumKind.Text, value);

    public static Datum Name(string value) => new(DatumKind.Name, value);

    public static Datum Theme(string code) => new(DatumKind.Theme, code);

    public static Datum Perimeter(PerimeterCode code) => new(DatumKind.Perimeter, code.Value);

    public static Datum Number(long value) => new(DatumKind.Number, value.ToString(CultureInfo.InvariantCulture));

    public static Datum BasisPoints(long value) => new(DatumKind.BasisPoints, value.ToString(CultureInfo.InvariantCulture));

    public static Datum AmountCents(long value) => new(DatumKind.AmountCents, value.ToString(CultureInfo.InvariantCulture));

    public static Datum Metres(double value) => new(DatumKind.Metres, Math.Round(value).ToString(CultureInfo.InvariantCulture));

    public static Datum Date(DateOnly value) => new(DatumKind.Date, value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    public static Datum Term<T>(T value)
        where T : struct, Enum =>
        new(DatumKind.Term, $"{typeof(T).Name}.{value}");
}
