using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Storage;

namespace CitizenNetwork.Server.Catalogue;

/// <summary>Keeps the catalogue in step with what is stored: all of it at start, then every write of this node.</summary>
internal sealed class CatalogueSink(CitizenNetwork.Matching.Catalogue.Catalogue catalogue) : IStateChangeSink
{
    /// <summary>Reads every stored record into the catalogue.</summary>
    public async Task LoadAsync(IStateReader reader, CancellationToken cancellation)
    {
        await foreach (var change in reader.ReadAll(cancellation))
        {
            Apply(change);
        }
    }

    public void Apply(StateChange change)
    {
        switch (change.State)
        {
            case Stored<Actor> state:
                Put(change.GrainKey, state);
                break;
            case Stored<Initiative> state:
                Put(change.GrainKey, state);
                break;
            case Stored<Resource> state:
                Put(change.GrainKey, state);
                break;
            case Stored<FundingCall> state:
                Put(change.GrainKey, state);
                break;
            case Stored<HostingOffer> state:
                Put(change.GrainKey, state);
                break;
            default:
                break;
        }
    }

    private void Put<T>(string name, Stored<T> state)
        where T : class
    {
        if (state.Record is { } record)
        {
            catalogue.Put(new Entry<T>(name, record, state.Revision, state.CreateTime, state.UpdateTime));
        }
        else
        {
            catalogue.Remove<T>(name, state.Revision);
        }
    }
}
