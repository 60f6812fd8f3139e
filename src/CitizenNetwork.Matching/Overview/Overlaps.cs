using System.Collections.Immutable;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Catalogue;

namespace CitizenNetwork.Matching.Overview;

/// <summary>Two initiatives of one commune that share themes (seed 000-12): they may join, or share out.</summary>
/// <param name="First">The one whose name comes first.</param>
/// <param name="Second">The other.</param>
/// <param name="Commune">Where both take place.</param>
/// <param name="Themes">What both name, in the order of the first.</param>
public sealed record Overlap(Initiative First, Initiative Second, PerimeterCode Commune, ImmutableArray<string> Themes)
{
    /// <summary>Place in the list.</summary>
    public string Place => $"{First.Id.Name} {Second.Id.Name}";
}

/// <summary>Finds overlaps.</summary>
public static class Overlaps
{
    /// <summary>The overlaps inside a perimeter in the order of <see cref="Overlap.Place"/>, made while they are read.</summary>
    /// <param name="view">The records.</param>
    /// <param name="territories">The territories.</param>
    /// <param name="perimeter">Where.</param>
    /// <param name="after">Begins behind this place; empty: with the first.</param>
    public static IEnumerable<Overlap> In(CatalogueView view, TerritoryTable territories, PerimeterCode perimeter, string after)
    {
        List<Initiative> open = [.. view.OpenInitiatives(territories, perimeter).Select(entry => entry.Record)];
        var byTheme = open.SelectMany(initiative => initiative.Themes.Distinct(StringComparer.Ordinal).Select(theme => (Key: (Commune: territories.Current(initiative.Commune), theme), initiative)))
            .ToLookup(pair => pair.Key, pair => pair.initiative);
        var first = after.Split(' ')[0];
        foreach (var initiative in open.SkipWhile(initiative => string.CompareOrdinal(initiative.Id.Name, first) < 0))
        {
            var commune = territories.Current(initiative.Commune);
            var others = initiative.Themes.SelectMany(theme => byTheme[(commune, theme)])
                .Where(other => string.CompareOrdinal(initiative.Id.Name, other.Id.Name) < 0)
                .DistinctBy(other => other.Id)
                .OrderBy(other => other.Id.Name, StringComparer.Ordinal);
            foreach (var other in others)
            {
                Overlap overlap = new(initiative, other, commune, [.. initiative.Themes.Where(theme => other.Themes.Contains(theme, StringComparer.Ordinal)).Distinct(StringComparer.Ordinal)]);
                if (string.CompareOrdinal(overlap.Place, after) > 0)
                {
                    yield return overlap;
                }
            }
        }
    }
}
