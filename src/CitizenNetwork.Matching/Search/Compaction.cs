using System.Collections.Immutable;
using System.Numerics;

namespace CitizenNetwork.Matching.Search;

/// <summary>Segments that are being merged into one, beside the writers.</summary>
internal sealed class Compaction
{
    /// <summary>So many segments of about the same size are merged: a row is copied some six times on its way to a million.</summary>
    private const int SegmentsOfASize = 4;

    /// <summary>A segment is made anew once one in so many of its rows is gone.</summary>
    private const int RemovedShare = 4;

    private readonly ImmutableArray<SegmentPart> _sources;
    private volatile Segment? _merged;

    private Compaction(ImmutableArray<SegmentPart> sources)
    {
        _sources = sources;

        // Not a pool's thread: a million rows take seconds.
        Ended = Task.Factory.StartNew(() => { _merged = Merged(sources); }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Whether the merged segment is there; one that could not be made leaves its sources as they are.</summary>
    public bool IsOver => _merged is not null;

    /// <summary>Ends when it is over.</summary>
    public Task Ended { get; }

    /// <summary>Begins to merge what is due; null: nothing.</summary>
    public static Compaction? Due(ImmutableArray<SegmentPart> parts)
    {
        var alike = parts.GroupBy(part => SizeOf(part.Alive)).OrderBy(size => size.Key).FirstOrDefault(size => size.Count() >= SegmentsOfASize);
        ImmutableArray<SegmentPart> due = alike is null ? [.. parts.Where(part => part.Removed.Count * RemovedShare > part.Segment.Rows.Length)] : [.. alike];
        return due.IsEmpty ? null : new Compaction(due);
    }

    /// <summary>These parts with the merged segment instead of its sources; only once it is over.</summary>
    /// <param name="parts">Those that the sources were taken of, or what later removals made of them.</param>
    public ImmutableArray<SegmentPart> Apply(ImmutableArray<SegmentPart> parts)
    {
        var merged = _merged!;
        var removed = RowBits.None;
        foreach (var source in _sources)
        {
            var now = parts.Single(part => part.Segment == source.Segment);
            for (var word = 0; word < (now.Segment.Rows.Length + 63) / 64 && now.Removed.Count > source.Removed.Count; word++)
            {
                for (var since = now.Removed.WordOf(word) & ~source.Removed.WordOf(word); since != 0; since &= since - 1)
                {
                    removed = removed.Add(merged.Find(now.Segment.Rows[(word << 6) + BitOperations.TrailingZeroCount(since)]));
                }
            }
        }

        return [.. parts.Where(part => !_sources.Any(source => source.Segment == part.Segment)), new SegmentPart(merged, removed)];
    }

    private static Segment Merged(ImmutableArray<SegmentPart> sources)
    {
        var merged = Segment.Of([.. sources.SelectMany(part => part.AliveRows())]);
        if (sources.MaxBy(part => part.Alive)?.Segment.Space is { } space)
        {
            merged.VectorsIn(space);
        }

        return merged;
    }

    /// <summary>Sizes of one number differ by less than four times.</summary>
    private static int SizeOf(int rows) => BitOperations.Log2((uint)Math.Max(rows, 1)) / 2;
}
