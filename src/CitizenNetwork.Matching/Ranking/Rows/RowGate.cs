using System.Numerics;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Matching.Facets;

namespace CitizenNetwork.Matching.Ranking.Rows;

/// <summary>One criterion asked of rows: of each class once, where the criterion reads a facet.</summary>
internal abstract class RowGate(Criterion criterion)
{
    /// <summary>Classes up to which all are asked beforehand, in the hope that none is stopped.</summary>
    private const int FewClasses = 256;

    public Criterion Criterion { get; } = criterion;

    /// <summary>Results of the criterion that refuse a row.</summary>
    public abstract int Unmet(RowChunk chunk, int at, int row);

    /// <summary>Takes the rows that it stops out of a bit set.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="at">Row of its first.</param>
    /// <param name="bits">The rows still in.</param>
    /// <returns>How many it stopped.</returns>
    public virtual int Stop(RowChunk chunk, int at, Span<ulong> bits)
    {
        var stopped = 0;
        for (var word = 0; word < bits.Length; word++)
        {
            var left = bits[word];
            var stop = 0UL;
            while (left != 0)
            {
                var bit = BitOperations.TrailingZeroCount(left);
                left &= left - 1;
                stop |= Unmet(chunk, at, (word << 6) + bit) > 0 ? 1UL << bit : 0;
            }

            bits[word] &= ~stop;
            stopped += BitOperations.PopCount(stop);
        }

        return stopped;
    }

    /// <summary>The gate of a criterion; null: it stops nobody.</summary>
    public static RowGate? Of(Criterion criterion, MatchContext context, CandidateSource source, ChunkClasses classes)
    {
        EligibilityRules rules = new(context.Query.Today, context.Territories, withChanges: false);

        if (source.FacetOf(criterion) is not { } facet)
        {
            return new EachRow(criterion, row => Ask(source.At(row)));
        }

        if (facet == Facet.OwnerId)
        {
            return AskerRows.Of(criterion, context.Asker.Initiative.Holder, source, Ask);
        }

        var count = source.ClassesOf(facet);
        ClassMemo<int> memo = new(count, number => Ask(source.OfClass(facet, number)), -1);
        return count <= FewClasses && Enumerable.Range(0, count).All(number => memo.Of(number) == 0) ? null : new EachClass(criterion, facet, classes, memo);

        int Ask(Candidate candidate)
        {
            var unmet = 0;
            foreach (var result in candidate.Check(rules, context.Asker, context.Query.Preferences.Wishes, criterion))
            {
                unmet += result.Outcome == CriterionOutcome.NotMet ? 1 : 0;
            }

            return unmet;
        }
    }

    private sealed class EachRow(Criterion criterion, Func<int, int> ask) : RowGate(criterion)
    {
        public override int Unmet(RowChunk chunk, int at, int row) => ask(at + row);
    }

    private sealed class EachClass(Criterion criterion, Facet facet, ChunkClasses classes, ClassMemo<int> memo) : RowGate(criterion)
    {
        public override int Unmet(RowChunk chunk, int at, int row) => memo.Of(classes.Of(chunk, facet)[row]);

        // The loop of the base, with the chunk's classes at hand: every row of every gate passes here.
        public override int Stop(RowChunk chunk, int at, Span<ulong> bits)
        {
            var numbers = classes.Of(chunk, facet);
            var stopped = 0;
            for (var word = 0; word < bits.Length; word++)
            {
                var left = bits[word];
                var stop = 0UL;
                while (left != 0)
                {
                    var bit = BitOperations.TrailingZeroCount(left);
                    left &= left - 1;
                    stop |= memo.Of(numbers[(word << 6) + bit]) > 0 ? 1UL << bit : 0;
                }

                bits[word] &= ~stop;
                stopped += BitOperations.PopCount(stop);
            }

            return stopped;
        }
    }
}
