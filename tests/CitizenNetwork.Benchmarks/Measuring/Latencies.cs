using System.Diagnostics;
using System.Numerics;

namespace CitizenNetwork.Benchmarks.Measuring;

/// <summary>Durations in buckets a thirty-second part apart: noting one allocates nothing and costs a few nanoseconds.</summary>
internal sealed class Latencies
{
    private const int StepBits = 5;
    private const int Steps = 1 << StepBits;

    private readonly long[] _counts = new long[64 * Steps];

    public void Add(long ticks)
    {
        var value = (ulong)Math.Max(ticks, Steps);
        var power = BitOperations.Log2(value);
        _counts[(power * Steps) + (int)((value >> (power - StepBits)) - Steps)]++;
    }

    public void Add(Latencies other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }
    }

    /// <summary>The duration that this share of all does not exceed, in microseconds.</summary>
    public double Percentile(double share)
    {
        var left = (long)Math.Ceiling(_counts.Sum() * share);
        for (var i = 0; i < _counts.Length; i++)
        {
            left -= _counts[i];
            if (left <= 0 && _counts[i] > 0)
            {
                var (power, step) = (i / Steps, i % Steps);
                return Math.ScaleB(Steps + step + 0.5, power - StepBits) / Stopwatch.Frequency * 1e6;
            }
        }

        return 0;
    }
}
