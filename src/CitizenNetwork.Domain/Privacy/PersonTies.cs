using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Members;

namespace CitizenNetwork.Domain.Privacy;

/// <summary>How records hang together with a person that is to be shown or erased.</summary>
public static class PersonTies
{
    /// <summary>Whether a record goes with others: what is theirs, their places in networks, and what was decided about whether they are one.</summary>
    /// <param name="record">Any record.</param>
    /// <param name="names">Names of records of the person.</param>
    public static bool IsOf(object record, IReadOnlySet<string> names) => record switch
    {
        Member member => names.Contains(member.Parent) || (member.Actor is { } actor && names.Contains(actor.Name)),
        DuplicatePair pair => names.Contains(pair.First) || names.Contains(pair.Second),
        _ => Guards.OwnerOf(record) is { } owner && names.Contains(owner.Name),
    };

    /// <summary>Another's record without its references to some; itself when it has none.</summary>
    public static T Without<T>(T record, IReadOnlySet<string> names)
        where T : class
    {
        return record switch
        {
            Actor actor when actor.Memberships.Any(membership => names.Contains(membership.Name)) =>
                (T)(object)(actor with { Memberships = actor.Memberships.RemoveAll(membership => names.Contains(membership.Name)) }),
            Initiative initiative when IsNamed(initiative.HostedBy) || initiative.Pins.Any(pin => names.Contains(pin.Candidate)) =>
                (T)(object)(initiative with
                {
                    HostedBy = IsNamed(initiative.HostedBy) ? null : initiative.HostedBy,
                    Pins = initiative.Pins.RemoveAll(pin => names.Contains(pin.Candidate)),
                }),
            _ => record,
        };

        bool IsNamed(ActorId? actor) => actor is { } known && names.Contains(known.Name);
    }

    /// <summary>A record that is kept, without what a merge gave it from one that is erased.</summary>
    public static T WithoutGifts<T>(T record, string name, IEnumerable<DuplicatePair> pairs, IReadOnlySet<string> names)
        where T : class
    {
        foreach (var pair in pairs.Where(pair => pair.Kept == name && names.Contains(pair.Merged)))
        {
            record = record switch
            {
                Actor actor when pair.FilledActor is { } given => (T)(object)Fillings.OfActors.Empty(actor, given).Emptied,
                Resources.Resource resource when pair.FilledResource is { } given => (T)(object)Fillings.OfResources.Empty(resource, given).Emptied,
                _ => record,
            };
        }

        return record;
    }
}
