using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Domain.Members;
using CitizenNetwork.Domain.Privacy;
using CitizenNetwork.Storage.Feed;
using CitizenNetwork.Storage.Privacy;
using CitizenNetwork.Storage.States;

namespace CitizenNetwork.Server.Privacy;

/// <summary>A stored state that concerns a person.</summary>
/// <param name="Row">Which.</param>
/// <param name="State">As it is stored.</param>
/// <param name="Payload">Its JSON.</param>
internal sealed record PersonState(RowKey Row, IStored State, byte[] Payload);

/// <summary>A person as the store knows it.</summary>
/// <param name="Name">Resource name that was asked for.</param>
/// <param name="IsWhole">True: an individual or a member, with all that is its own; false: the contact of a record.</param>
/// <param name="Names">Records of the person: the one asked for, those that it was merged with, and what is their own.</param>
/// <param name="States">States of these records, and of others that name them.</param>
internal sealed record Person(string Name, bool IsWhole, IReadOnlySet<string> Names, IReadOnlyList<PersonState> States)
{
    /// <summary>States of its own records.</summary>
    public IEnumerable<PersonState> Own => States.Where(state => Names.Contains(state.Row.Key));

    /// <summary>States of other records that name them.</summary>
    public IEnumerable<PersonState> Mentions => States.Where(state => !Names.Contains(state.Row.Key));

    /// <summary>What every text that names one of these records holds.</summary>
    public static IReadOnlyCollection<string> TextsOf(IEnumerable<string> names) => [.. names.Select(name => name[(name.LastIndexOf('/') + 1)..]).Distinct(StringComparer.Ordinal)];
}

/// <summary>
/// Finds everything that hangs together with a person, in the store itself: what is withdrawn, merged or hidden is in no
/// catalogue, and is held all the same.
/// </summary>
internal sealed class PersonSearch(PersonTable table)
{
    /// <param name="name">Resource name.</param>
    /// <param name="wasWhole">True: its record, should it be gone already, was an individual's.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>Null: the name was never used.</returns>
    public async Task<Person?> FindAsync(string name, bool wasWhole, CancellationToken cancellation)
    {
        HashSet<string> names = new(StringComparer.Ordinal) { name };
        var states = await StatesAsync(names, cancellation);
        if (states.Find(state => state.Row.Key == name) is not { } root)
        {
            return null;
        }

        var isWhole = wasWhole || root.State is Stored<Member> or Stored<Actor> { Record: null or { Kind: ActorKind.Individual } };
        if (!isWhole)
        {
            return new Person(name, false, names, [root]);
        }

        while (true)
        {
            // What a merge put in its place may be the same person, and what a merge filled from it holds what it said. Neither
            // names it.
            var own = states.FindAll(state => names.Contains(state.Row.Key));
            var replacing = own.Select(state => state.State.MergedInto).ToHashSet(StringComparer.Ordinal);
            var filled = own.Select(state => state.State.Content).OfType<DuplicatePair>().Select(pair => pair.Kept).ToHashSet(StringComparer.Ordinal);
            List<string> beside = [.. replacing.Concat(filled).Where(name => name.Length > 0 && !names.Contains(name))];
            states = beside.Count == 0 ? states : await StatesAsync([.. names, .. beside], cancellation);
            var more = states.Where(state => !names.Contains(state.Row.Key) && IsOwn(state, names, replacing)).Select(state => state.Row.Key).ToList();
            if (more.Count == 0)
            {
                return new Person(name, true, names, [.. states.Where(state => names.Contains(state.Row.Key) || IsMention(state, names, filled))]);
            }

            names.UnionWith(more);
            states = await StatesAsync(names, cancellation);
        }
    }

    private static bool IsOwn(PersonState state, HashSet<string> names, HashSet<string> replacing) => state.State.Content is { } record
        && (PersonTies.IsOf(record, names)
            || (record is Actor { Kind: ActorKind.Individual } && (names.Contains(state.State.MergedInto) || replacing.Contains(state.Row.Key))));

    /// <summary>An id that stands in a text by chance is no reference.</summary>
    private static bool IsMention(PersonState state, HashSet<string> names, HashSet<string> filled) =>
        names.Contains(state.State.MergedInto)
        || filled.Contains(state.Row.Key)
        || (state.State.Content is { } record && !ReferenceEquals(PersonTies.Without(record, names), record));

    private async Task<List<PersonState>> StatesAsync(IReadOnlyCollection<string> names, CancellationToken cancellation) =>
    [
        .. (await table.StatesAsync(Person.TextsOf(names), cancellation))
            .Select(stored => new PersonState(stored.Row, (IStored)StateRows.ToChange(stored).State, stored.Payload)),
    ];
}
