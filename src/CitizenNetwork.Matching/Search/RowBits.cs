using System.Collections.Immutable;

namespace CitizenNetwork.Matching.Search;

/// <summary>A set of rows in persistent form: adding one copies a page, whatever the number of rows.</summary>
internal sealed class RowBits
{
    /// <summary>Words of a page: 4,096 rows.</summary>
    private const int PageWords = 64;

    private readonly ImmutableArray<ImmutableArray<ulong>> _pages;

    private RowBits(int count, ImmutableArray<ImmutableArray<ulong>> pages) => (Count, _pages) = (count, pages);

    public static RowBits None { get; } = new(0, []);

    public int Count { get; }

    public bool Contains(int row) => (WordOf(row >> 6) & (1UL << row)) != 0;

    /// <summary>The rows 64 · <paramref name="word"/> and following, as bits.</summary>
    public ulong WordOf(int word) => word / PageWords < _pages.Length && _pages[word / PageWords] is { IsDefault: false } page ? page[word % PageWords] : 0;

    public RowBits Add(int row)
    {
        if (Contains(row))
        {
            return this;
        }

        var (page, word) = (row / (PageWords * 64), (row >> 6) % PageWords);
        var pages = _pages.ToBuilder();
        while (pages.Count <= page)
        {
            pages.Add(default);
        }

        var words = pages[page].IsDefault ? new ulong[PageWords] : [.. pages[page]];
        words[word] |= 1UL << row;
        pages[page] = ImmutableArray.Create(words);
        return new RowBits(Count + 1, pages.ToImmutable());
    }
}
