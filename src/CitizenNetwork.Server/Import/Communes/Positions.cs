using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Server.Import.Conversions;
using CitizenNetwork.Server.Import.Mapping;
using CitizenNetwork.Server.Import.Readers;

namespace CitizenNetwork.Server.Import.Communes;

/// <summary>Reads the point of a row and says what is odd about it: a point that contradicts the commune is told, never believed.</summary>
internal sealed class Positions(CommuneFinder communes)
{
    /// <summary>Metres from the centre of its commune beyond which a point is odd: the largest communes of France reach about 30 km.</summary>
    private const double FarMetres = 30_000;

    /// <summary>Metres from every known centre beyond which a point lies in the sea or abroad.</summary>
    private const double SeaMetres = 20_000;

    /// <summary>The point, or null with a note.</summary>
    public static GeoPoint? Read(PositionRule rule, Row row, bool hasDecimalComma, List<Problem> notes)
    {
        var (first, second) = rule.Pair.Length > 0 ? Pair(row.Text(rule.Pair)) : (row.Text(rule.First), row.Text(rule.Second));
        if (first.Length == 0 && second.Length == 0)
        {
            return null;
        }

        var told = rule.Pair.Length > 0 ? row.Text(rule.Pair) : $"{first} ; {second}";
        // A pair is separated by its comma, so its numbers have points.
        var comma = hasDecimalComma && rule.Pair.Length == 0;
        if (Number(first, comma) is not { } a || Number(second, comma) is not { } b)
        {
            notes.Add(Problem.Of(ImportReason.PositionUnreadable, rule.Told, told, string.Empty, Datum.Text(comma ? "47,47" : "47.47")));
            return null;
        }

        if (a == 0 && b == 0)
        {
            notes.Add(Problem.Of(ImportReason.PositionZero, rule.Told, told, string.Empty));
            return null;
        }

        return rule.System == PointSystem.Lambert93 ? OfMetres(a, b, rule, told, notes) : OfDegrees(a, b, rule, told, notes);
    }

    /// <summary>Whether the point may be believed of the commune of the row; if not, a note says why.</summary>
    public bool Agrees(GeoPoint point, Perimeter commune, PositionRule rule, List<Problem> notes)
    {
        if (commune.Centre is not { } centre || centre.DistanceTo(point) is var metres && metres < FarMetres)
        {
            return true;
        }

        GeoPoint swapped = new(point.Longitude, point.Latitude);
        var told = FormattableString.Invariant($"{point.Latitude:0.#####} ; {point.Longitude:0.#####}");
        var (reason, data) = Math.Abs(point.Longitude) <= 90 && centre.DistanceTo(swapped) < FarMetres
            ? (ImportReason.PositionSwapped, new[] { Datum.Text(commune.Name) })
            : !communes.IsNearAny(point, SeaMetres)
                ? (ImportReason.PositionAtSea, [Datum.Text(commune.Name), Datum.Metres(metres)])
                : (ImportReason.PositionFar, [Datum.Text(commune.Name), Datum.Metres(metres)]);
        notes.Add(Problem.Of(reason, rule.Told, told, string.Empty, [.. data]));
        return false;
    }

    private static GeoPoint? OfDegrees(double latitude, double longitude, PositionRule rule, string told, List<Problem> notes)
    {
        if (Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180)
        {
            return new GeoPoint(latitude, longitude);
        }

        var isProjected = Lambert93.Covers(latitude, longitude) || Lambert93.Covers(longitude, latitude);
        notes.Add(Problem.Of(isProjected ? ImportReason.PositionProjected : ImportReason.PositionUnreadable, rule.Told, told, string.Empty, Datum.Text(isProjected ? "lambert93" : "47.47")));
        return !isProjected ? null : Lambert93.Covers(latitude, longitude) ? Lambert93.ToPoint(latitude, longitude) : Lambert93.ToPoint(longitude, latitude);
    }

    private static GeoPoint? OfMetres(double x, double y, PositionRule rule, string told, List<Problem> notes)
    {
        if (Lambert93.Covers(x, y))
        {
            return Lambert93.ToPoint(x, y);
        }

        var isSwapped = Lambert93.Covers(y, x);
        notes.Add(Problem.Of(isSwapped ? ImportReason.PositionSwapped : Math.Abs(x) <= 180 && Math.Abs(y) <= 90 ? ImportReason.PositionProjected : ImportReason.PositionUnreadable, rule.Told, told, string.Empty, Datum.Text(isSwapped ? "x, y" : "wgs84")));
        return isSwapped ? Lambert93.ToPoint(y, x) : null;
    }

    private static (string First, string Second) Pair(string text)
    {
        var parts = text.Split([',', ';', ' ', Row.ListSeparator], StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 2 ? (parts[0], parts[1]) : (text, string.Empty);
    }

    /// <summary>A coordinate has no thousands to group, so the other sign can be read where it stands.</summary>
    private static double? Number(string text, bool hasDecimalComma) => (Numbers.Read(text, hasDecimalComma) ?? Numbers.Read(text, !hasDecimalComma)) is { } number ? (double)number : null;
}
