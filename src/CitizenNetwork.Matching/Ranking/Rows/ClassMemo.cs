namespace CitizenNetwork.Matching.Ranking.Rows;

/// <summary>What one query found out about the classes of a facet: each is asked once, when it first occurs. For one thread.</summary>
/// <param name="classes">How many there may be.</param>
/// <param name="find">Finds it out; never the value that stands for not known.</param>
/// <param name="unknown">Stands for a class that was not asked yet.</param>
internal sealed class ClassMemo<T>(int classes, Func<int, T> find, T unknown)
    where T : IEquatable<T>
{
    private const int PageBits = 9;
    private const int PageMask = (1 << PageBits) - 1;

    // Pages, so that a query about few of many classes holds little.
    private readonly T[]?[] _pages = new T[]?[(classes >> PageBits) + 1];

    public T Of(int number)
    {
        if (_pages[number >> PageBits] is { } page && page[number & PageMask] is var known && !known.Equals(unknown))
        {
            return known;
        }

        return Find(number);
    }

    private T Find(int number)
    {
        var page = _pages[number >> PageBits];
        if (page is null)
        {
            page = new T[PageMask + 1];
            Array.Fill(page, unknown);
            _pages[number >> PageBits] = page;
        }

        return page[number & PageMask] = find(number);
    }
}
