using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Matching.Catalogue;

namespace CitizenNetwork.Benchmarks.Scale;

/// <summary>Changes as they come in: mostly other terms of a resource, sometimes an actor, a removal or somebody new.</summary>
internal sealed class ScaleChanges(Catalogue catalogue, GeneratedTerritory generated)
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(7);
    private long _revision = 1;
    private int _added = generated.Resources;

    public void Make()
    {
        lock (_lock)
        {
            _revision++;
            switch (_random.Next(20))
            {
                case 0:
                    catalogue.Remove<Resource>(GeneratedTerritory.ResourceId(_random.Next(generated.Resources)).Name, _revision);
                    break;
                case 1:
                    catalogue.Put(generated.Resource(_added++, _revision));
                    break;
                case < 5:
                    catalogue.Put(generated.Actor(_random.Next(generated.Actors), _revision));
                    break;
                case 5:
                    catalogue.Put(generated.Call(_random.Next(generated.Calls), _revision));
                    break;
                default:
                    catalogue.Put(generated.Resource(_random.Next(generated.Resources), _revision));
                    break;
            }
        }
    }
}

/// <summary>Makes changes at a steady pace until it is disposed of.</summary>
internal sealed class ScaleWriter : IAsyncDisposable
{
    private readonly CancellationTokenSource _done = new();
    private readonly Task _writing;

    private ScaleWriter(ScaleChanges changes, int perSecond, TimeSpan beat) => _writing = Task.Run(async () =>
    {
        using PeriodicTimer timer = new(beat);
        var (made, begun) = (0.0, System.Diagnostics.Stopwatch.GetTimestamp());
        while (!_done.IsCancellationRequested)
        {
            // What a late beat missed is made up for, so that the pace is kept.
            for (var due = System.Diagnostics.Stopwatch.GetElapsedTime(begun).TotalSeconds * perSecond; made < due; made++)
            {
                changes.Make();
            }

            await timer.WaitForNextTickAsync();
        }
    });

    public static ScaleWriter Start(ScaleChanges changes, int perSecond, TimeSpan beat) => new(changes, perSecond, beat);

    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _writing;
        _done.Dispose();
    }
}
