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

/// <summary>One reading of all that is stored: what the catalogue is to hold, and the version of each state.</summary>
internal sealed class StoreReading(CatalogueFill fill)
{
    public CatalogueFill Fill { get; } = fill;

    public Dictionary<string, long> Versions { get; } = new(StringComparer.Ordinal);

    /// <summary>Takes many states at once, which the catalogue analyses on all processors.</summary>
    public void Add(IReadOnlyList<StateChange> changes)
    {
        Add<Actor>(changes);
        Add<Initiative>(changes);
        Add<Resource>(changes);
        Add<FundingCall>(changes);
        Add<HostingOffer>(changes);
        Add<Network>(changes);
        Add<Member>(changes);
        Add<DuplicatePair>(changes);
    }

    private void Add<T>(IReadOnlyList<StateChange> changes)
        where T : class
    {
        List<Entry<T>> shown = [];
        foreach (var change in changes)
        {
            if (change.State is Stored<T> state)
            {
                Versions[change.GrainKey] = change.Version;
                if (state.Shown is { } record)
                {
                    shown.Add(new Entry<T>(change.GrainKey, record, state.Revision, state.CreateTime, state.UpdateTime, state.Source));
                }
                else
                {
                    Fill.Remove(change.GrainKey, state.Revision, state.Record is null ? null : state.Source, state.Record is null ? string.Empty : state.MergedInto);
                }
            }
        }

        Fill.Put(shown);
    }
}
