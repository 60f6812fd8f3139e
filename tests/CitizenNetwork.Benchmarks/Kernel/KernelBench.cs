using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics.X86;
using CitizenNetwork.Benchmarks.Measuring;
using CitizenNetwork.Matching.Vectors;

namespace CitizenNetwork.Benchmarks.Kernel;

/// <summary><c>bench kernel</c>: target P1, what each step of a search reads of memory, on one thread, against reading alone.</summary>
internal static class KernelBench
{
    private const int Best = 50;

    /// <summary>The speed is that of the step that this share of all does not exceed.</summary>
    private const double QuickShare = 0.25;

    public static Table Run(BenchSettings settings)
    {
        Table table = new("bench kernel");
        var rows = settings.RowsOrMillion;
        KernelData data = new(rows);
        var size = rows.ToString("N0", CultureInfo.InvariantCulture);
        var read = table.Row($"yardstick: reading {size} × 64 bytes", "GB/s");
        List<(TableRow Row, double Bytes, Action Step)> steps = [(read, data.Vectors.Data.Length, data.Read)];
        Add($"exact top {Best}, int8, {Int8Top.Kernel}, rescored in float", data.Vectors.Data.Length, top => top.Scan(data.Vectors, 0), true);
        Add($"exact top {Best}, int8, {nameof(Avx512BW)}", data.Vectors.Data.Length, top => top.Scan<Avx512Kernel>(data.Vectors, 0), Avx512BW.IsSupported);
        Add($"exact top {Best}, int8, {nameof(Avx2)}", data.Vectors.Data.Length, top => top.Scan<Avx2Kernel>(data.Vectors, 0), Avx2.IsSupported);
        Add($"exact top {Best}, int8, {nameof(Ssse3)}", data.Vectors.Data.Length, top => top.Scan<Ssse3Kernel>(data.Vectors, 0), Ssse3.IsSupported);
        steps.Add((table.Row($"exact top {Best}, float", "GB/s").Against(read), (double)data.Floats.Length * sizeof(float), () => data.CheckTop(data.TopOfFloats(Best), Best)));
        steps.Add((table.Row("AND of four bitmaps", "GB/s").Against(read), data.Bits.Length / 8.0 * 4 * 8, data.AndBits));
        steps.Add((table.Row("radius of 30 km over all points", "GB/s").Against(read), (double)rows * 3 * sizeof(float), data.Radius));
        steps.RemoveAll(step => step.Row != read && !settings.Wants(step.Row.Name));
        for (var repetition = -1; repetition < settings.Repetitions; repetition++)
        {
            var latencies = Round(steps, (repetition < 0 ? settings.WarmUp : settings.Duration) * steps.Count);
            foreach (var ((row, bytes, _), times) in repetition < 0 ? [] : steps.Zip(latencies))
            {
                // The quicker ones of all: who takes the processor away in the middle of a step is not the kernel's.
                row.Value.Add(bytes / times.Percentile(QuickShare) / 1e3);
                row.P50.Add(times.Percentile(0.5));
                row.P99.Add(times.Percentile(0.99));
                row.Report();
            }
        }

        table.Note($"Speeds are of the quarter of the steps that took least, bytes those of the vectors, bits or points alone. A top {Best} took {data.Rescored.ToString("N0", CultureInfo.InvariantCulture)} rows to the exact scores in the mean; every one was compared with the float scores of all rows.");
        return table;

        void Add(string name, double bytes, Action<Int8Top> scan, bool isSupported)
        {
            if (isSupported)
            {
                steps.Add((table.Row(name, "GB/s").Against(read), bytes, () => data.CheckTop(data.TopOf(scan, Best), Best)));
            }
        }
    }

    /// <summary>All steps in turn, each right after a reading, until the time is over: what slows one slows all.</summary>
    private static Latencies[] Round(List<(TableRow Row, double Bytes, Action Step)> steps, TimeSpan duration)
    {
        Latencies[] latencies = [.. steps.Select(_ => new Latencies())];
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < duration)
        {
            for (var i = 1; i < steps.Count; i++)
            {
                Time(0);
                Time(i);
            }
        }

        return latencies;

        void Time(int i)
        {
            var before = Stopwatch.GetTimestamp();
            steps[i].Step();
            latencies[i].Add(Stopwatch.GetTimestamp() - before);
        }
    }
}
