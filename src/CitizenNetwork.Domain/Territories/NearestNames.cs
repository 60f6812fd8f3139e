using System.Collections.Immutable;
using CitizenNetwork.Domain.Common;

namespace CitizenNetwork.Domain.Territories;

/// <summary>
/// Offers the territories whose name or code comes nearest to a mistyped one. Most names are passed over by a bound that
/// costs little: each letter that one text has more often than the other takes an edit.
/// </summary>
internal sealed class NearestNames
{
    /// <summary>Most characters compared with names: none is longer, and the comparison takes time for each.</summary>
    private const int MaxTypedLength = 100;

    /// <summary>Fewest characters of a code or post code worth comparing.</summary>
    private const int MinCodeLength = 4;

    /// <summary>Counts of letters: a to z, and one of all else.</summary>
    private const int Letters = 27;

    private readonly Entry[] _entries;

    /// <param name="perimeters">What can be offered.</param>
    public NearestNames(IEnumerable<Perimeter> perimeters) =>
        _entries =
        [
            .. perimeters
                .OrderByDescending(perimeter => perimeter.Population)
                .ThenBy(perimeter => perimeter.Code.Value, StringComparer.Ordinal)
                .Select(perimeter => (Perimeter: perimeter, Name: PlaceWords.Of(perimeter.Name).Text))
                .Select(known => new Entry(known.Perimeter, known.Name, LettersOf(known.Name))),
        ];

    /// <summary>The nearest first; of those equally near the most populous first.</summary>
    public ImmutableArray<Perimeter> Find(string typed, int count, PerimeterKind? kind)
    {
        typed = typed.Length > MaxTypedLength ? typed[..MaxTypedLength] : typed;
        var bare = TerritoryTable.KindOf(typed) is null ? typed : typed[(typed.IndexOf('-', StringComparison.Ordinal) + 1)..];
        var folded = PlaceWords.Of(bare).Text;
        var letters = LettersOf(folded);
        var isCode = bare.Length >= MinCodeLength && char.IsAsciiDigit(bare[0]);
        PriorityQueue<Perimeter, (int, int)> worst = new(Comparer<(int Distance, int Rank)>.Create((x, y) => y.CompareTo(x)));
        for (var i = 0; i < _entries.Length; i++)
        {
            var entry = _entries[i];
            if (kind is not null && entry.Perimeter.Kind != kind)
            {
                continue;
            }

            // Only what is nearer than the farthest one kept is of use: an equal one comes later in this order.
            var below = worst.Count < count || !worst.TryPeek(out _, out var farthest) ? int.MaxValue : farthest.Item1 - 1;
            var distance = Math.Min(NameDistance(folded, letters, entry, below), isCode ? CodeDistance(bare, entry.Perimeter, below) : int.MaxValue);
            if (worst.Count < count)
            {
                worst.Enqueue(entry.Perimeter, (distance, i));
            }
            else if (distance <= below)
            {
                worst.EnqueueDequeue(entry.Perimeter, (distance, i));
            }
        }

        var nearest = new Perimeter[worst.Count];
        for (var i = nearest.Length - 1; i >= 0; i--)
        {
            nearest[i] = worst.Dequeue();
        }

        return [.. nearest];
    }

    private static int NameDistance(string typed, byte[] letters, Entry entry, int atMost)
    {
        var (more, fewer) = (0, 0);
        for (var i = 0; i < Letters; i++)
        {
            var difference = letters[i] - entry.Letters[i];
            more += Math.Max(difference, 0);
            fewer += Math.Max(-difference, 0);
        }

        var bound = Math.Max(more, fewer);
        return bound > atMost ? bound : EditDistance.Between(typed, entry.Name, atMost);
    }

    private static int CodeDistance(string typed, Perimeter perimeter, int atMost)
    {
        if (perimeter.PostCodes.Contains(typed, StringComparer.Ordinal))
        {
            return 0;
        }

        var code = perimeter.Code.Value.AsSpan();
        return 1 + EditDistance.Between(typed, code[(code.IndexOf('-') + 1)..], atMost);
    }

    /// <summary>How often a text holds each letter a to z, and anything else.</summary>
    private static byte[] LettersOf(string text)
    {
        var letters = new byte[Letters];
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, byte.MaxValue)))
        {
            letters[char.IsAsciiLetterLower(character) ? character - 'a' : Letters - 1]++;
        }

        return letters;
    }

    private readonly record struct Entry(Perimeter Perimeter, string Name, byte[] Letters);
}
