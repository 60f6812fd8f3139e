using System.Collections.Immutable;
using System.Numerics.Tensors;

namespace CitizenNetwork.Matching.Search;

/// <summary>Which rows of a segment are alive and bear the themes and terms of a query, as bits, a range of rows at a time.</summary>
internal sealed class SegmentFilter
{
    private readonly Segment _segment;
    private readonly RowBits _removed;
    private readonly ulong[][]? _themes;
    private readonly ulong[][]? _frequent;
    private readonly ReadOnlyMemory<int>[] _lists = [];

    private SegmentFilter(SegmentPart part, ImmutableArray<string> themes, ImmutableArray<string>? terms)
    {
        (_segment, _removed) = (part.Segment, part.Removed);
        _themes = themes.IsEmpty ? null : [.. themes.Select(theme => _segment.Themes.GetValueOrDefault(theme)).OfType<ulong[]>()];
        if (terms is { } asked)
        {
            var found = asked.Select(_segment.Postings.Find).OfType<TermRows>().ToList();
            _frequent = [.. found.Select(term => term.Bits).OfType<ulong[]>()];
            _lists = [.. found.Where(term => term.Bits is null).Select(term => term.Rows)];
        }
    }

    /// <summary>Null: no row of the segment can pass.</summary>
    /// <param name="part">The segment.</param>
    /// <param name="themes">Any of these; empty: any row.</param>
    /// <param name="terms">Any of these; null: any row.</param>
    public static SegmentFilter? Of(SegmentPart part, ImmutableArray<string> themes, ImmutableArray<string>? terms)
    {
        SegmentFilter filter = new(part, themes, terms);
        return filter._themes is [] || (filter._frequent is [] && filter._lists is []) ? null : filter;
    }

    /// <summary>Bits of the rows of a range that pass, the first word being that of its first row; false: none does.</summary>
    public bool Fill(Span<ulong> words, int start, int end)
    {
        // The words first: most often they are what leaves least, and a place without any is left at once.
        var first = start >> 6;
        if (!FillTerms(words, start, end))
        {
            return false;
        }

        if (_themes is [var only])
        {
            TensorPrimitives.BitwiseAnd(words, only.AsSpan(first, words.Length), words);
        }
        else if (_themes is not null)
        {
            for (var i = 0; i < words.Length; i++)
            {
                var any = 0UL;
                foreach (var theme in _themes)
                {
                    any |= theme[first + i];
                }

                words[i] &= any;
            }
        }

        words[0] &= ulong.MaxValue << start;
        words[^1] &= ulong.MaxValue >> (-end & 63);
        if (_removed.Count > 0)
        {
            for (var i = 0; i < words.Length; i++)
            {
                words[i] &= ~_removed.WordOf(first + i);
            }
        }

        return true;
    }

    private bool FillTerms(Span<ulong> words, int start, int end)
    {
        if (_frequent is null)
        {
            words.Fill(ulong.MaxValue);
            return true;
        }

        var (first, any) = (start >> 6, _frequent.Length > 0);
        words.Clear();
        foreach (var bits in _frequent)
        {
            TensorPrimitives.BitwiseOr(words, bits.AsSpan(first, words.Length), words);
        }

        foreach (var list in _lists)
        {
            var rows = list.Span;
            for (var i = Segment.LowerBound(rows, start, 0, rows.Length); i < rows.Length && rows[i] < end; i++)
            {
                words[(rows[i] >> 6) - first] |= 1UL << rows[i];
                any = true;
            }
        }

        return any;
    }
}
