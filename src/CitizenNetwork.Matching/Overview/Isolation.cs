using System.Globalization;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Catalogue;

namespace CitizenNetwork.Matching.Overview;

/// <summary>An initiative that nothing ties to anybody yet (seed 003-3).</summary>
/// <param name="Initiative">The initiative.</param>
/// <param name="Since">When it was registered, UTC.</param>
public sealed record IsolatedInitiative(Initiative Initiative, DateTimeOffset Since)
{
    /// <summary>Place in the list: who waits longest comes first.</summary>
    public string Place => string.Create(CultureInfo.InvariantCulture, $"{Since.UtcTicks:D20} {Initiative.Id.Name}");
}

/// <summary>
/// Finds initiatives without a tie: nobody hosts them and none of their needs has been met. An introduction that was accepted
/// is a tie too, once introductions exist.
/// </summary>
public static class Isolation
{
    /// <summary>The isolated ones inside a perimeter, the longest registered first.</summary>
    public static IEnumerable<IsolatedInitiative> In(CatalogueView view, TerritoryTable territories, PerimeterCode perimeter, string after) =>
        view.OpenInitiatives(territories, perimeter)
            .Where(entry => entry.Record.HostedBy is null && entry.Record.Needs.All(need => need.State != NeedState.Met))
            .Select(entry => new IsolatedInitiative(entry.Record, entry.CreateTime))
            .Where(isolated => string.CompareOrdinal(isolated.Place, after) > 0)
            .OrderBy(isolated => isolated.Place, StringComparer.Ordinal);
}
