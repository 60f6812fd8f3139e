using System.Runtime.InteropServices;

namespace CitizenNetwork.Matching.Ranking;

/// <summary>Of what a candidate would take too many of the first places.</summary>
internal enum Crowd
{
    /// <summary>Of nothing: it stands where its score puts it.</summary>
    None = 0,
    Owner = 1,
    Place = 2,
}

/// <summary>What makes candidates alike.</summary>
/// <param name="Owner">Who is behind it.</param>
/// <param name="Place">Building where it is; null: not known, or none.</param>
/// <param name="IsFixed">True: a person's choice, which counts and never moves.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Likeness(string Owner, string? Place, bool IsFixed);

/// <summary>
/// Not five rooms of one building among the first (feature F27): of the first <see cref="Window"/> places at most
/// <see cref="MostAlike"/> go to one owner and as many to one building, as long as others stand among the best
/// <see cref="Depth"/>. Who gives way comes right behind these places, in the old order. Everything from place
/// <see cref="Depth"/> on stays where it is. Lazy: no more than those are read ahead.
/// </summary>
internal static class Diversifier
{
    public const int Window = 10;
    public const int MostAlike = 2;
    public const int Depth = 50;

    /// <summary>The same items in their new order, each with what made it give way.</summary>
    /// <param name="ordered">Best first.</param>
    /// <param name="likeness">What an item is like.</param>
    public static IEnumerable<(T Item, Crowd Moved)> Order<T>(IEnumerable<T> ordered, Func<T, Likeness> likeness)
    {
        Dictionary<(Crowd, string), int> shown = [];
        Queue<(T Item, Crowd Crowd, int PlacedBefore)> held = [];
        using var source = ordered.GetEnumerator();
        var placed = 0;
        for (var looked = 0; placed < Window && looked < Depth && source.MoveNext(); looked++)
        {
            var item = source.Current;
            var alike = likeness(item);
            if (!alike.IsFixed && TooMany(shown, alike) is var crowd and not Crowd.None)
            {
                held.Enqueue((item, crowd, placed));
                continue;
            }

            Count(shown, Crowd.Owner, alike.Owner);
            Count(shown, Crowd.Place, alike.Place);
            placed++;
            yield return (item, Crowd.None);
        }

        // One behind which nothing else was found did not give way to anybody.
        while (held.TryDequeue(out var waiting))
        {
            yield return (waiting.Item, waiting.PlacedBefore < placed ? waiting.Crowd : Crowd.None);
        }

        while (source.MoveNext())
        {
            yield return (source.Current, Crowd.None);
        }
    }

    private static Crowd TooMany(Dictionary<(Crowd, string), int> shown, Likeness alike) =>
        shown.GetValueOrDefault((Crowd.Owner, alike.Owner)) >= MostAlike ? Crowd.Owner
        : alike.Place is { } place && shown.GetValueOrDefault((Crowd.Place, place)) >= MostAlike ? Crowd.Place
        : Crowd.None;

    private static void Count(Dictionary<(Crowd, string), int> shown, Crowd crowd, string? of)
    {
        if (of is not null)
        {
            shown[(crowd, of)] = shown.GetValueOrDefault((crowd, of)) + 1;
        }
    }
}
