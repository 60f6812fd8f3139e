using CitizenNetwork.Matching.Search;
using CitizenNetwork.Matching.Text;
using CitizenNetwork.Matching.Text.Learned;
using CitizenNetwork.Matching.Vectors;

namespace CitizenNetwork.UnitTests.Search;

/// <summary>What the answer is by definition: every row is looked at.</summary>
internal static class BruteForce
{
    /// <summary>The page's names with the number found, and the search's own answer in the same form.</summary>
    public static (string Expected, string Found) Both(NearbyIndex index, IEnumerable<NearbyRow> rows, TextSpace? space, NearbyQuery query)
    {
        var (hits, total) = NearbySearch.Find(index, space, query);
        var (expected, all) = Of(rows, space, query);
        return (Text(expected, all), Text(hits.Skip(query.Skip).Select(hit => hit.Row), total));
    }

    private static (IEnumerable<NearbyRow> Rows, int Total) Of(IEnumerable<NearbyRow> rows, TextSpace? space, NearbyQuery query)
    {
        var terms = FrenchAnalysis.Tokens(query.Text).Select(token => token.Term).Distinct().ToList();
        var passing = rows.Where(row => query.Centre.DistanceTo(row.Point) <= query.Metres
            && (query.Themes.IsEmpty || row.Themes.Any(theme => query.Themes.Contains(theme)))
            && (query.Text.Length == 0 || row.Text.Terms.Any(term => terms.Contains(term.Term)))).ToList();
        var sought = space?.Of([.. terms.Select(term => new QueryTerm(term, 1, term))]);
        var ordered = query.Order != SearchOrder.Text ? passing.OrderBy(row => query.Centre.DistanceTo(row.Point))
            : passing.OrderByDescending(row => sought is not null && row.Text.In(space!) is { } place ? ExactDot.Of(sought, place) : 0);
        return (ordered.ThenBy(row => row.Name, StringComparer.Ordinal).Skip(query.Skip).Take(query.Count), passing.Count);
    }

    private static string Text(IEnumerable<NearbyRow> rows, int total) => $"{total}: {string.Join(' ', rows.Select(row => row.Name))}";
}
