namespace CitizenNetwork.Domain.Common;

/// <summary>How far two texts are from each other, to offer the nearest one to somebody who mistyped.</summary>
public static class EditDistance
{
    /// <summary>Characters up to which no memory is allocated.</summary>
    private const int OnStack = 128;

    /// <summary>Levenshtein distance: insertions, deletions and replacements.</summary>
    /// <param name="a">One text.</param>
    /// <param name="b">The other.</param>
    /// <param name="atMost">A distance beyond this is answered by any number beyond it, sooner.</param>
    public static int Between(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int atMost = int.MaxValue)
    {
        var width = b.Length + 1;
        Span<int> rows = width <= OnStack ? stackalloc int[2 * OnStack] : new int[2 * width];
        var previous = rows[..width];
        var current = rows[width..(2 * width)];
        for (var j = 0; j < width; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            var least = i;
            for (var j = 1; j < width; j++)
            {
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                least = Math.Min(least, current[j]);
            }

            if (least > atMost)
            {
                return least;
            }

            var spare = previous;
            previous = current;
            current = spare;
        }

        return previous[b.Length];
    }
}
