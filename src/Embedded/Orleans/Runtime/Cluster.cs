using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Orleans.Runtime;

/// <summary>
/// The silos of one process that know each other, and where each grain is active. A server has one silo in it; the
/// silos of a test cluster share one, so that every key has one activation across them.
/// </summary>
internal sealed class Cluster
{
    private readonly ConcurrentDictionary<GrainId, Activation> _directory = new();
    private readonly ConcurrentDictionary<Type, object> _shared = new();
    private ImmutableArray<LocalSilo> _placeable = [];
    private ImmutableArray<CallRuntime> _callers = [];
    private int _generation;

    /// <summary>Read while others change it, without holding them up: <c>Values</c> would lock and copy the whole directory.</summary>
    public IEnumerable<Activation> Activations => _directory.Select(static entry => entry.Value);

    public ImmutableArray<LocalSilo> Placeable => _placeable;

    public int NextGeneration() => Interlocked.Increment(ref _generation);

    /// <summary>What all silos of this cluster have in common, by type.</summary>
    public T Shared<T>()
        where T : class, new() => (T)_shared.GetOrAdd(typeof(T), static _ => new T());

    public void Open(LocalSilo silo) => ImmutableInterlocked.Update(ref _placeable, static (silos, silo) => silos.Add(silo), silo);

    public void Close(LocalSilo silo) => ImmutableInterlocked.Update(ref _placeable, static (silos, silo) => silos.Remove(silo), silo);

    public void Add(CallRuntime caller) => ImmutableInterlocked.Update(ref _callers, static (callers, caller) => callers.Add(caller), caller);

    public void Remove(CallRuntime caller) => ImmutableInterlocked.Update(ref _callers, static (callers, caller) => callers.Remove(caller), caller);

    /// <summary>All calls of this process without an answer.</summary>
    public List<GrainRequest> Outstanding() => [.. _callers.SelectMany(caller => caller.Monitor.Outstanding())];

    public bool TryFind(GrainId grainId, out Activation? activation) => _directory.TryGetValue(grainId, out activation);

    /// <summary>The activation of a key, made where the placement says if there is none.</summary>
    public Activation FindOrPlace(GrainClassInfo grainClass, IdSpan key, LocalSilo? near)
    {
        var grainId = new GrainId(grainClass.GrainType, key);
        while (true)
        {
            if (_directory.TryGetValue(grainId, out var found))
            {
                if (found.State != ActivationState.Dead)
                {
                    return found;
                }

                Remove(found);
                continue;
            }

            var placed = new Activation(Place(grainClass, grainId, near), grainClass, grainId);
            if (_directory.TryAdd(grainId, placed))
            {
                return placed;
            }
        }
    }

    public void Remove(Activation activation) => _directory.TryRemove(KeyValuePair.Create(activation.GrainId, activation));

    public LocalSilo Place(GrainClassInfo grainClass, GrainId grainId, LocalSilo? near)
    {
        var silos = _placeable;
        if (silos.IsEmpty)
        {
            if (near is { Draining: true })
            {
                return near;
            }

            throw new SiloUnavailableException($"No silo can activate {grainId}: none is running.");
        }

        if (grainClass.PreferLocal && near is not null && silos.Contains(near))
        {
            return near;
        }

        return silos.Length == 1 ? silos[0] : silos[(int)((uint)grainId.GetHashCode() % (uint)silos.Length)];
    }
}
