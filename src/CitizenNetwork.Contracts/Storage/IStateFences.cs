using Orleans.Runtime;

namespace CitizenNetwork.Contracts.Storage;

/// <summary>
/// How an activation knows that what it holds is what is stored, when another server may have written meanwhile: the
/// version check refuses its writes, not its answers.
/// </summary>
public interface IStateFences
{
    /// <summary>Follows one state for as long as its activation lives.</summary>
    StateWatch Watch(GrainId grain, string stateName);

    /// <summary>Whether the stored version is this one, asked of the database itself; null: not stored.</summary>
    ValueTask<bool> IsCurrentAsync(GrainId grain, string stateName, string? eTag, CancellationToken cancellationToken = default);
}

/// <summary>The newest version of a state that this node heard of.</summary>
public abstract class StateWatch : IDisposable
{
    /// <summary>Whether a later version than this one is known to exist.</summary>
    public abstract bool IsStale(string? eTag);

    /// <summary>Ends the following.</summary>
    public abstract void Dispose();
}
