using System.Buffers;
using System.Collections.Immutable;
using System.Numerics;
using CitizenNetwork.Matching.Access;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Text;
using CitizenNetwork.Matching.Text.Learned;

namespace CitizenNetwork.Matching.Search;

/// <summary>
/// What lies near a place, exactly: the cells that the circle touches give ranges of rows, the terms and themes bits of
/// them, chords those inside, and exact values decide whatever those leave open. One answer reads one view.
/// </summary>
public static class NearbySearch
{
    /// <exception cref="ArgumentOutOfRangeException">Funding calls and hosting offers have no place.</exception>
    public static NearbyAnswer Find(CatalogueView view, NearbyQuery query)
    {
        var (hits, total) = Find(IndexOf(view, query.Category), view.TextModel.Space, query, view.Hidden);
        return new NearbyAnswer([.. hits.Skip(query.Skip).Select(hit => new FoundRecord(hit.Row.Name, hit.Row.Record, hit.Metres))], total);
    }

    internal static NearbyIndex IndexOf(CatalogueView view, MatchCategory category) => category switch
    {
        MatchCategory.Partner => view.ActorShelf.Nearby,
        MatchCategory.Resource => view.ResourceShelf.Nearby,
        _ => throw new ArgumentOutOfRangeException(nameof(category), category, "Its records have no place."),
    };

    /// <summary>The terms of a text, each once; null: no text, so that every record passes.</summary>
    internal static ImmutableArray<QueryTerm>? TermsOf(string text) =>
        text.Length == 0 ? null : [.. FrenchAnalysis.Tokens(text).DistinctBy(token => token.Term).Select(token => new QueryTerm(token.Term, 1, token.Word))];

    internal static (IEnumerable<NearbyHit> Hits, int Total) Find(NearbyIndex index, TextSpace? space, NearbyQuery query, HiddenRecords? hidden = null)
    {
        hidden ??= HiddenRecords.None;
        Circle circle = new(query.Centre, query.Metres);
        var sought = TermsOf(query.Text);
        ImmutableArray<string>? terms = sought is { } known ? [.. known.Select(term => term.Term)] : null;
        var found = Keeping(circle, space, sought ?? [], query);
        var (parts, recent) = index.Settled() is var settled ? (settled.Parts, settled.Recent) : default;
        var total = 0;
        foreach (var part in parts)
        {
            total += Search(part, circle, query.Themes, terms, hidden, found);
        }

        foreach (var row in recent)
        {
            if (circle.Contains(row.Point) && row.HasTheme(query.Themes) && row.HasTerm(terms) && !hidden.Contains(row.Name))
            {
                found.Add(row);
                total++;
            }
        }

        return (found.Ordered(), total);
    }

    private static IFoundRows Keeping(Circle circle, TextSpace? space, ImmutableArray<QueryTerm> sought, NearbyQuery query)
    {
        var count = query.Skip + query.Count;
        return query.Order != SearchOrder.Text ? new NearestRows(circle, count)
            : space?.Of(sought.AsSpan()) is { } place ? new SimilarRows(circle, space, place, count)
            : new NamedRows(circle, count);
    }

    private static int Search(SegmentPart part, Circle circle, ImmutableArray<string> themes, ImmutableArray<string>? terms, HiddenRecords hidden, IFoundRows found)
    {
        if (SegmentFilter.Of(part, themes, terms) is not { } filter)
        {
            return 0;
        }

        var total = 0;
        var words = ArrayPool<ulong>.Shared.Rent((part.Segment.Rows.Length / Segment.WordRows) + 1);
        Span<float> chords = stackalloc float[Segment.WordRows];
        foreach (var (start, end) in part.Segment.RangesOf(circle))
        {
            var first = start >> 6;
            var range = words.AsSpan(0, ((end - 1) >> 6) - first + 1);
            if (!filter.Fill(range, start, end))
            {
                continue;
            }

            for (var i = 0; i < range.Length; i++)
            {
                if (range[i] != 0
                    && CircleScan.Inside(part.Segment, circle, first + i, range[i], chords) is var inside and not 0
                    && (hidden.IsNone || (inside = Seen(part.Segment, first + i, inside, hidden)) != 0))
                {
                    total += BitOperations.PopCount(inside);
                    found.Add(part, first + i, inside, chords);
                }
            }
        }

        ArrayPool<ulong>.Shared.Return(words);
        return total;
    }

    /// <summary>The rows of a word that are not hidden.</summary>
    private static ulong Seen(Segment segment, int word, ulong inside, HiddenRecords hidden)
    {
        var seen = inside;
        for (var left = inside; left != 0; left &= left - 1)
        {
            var bit = BitOperations.TrailingZeroCount(left);
            if (hidden.Contains(segment.Rows[(word << 6) + bit].Name))
            {
                seen &= ~(1UL << bit);
            }
        }

        return seen;
    }
}
