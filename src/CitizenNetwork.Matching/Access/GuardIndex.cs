using System.Collections.Immutable;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Matching.Catalogue;

namespace CitizenNetwork.Matching.Access;

/// <summary>The records that not everybody sees, by name. Immutable; it stays the same object while none of them changes.</summary>
internal sealed class GuardIndex
{
    private readonly ImmutableDictionary<string, Guarded> _guarded;

    private GuardIndex(ImmutableDictionary<string, Guarded> guarded) => _guarded = guarded;

    public static GuardIndex Empty { get; } = new(ImmutableDictionary.Create<string, Guarded>(StringComparer.Ordinal));

    /// <summary>That of many records; public ones are left out.</summary>
    public static GuardIndex Of(IEnumerable<(string Name, Guarded Guarded)> records) =>
        new(Empty._guarded.AddRange(records.Where(record => !record.Guarded.IsPublic).Select(record => KeyValuePair.Create(record.Name, record.Guarded))));

    public bool IsEmpty => _guarded.IsEmpty;

    /// <param name="name">Name of the record.</param>
    /// <param name="after">Its guard now; public: it has none, or is gone.</param>
    public GuardIndex Replace(string name, Guarded after)
    {
        var guarded = after.IsPublic ? _guarded.Remove(name) : _guarded.SetItem(name, after);
        return guarded == _guarded ? this : new GuardIndex(guarded);
    }

    public Guarded Of(string name) => _guarded.GetValueOrDefault(name, Guarded.Public);

    /// <summary>Names that a sight does not see: those that it may not, and what is an actor's that it may not.</summary>
    public HashSet<string> HiddenFrom(Sight sight, CatalogueView view)
    {
        HashSet<string> hidden = new(StringComparer.Ordinal);
        foreach (var (name, guarded) in _guarded)
        {
            if (sight.Sees(guarded, view.NetworksOf))
            {
                continue;
            }

            hidden.Add(name);
            if (ActorId.FromName(name) is { } actor)
            {
                hidden.UnionWith(view.HeldBy(actor));
                hidden.UnionWith(view.OwnedBy(actor));
            }
        }

        return hidden;
    }
}
