namespace Orleans.Runtime;

/// <summary>The activations of one stateless worker key on one silo: an idle one serves the next call, else a new one up to the limit.</summary>
internal sealed class WorkerPool(LocalSilo silo, GrainClassInfo grainClass, GrainId grainId)
{
    private readonly Lock _lock = new();
    private readonly List<Activation> _activations = [];
    private int _next;

    public List<Activation> Activations
    {
        get
        {
            lock (_lock)
            {
                return [.. _activations];
            }
        }
    }

    public Activation Next()
    {
        lock (_lock)
        {
            _activations.RemoveAll(activation => activation.State == ActivationState.Dead);
            foreach (var activation in _activations)
            {
                if (activation.IsIdle)
                {
                    return activation;
                }
            }

            if (_activations.Count < grainClass.StatelessWorkers)
            {
                var added = new Activation(silo, grainClass, grainId);
                _activations.Add(added);
                return added;
            }

            return _activations[_next++ % _activations.Count];
        }
    }
}
