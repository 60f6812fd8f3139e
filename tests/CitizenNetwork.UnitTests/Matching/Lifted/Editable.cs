using System.Collections.Immutable;
using CitizenNetwork.Matching.Catalogue;

namespace CitizenNetwork.UnitTests.Matching.Lifted;

/// <summary>The catalogue of a world whose changed copies are looked at, one after the other, without filling it anew.</summary>
internal sealed class Editable(World world)
{
    private readonly Catalogue _catalogue = world.Fill();
    private long _revision = 1;

    public CatalogueView View => _catalogue.Current;

    /// <summary>The records once those that differ are the changed world's; the catalogue itself goes back to the old ones.</summary>
    public CatalogueView With(World before, World after)
    {
        Write(before, after);
        var view = _catalogue.Current;
        Write(after, before);
        return view;
    }

    private void Write(World from, World to)
    {
        _revision++;
        Put(from.Actors.Add(from.Holder!), to.Actors.Add(to.Holder!), actor => actor.Id.Name);
        Put(from.Resources, to.Resources, resource => resource.Id.Name);
        Put(from.Calls, to.Calls, call => call.Id.Name);
        Put(from.Offers, to.Offers, offer => offer.Id.Name);

        void Put<T>(ImmutableArray<T> old, ImmutableArray<T> current, Func<T, string> name)
            where T : class
        {
            foreach (var (_, record) in old.Zip(current).Where(pair => !ReferenceEquals(pair.First, pair.Second)))
            {
                _catalogue.Put(new Entry<T>(name(record), record, _revision, default, default));
            }
        }
    }
}
