using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>Ends activations that were not used for their collection age. Use is counted in collection ticks, so that no call reads a clock.</summary>
internal sealed class Collector(LocalSilo silo, GrainCollectionOptions options) : IDisposable
{
    private ITimer? _timer;
    private int _epoch;

    public int Epoch => Volatile.Read(ref _epoch);

    public TimeSpan ActivationTimeout => options.ActivationTimeout;

    public TimeSpan DeactivationTimeout => options.DeactivationTimeout;

    public void Start() =>
        _timer = silo.Time.CreateTimer(static state => ((Collector)state!).Collect(), this, options.CollectionQuantum, options.CollectionQuantum);

    /// <summary>One tick more than the time, since the present one is partly over.</summary>
    public int EpochAfter(TimeSpan time) => (int)Math.Min(int.MaxValue, Epoch + Math.Ceiling(time / options.CollectionQuantum) + 1);

    public void Dispose() => _timer?.Dispose();

    private void Collect()
    {
        var epoch = Interlocked.Increment(ref _epoch);
        foreach (var activation in silo.EachActivation())
        {
            var age = AgeOf(activation.Class);
            if (age != Timeout.InfiniteTimeSpan
                && activation.SeemsUnused
                && epoch > activation.KeepUntil
                && (epoch - activation.LastUsed) * options.CollectionQuantum >= age + options.CollectionQuantum)
            {
                activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ActivationIdle, "Not used for its collection age."));
            }
        }
    }

    private TimeSpan AgeOf(GrainClassInfo grainClass) =>
        options.ClassSpecificCollectionAge.TryGetValue(grainClass.Type.FullName!, out var configured)
            ? configured
            : grainClass.CollectionAge ?? options.CollectionAge;
}
