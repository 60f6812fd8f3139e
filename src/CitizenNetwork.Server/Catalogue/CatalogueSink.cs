using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Members;
using CitizenNetwork.Domain.Networks;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Matching.Catalogue;

namespace CitizenNetwork.Server.Catalogue;

/// <summary>Puts what is stored into the catalogue: every write of this node at once, those of others from the change feed.</summary>
internal sealed class CatalogueSink(CitizenNetwork.Matching.Catalogue.Catalogue catalogue) : IStateChangeSink
{
    private readonly Lock _applying = new();
    private Dictionary<string, long> _versions = new(StringComparer.Ordinal);

    /// <summary>Whether the catalogue has this version of a state or a later one.</summary>
    public bool Holds(string grainKey, long version)
    {
        lock (_applying)
        {
            return _versions.GetValueOrDefault(grainKey) >= version;
        }
    }

    public void Apply(StateChange change)
    {
        lock (_applying)
        {
            if (_versions.GetValueOrDefault(change.GrainKey) < change.Version && TryPut(change))
            {
                _versions[change.GrainKey] = change.Version;
            }
        }
    }

    /// <summary>A reading of all that is stored, to be taken when it is whole.</summary>
    public StoreReading NewReading() => new(catalogue.NewFill());

    /// <summary>Takes a whole reading instead of what it was told; what this node wrote meanwhile, the feed brings again.</summary>
    public void Take(StoreReading reading)
    {
        reading.Fill.Complete();
        reading.Versions.TrimExcess();
        lock (_applying)
        {
            catalogue.Take(reading.Fill);
            _versions = reading.Versions;
        }
    }

    private bool TryPut(StateChange change)
    {
        switch (change.State)
        {
            case Stored<Actor> state:
                Put(change.GrainKey, state);
                return true;
            case Stored<Initiative> state:
                Put(change.GrainKey, state);
                return true;
            case Stored<Resource> state:
                Put(change.GrainKey, state);
                return true;
            case Stored<FundingCall> state:
                Put(change.GrainKey, state);
                return true;
            case Stored<HostingOffer> state:
                Put(change.GrainKey, state);
                return true;
            case Stored<Network> state:
                Put(change.GrainKey, state);
                return true;
            case Stored<Member> state:
                Put(change.GrainKey, state);
                return true;
            case Stored<DuplicatePair> state:
                Put(change.GrainKey, state);
                return true;
            default:
                return false;
        }
    }

    private void Put<T>(string name, Stored<T> state)
        where T : class
    {
        if (state.Shown is { } record)
        {
            catalogue.Put(new Entry<T>(name, record, state.Revision, state.CreateTime, state.UpdateTime, state.Source));
        }
        else
        {
            catalogue.Remove<T>(name, state.Revision, state.Record is null ? null : state.Source, state.Record is null ? string.Empty : state.MergedInto);
        }
    }
}
