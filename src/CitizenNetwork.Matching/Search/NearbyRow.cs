using System.Collections.Immutable;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Text;

namespace CitizenNetwork.Matching.Search;

/// <summary>What a search near a place needs of a record. Two versions of a record are two rows: rows are compared by reference.</summary>
/// <param name="name">Resource name.</param>
/// <param name="record">The record itself.</param>
/// <param name="point">Where it lies.</param>
/// <param name="themes">Its themes.</param>
/// <param name="text">Its analysed text.</param>
internal sealed class NearbyRow(string name, object record, GeoPoint point, ImmutableArray<string> themes, AnalysedText text)
{
    public string Name { get; } = name;

    public object Record { get; } = record;

    public GeoPoint Point { get; } = point;

    public ImmutableArray<string> Themes { get; } = themes;

    public AnalysedText Text { get; } = text;

    /// <summary>Cell of the grid, see <see cref="GridCells"/>.</summary>
    public int Cell { get; } = GridCells.CellOf(point);

    /// <summary>Order within a cell: equal points stand together, by name.</summary>
    public static int Compare(NearbyRow x, NearbyRow y)
    {
        var order = x.Point.Latitude.CompareTo(y.Point.Latitude);
        order = order != 0 ? order : x.Point.Longitude.CompareTo(y.Point.Longitude);
        return order != 0 ? order : string.CompareOrdinal(x.Name, y.Name);
    }

    /// <summary>Whether it bears one of the themes; none asked for: yes.</summary>
    public bool HasTheme(ImmutableArray<string> any)
    {
        foreach (var theme in any)
        {
            if (Themes.Contains(theme))
            {
                return true;
            }
        }

        return any.IsEmpty;
    }

    /// <summary>Whether its text holds one of the terms; null: none asked for, yes.</summary>
    public bool HasTerm(ImmutableArray<string>? any)
    {
        foreach (var term in any ?? [])
        {
            if (Text.Find(term) is not null)
            {
                return true;
            }
        }

        return any is null;
    }
}
