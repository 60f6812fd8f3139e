namespace CitizenNetwork.Contracts.Storage;

/// <summary>A state that was committed.</summary>
/// <param name="GrainKey">Key of its grain: the record's resource name.</param>
/// <param name="StateName">One of <see cref="Records.StateNames"/>.</param>
/// <param name="State">The state itself, a <see cref="Records.Stored{T}"/>.</param>
/// <param name="Version">Version of its row: of two changes of one state the higher one is the later.</param>
public sealed record StateChange(string GrainKey, string StateName, object State, long Version);

/// <summary>
/// Told of every state that this node committed, after the commit and before the writer is answered, so that a write is
/// visible to the next query on the same node. Applying the same change twice changes nothing.
/// </summary>
public interface IStateChangeSink
{
    void Apply(StateChange change);
}
