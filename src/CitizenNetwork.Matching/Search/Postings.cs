using System.Runtime.InteropServices;

namespace CitizenNetwork.Matching.Search;

/// <summary>Rows that bear one term: a sorted list, or one bit a row for a term that many bear.</summary>
/// <param name="Rows">The rows in ascending order; empty where there are bits.</param>
/// <param name="Bits">Null where there is a list.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TermRows(ReadOnlyMemory<int> Rows, ulong[]? Bits);

/// <summary>Which rows bear which term of their texts.</summary>
internal sealed class Postings
{
    /// <summary>A list of more rows than one in so many takes more memory than bits do.</summary>
    private const int ListShare = 32;

    private readonly Dictionary<string, TermRows> _terms;

    private Postings(Dictionary<string, TermRows> terms) => _terms = terms;

    public static Postings Of(NearbyRow[] rows)
    {
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        List<int> counts = [];
        var terms = new int[rows.Sum(row => row.Text.Terms.Length)];
        var next = 0;
        foreach (var row in rows)
        {
            foreach (var term in row.Text.Terms)
            {
                ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, term.Term, out var known);
                if (!known)
                {
                    number = counts.Count;
                    counts.Add(0);
                }

                counts[number]++;
                terms[next++] = number;
            }
        }

        return new Postings(Lists(rows, terms, numbers, counts));
    }

    public TermRows? Find(string term) => _terms.TryGetValue(term, out var rows) ? rows : null;

    private static Dictionary<string, TermRows> Lists(NearbyRow[] rows, int[] terms, Dictionary<string, int> numbers, List<int> counts)
    {
        // Lists one behind the other, the frequent terms left out: those of a large segment would be the most of them.
        var (starts, bits, listed) = (new int[counts.Count], new ulong[counts.Count][], 0);
        for (var number = 0; number < starts.Length; number++)
        {
            if (counts[number] > rows.Length / ListShare)
            {
                bits[number] = new ulong[(rows.Length + 63) / 64];
            }
            else
            {
                starts[number] = listed;
                listed += counts[number];
            }
        }

        var all = new int[listed];
        var ends = starts.ToArray();
        var next = 0;
        for (var row = 0; row < rows.Length; row++)
        {
            for (var i = 0; i < rows[row].Text.Terms.Length; i++)
            {
                var number = terms[next++];
                if (bits[number] is { } frequent)
                {
                    frequent[row >> 6] |= 1UL << row;
                }
                else
                {
                    all[ends[number]++] = row;
                }
            }
        }

        return numbers.ToDictionary(
            entry => entry.Key,
            entry => bits[entry.Value] is { } frequent ? new TermRows(default, frequent) : new TermRows(all.AsMemory(starts[entry.Value], counts[entry.Value]), null),
            StringComparer.Ordinal);
    }
}
