using System.Collections.Concurrent;
using System.Collections.Immutable;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Matching.Catalogue;

namespace CitizenNetwork.Matching.Access;

/// <summary>What one caller does not see, and how what it sees speaks of that.</summary>
internal sealed class HiddenRecords
{
    private readonly HashSet<string> _names;

    private HiddenRecords(HashSet<string> names) => _names = names;

    /// <summary>Nothing is hidden.</summary>
    public static HiddenRecords None { get; } = new([]);

    public bool IsNone => _names.Count == 0;

    public IReadOnlySet<string> Names => _names;

    public bool Contains(string name) => _names.Contains(name);

    /// <summary>The record without the names of what is hidden; the same object when it names nothing of it.</summary>
    public T Without<T>(T record)
        where T : class
    {
        if (IsNone)
        {
            return record;
        }

        return record switch
        {
            Actor actor when actor.Memberships.Any(IsHidden) => (T)(object)(actor with { Memberships = actor.Memberships.RemoveAll(IsHidden) }),
            Initiative initiative when (initiative.HostedBy is { } host && IsHidden(host)) || initiative.Pins.Any(pin => Contains(pin.Candidate)) =>
                (T)(object)(initiative with
                {
                    HostedBy = initiative.HostedBy is { } known && IsHidden(known) ? null : initiative.HostedBy,
                    Pins = initiative.Pins.RemoveAll(pin => Contains(pin.Candidate)),
                }),
            Resource resource when resource.AccessConditions.Any(NamesHidden) => (T)(object)(resource with
            {
                AccessConditions = [.. resource.AccessConditions.Select(condition => NamesHidden(condition) ? condition with { Organisation = null } : condition)],
            }),
            _ => record,
        };
    }

    private bool IsHidden(ActorId actor) => Contains(actor.Name);

    private bool NamesHidden(AccessCondition condition) => condition.Organisation is { } organisation && IsHidden(organisation);

    /// <summary>
    /// Remembers what each sight does not see, as long as nothing changes on which that depends: most writes are of records
    /// that everybody sees.
    /// </summary>
    public sealed class Cache
    {
        /// <summary>Most sights remembered; beyond it all are forgotten, since few callers call at once.</summary>
        private const int MaxSights = 1_000;

        private readonly ConcurrentDictionary<Sight, Known> _known = new();

        public HiddenRecords Of(CatalogueView view, Sight sight)
        {
            if (sight.IsPlatformWide || view.Guards.IsEmpty)
            {
                return None;
            }

            if (_known.TryGetValue(sight, out var known) && known.IsOf(view))
            {
                return known.Hidden;
            }

            if (_known.Count >= MaxSights)
            {
                _known.Clear();
            }

            HiddenRecords hidden = new(view.Guards.HiddenFrom(sight, view));
            _known[sight] = new Known(view.Guards, view.Members, view.Links, view.Merged, hidden);
            return hidden;
        }

        private sealed record Known(GuardIndex Guards, MemberIndex Members, ActorLinkage Links, ImmutableDictionary<string, string> Merged, HiddenRecords Hidden)
        {
            public bool IsOf(CatalogueView view) =>
                ReferenceEquals(Guards, view.Guards) && ReferenceEquals(Members, view.Members) && ReferenceEquals(Links, view.Links) && ReferenceEquals(Merged, view.Merged);
        }
    }
}
