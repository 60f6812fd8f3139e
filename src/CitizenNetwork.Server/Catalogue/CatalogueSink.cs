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

    /// <summary>As <see cref="Apply"/>, of many: the catalogue takes the records of one collection at once, which costs a fraction.</summary>
    public void ApplyAll(IReadOnlyList<StateChange> changes)
    {
        lock (_applying)
        {
            List<StateChange> left = [.. changes.Where(change => _versions.GetValueOrDefault(change.GrainKey) < change.Version)];
            left = PutAll<Actor>(left);
            left = PutAll<Initiative>(left);
            left = PutAll<Resource>(left);
            left = PutAll<FundingCall>(left);
            left = PutAll<HostingOffer>(left);
            left.ForEach(Apply);
        }
    }

    /// <summary>An empty one, to be filled by a whole reading of the store and then adopted.</summary>
    public CatalogueSink NewEmpty() => new(Catalogue.NewEmpty());

    /// <summary>Takes what another one was told instead of its own; what this node wrote meanwhile, the feed brings again.</summary>
    public void Adopt(CatalogueSink other)
    {
        lock (_applying)
        {
            Catalogue.Adopt(other.Catalogue);
            _versions = other._versions;
        }
    }

    private CitizenNetwork.Matching.Catalogue.Catalogue Catalogue { get; } = catalogue;

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

    /// <summary>Puts what is shown of one collection; returns all other changes.</summary>
    private List<StateChange> PutAll<T>(List<StateChange> changes)
        where T : class
    {
        List<Entry<T>> shown = [];
        List<StateChange> others = [];
        foreach (var change in changes)
        {
            if (change.State is Stored<T> { Shown: { } record } state)
            {
                shown.Add(new Entry<T>(change.GrainKey, record, state.Revision, state.CreateTime, state.UpdateTime, state.Source));
                _versions[change.GrainKey] = Math.Max(change.Version, _versions.GetValueOrDefault(change.GrainKey));
            }
            else
            {
                others.Add(change);
            }
        }

        Catalogue.PutAll(shown);
        return others;
    }

    private void Put<T>(string name, Stored<T> state)
        where T : class
    {
        if (state.Shown is { } record)
        {
            Catalogue.Put(new Entry<T>(name, record, state.Revision, state.CreateTime, state.UpdateTime, state.Source));
        }
        else
        {
            Catalogue.Remove<T>(name, state.Revision, state.Record is null ? null : state.Source, state.Record is null ? string.Empty : state.MergedInto);
        }
    }
}
