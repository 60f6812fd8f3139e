using System.Collections.Immutable;
using System.Globalization;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Territories;
using Google.Protobuf.Collections;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Records;

/// <summary>Reads fields of messages into values of the domain; what cannot be read becomes a violation and an empty value.</summary>
internal static class Fields
{
    /// <summary>An enum of the API as the domain's: both have the same numbers, which a test compares.</summary>
    public static TDomain As<TDomain>(this Enum value)
        where TDomain : struct, Enum =>
        (TDomain)Enum.ToObject(typeof(TDomain), Convert.ToInt32(value, CultureInfo.InvariantCulture));

    public static ImmutableArray<TDomain> As<TApi, TDomain>(this RepeatedField<TApi> values)
        where TApi : struct, Enum
        where TDomain : struct, Enum =>
        [.. values.Select(value => value.As<TDomain>())];

    public static IEnumerable<TApi> To<TDomain, TApi>(this ImmutableArray<TDomain> values)
        where TDomain : struct, Enum
        where TApi : struct, Enum =>
        values.Select(value => value.As<TApi>());

    /// <summary>Codes of territories; of a commune that was merged, or is a part of one, the commune of today.</summary>
    public static ImmutableArray<PerimeterCode> Codes(this RepeatedField<string> codes, TerritoryTable territories) => [.. codes.Select(code => territories.Current(new PerimeterCode(code)))];

    public static IEnumerable<string> Texts(this ImmutableArray<PerimeterCode> codes) => codes.Select(code => code.Value);

    /// <summary>An actor's name; empty is null unless it is required.</summary>
    public static ActorId? Actor(this Violations violations, string field, string name, bool required = false)
    {
        if (name.Length == 0)
        {
            if (required)
            {
                violations.Add(field, ViolationCode.Required);
            }

            return null;
        }

        var id = ActorId.FromName(name);
        if (id is null)
        {
            violations.Add(field, ViolationCode.BadName, Datum.Text($"{ActorId.Collection}/{Slug.Pattern}"), Datum.Text(name));
        }

        return id;
    }

    public static ImmutableArray<ActorId> Actors(this Violations violations, string field, RepeatedField<string> names) =>
        [.. names.Select((name, i) => violations.Actor($"{field}[{i}]", name, required: true)).OfType<ActorId>()];

    /// <summary>A perimeter to filter by; empty is null.</summary>
    public static Perimeter? Perimeter(this Violations violations, string field, string code, TerritoryTable territories)
    {
        if (code.Length == 0)
        {
            return null;
        }

        violations.Perimeter(field, new PerimeterCode(code), territories);
        return territories.Find(new PerimeterCode(code));
    }

    /// <summary>The etag of a revision.</summary>
    public static string ToEtag(this long revision) => revision.ToString(CultureInfo.InvariantCulture);

    public static Period? Period(this Violations violations, string field, V1.Period? period) =>
        period is null || (period.StartDate.Length == 0 && period.EndDate.Length == 0)
            ? null
            : new Period(violations.Day($"{field}.start_date", period.StartDate), violations.Day($"{field}.end_date", period.EndDate));

    public static V1.Period? ToMessage(this Period? period) =>
        period is null ? null : new V1.Period { StartDate = Iso(period.Start), EndDate = Iso(period.End) };

    public static Quantity? ToQuantity(this V1.Quantity? quantity) => quantity is null ? null : new Quantity(quantity.Amount, quantity.Unit);

    public static V1.Quantity? ToMessage(this Quantity? quantity) =>
        quantity is null ? null : new V1.Quantity { Amount = quantity.Amount, Unit = quantity.Unit };

    public static GeoPoint? ToPoint(this V1.GeoPoint? point) => point is null ? null : new GeoPoint(point.Latitude, point.Longitude);

    public static V1.GeoPoint? ToMessage(this GeoPoint? point) => point is { } at ? new V1.GeoPoint { Latitude = at.Latitude, Longitude = at.Longitude } : null;

    /// <summary>Beyond the years that instants here can have, the first or last of them: it is past or never.</summary>
    public static DateTimeOffset ToInstant(this Google.Protobuf.WellKnownTypes.Timestamp time) =>
        DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(time.Seconds, DateTimeOffset.MinValue.ToUnixTimeSeconds(), DateTimeOffset.MaxValue.ToUnixTimeSeconds()))
            .AddTicks(Math.Clamp(time.Nanos, 0, 999_999_999) / TimeSpan.NanosecondsPerTick);

    private static DateOnly? Day(this Violations violations, string field, string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        violations.Add(field, ViolationCode.BadDate, Datum.Text(text));
        return null;
    }

    private static string Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? string.Empty;
}
