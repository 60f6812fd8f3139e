using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Resources;

namespace CitizenNetwork.Domain.Duplicates;

/// <summary>A field that a merge may fill.</summary>
/// <param name="Name">As the API names it.</param>
/// <param name="IsEmpty">Whether a record does not say it.</param>
/// <param name="Copy">The first record with this field of the second.</param>
/// <param name="AreSame">Whether two records say the same.</param>
public sealed record FillableField<T>(string Name, Func<T, bool> IsEmpty, Func<T, T, T> Copy, Func<T, T, bool> AreSame);

/// <summary>
/// What the kept record of a merge gets from the other: only fields in which it says nothing, and only such as describe the
/// place or body. Terms that decide who may have something (price, conditions, who it is open to) stay as they are.
/// </summary>
/// <param name="fields">The fields.</param>
/// <param name="areNear">Whether two records are in one commune: else the other's street and point would be wrong.</param>
/// <param name="blank">The record with none of the fields said.</param>
public sealed class Filling<T>(ImmutableArray<FillableField<T>> fields, Func<T, T, bool> areNear, Func<T, T> blank)
    where T : class
{
    /// <summary>Fields that name a point of a commune.</summary>
    private static readonly ImmutableArray<string> s_ofPlace = ["street_address", "position"];

    /// <summary>What a merge would fill.</summary>
    /// <returns>The filled record, the names of the fields, and the other record reduced to these.</returns>
    public (T Filled, ImmutableArray<string> Fields, T Given) Fill(T kept, T other)
    {
        var (filled, names, given) = (kept, ImmutableArray.CreateBuilder<string>(), blank(other));
        foreach (var field in fields)
        {
            if (field.IsEmpty(kept) && !field.IsEmpty(other) && (areNear(kept, other) || !s_ofPlace.Contains(field.Name)))
            {
                filled = field.Copy(filled, other);
                given = field.Copy(given, other);
                names.Add(field.Name);
            }
        }

        return (filled, names.ToImmutable(), given);
    }

    /// <summary>Takes back what a merge filled, but for what is another value now.</summary>
    /// <returns>The record, the fields that were emptied, and those that were left.</returns>
    public (T Emptied, ImmutableArray<string> Fields, ImmutableArray<string> Left) Empty(T current, T given)
    {
        var (emptied, names, left, nothing) = (current, ImmutableArray.CreateBuilder<string>(), ImmutableArray.CreateBuilder<string>(), blank(current));
        foreach (var field in fields.Where(field => !field.IsEmpty(given)))
        {
            if (field.IsEmpty(current) || field.AreSame(current, given))
            {
                emptied = field.IsEmpty(current) ? emptied : field.Copy(emptied, nothing);
                names.Add(field.Name);
            }
            else
            {
                left.Add(field.Name);
            }
        }

        return (emptied, names.ToImmutable(), left.ToImmutable());
    }

    /// <summary>Names of the fields that a record says.</summary>
    public ImmutableArray<string> Said(T given) => [.. fields.Where(field => !field.IsEmpty(given)).Select(field => field.Name)];
}

/// <summary>What merges fill, by concept.</summary>
public static class Fillings
{
    /// <summary>A wish not to be solicited is never lost by a merge: it counts as a field that the other record says.</summary>
    public static Filling<Actor> OfActors { get; } = new(
        [
            Text<Actor>("description", actor => actor.Description, (to, value) => to with { Description = value }),
            List<Actor, string>("themes", actor => actor.Themes, (to, value) => to with { Themes = value }),

            // An area comes with what is left out of it.
            new(
                "served_area",
                actor => actor.ServedArea.IsEmpty && actor.ExcludedArea.IsEmpty,
                (to, from) => to with { ServedArea = from.ServedArea, ExcludedArea = from.ExcludedArea },
                (a, b) => a.ServedArea.SequenceEqual(b.ServedArea) && a.ExcludedArea.SequenceEqual(b.ExcludedArea)),
            Text<Actor>("siren", actor => actor.Siren, (to, value) => to with { Siren = value }),
            Text<Actor>("rna", actor => actor.Rna, (to, value) => to with { Rna = value }),
            List<Actor, ActorRole>("roles", actor => actor.Roles, (to, value) => to with { Roles = value }),
            List<Actor, ActorKind>("serves_kinds", actor => actor.ServesKinds, (to, value) => to with { ServesKinds = value }),
            List<Actor, Phase>("useful_phases", actor => actor.UsefulPhases, (to, value) => to with { UsefulPhases = value }),
            List<Actor, ActorId>("memberships", actor => actor.Memberships, (to, value) => to with { Memberships = value.Remove(to.Id) }),
            new("do_not_solicit", actor => !actor.DoNotSolicit, (to, from) => to with { DoNotSolicit = from.DoNotSolicit }, (a, b) => a.DoNotSolicit == b.DoNotSolicit),
            Text<Actor>("street_address", actor => actor.StreetAddress, (to, value) => to with { StreetAddress = value }),
            new("position", actor => actor.Position is null, (to, from) => to with { Position = from.Position }, (a, b) => a.Position == b.Position),
        ],
        (a, b) => a.Commune == b.Commune,
        actor => new Actor(actor.Id, string.Empty, ActorKind.Unspecified, EssBasis.Unspecified, string.Empty, [], actor.Commune, [], string.Empty, string.Empty, [], [], [], [], false));

    public static Filling<Resource> OfResources { get; } = new(
        [
            Text<Resource>("description", resource => resource.Description, (to, value) => to with { Description = value }),
            List<Resource, string>("themes", resource => resource.Themes, (to, value) => to with { Themes = value }),
            new(
                "served_area",
                resource => resource.ServedArea.IsEmpty && resource.ExcludedArea.IsEmpty,
                (to, from) => to with { ServedArea = from.ServedArea, ExcludedArea = from.ExcludedArea },
                (a, b) => a.ServedArea.SequenceEqual(b.ServedArea) && a.ExcludedArea.SequenceEqual(b.ExcludedArea)),
            new("capacity", resource => resource.Capacity is null, (to, from) => to with { Capacity = from.Capacity }, (a, b) => a.Capacity == b.Capacity),
            List<Resource, Phase>("useful_phases", resource => resource.UsefulPhases, (to, value) => to with { UsefulPhases = value }),
            Text<Resource>("street_address", resource => resource.StreetAddress, (to, value) => to with { StreetAddress = value }),
            new("position", resource => resource.Position is null, (to, from) => to with { Position = from.Position }, (a, b) => a.Position == b.Position),
        ],
        (a, b) => a.Commune == b.Commune,
        resource => new Resource(
            resource.Id, resource.Owner, resource.Kind, string.Empty, string.Empty, [], resource.Commune, [], AttendanceMode.Unspecified, null, Cost.Unspecified, 0, string.Empty, [],
            UnregisteredPolicy.Unspecified, false, [], [], null, PlaceKind.Unspecified, VolunteerKind.Unspecified, SupportForm.Unspecified, Flexibility.Unspecified));

    private static FillableField<T> Text<T>(string name, Func<T, string> get, Func<T, string, T> set) =>
        new(name, record => get(record).Length == 0, (to, from) => set(to, get(from)), (a, b) => get(a) == get(b));

    private static FillableField<T> List<T, TItem>(string name, Func<T, ImmutableArray<TItem>> get, Func<T, ImmutableArray<TItem>, T> set) =>
        new(name, record => get(record).IsEmpty, (to, from) => set(to, get(from)), (a, b) => get(a).SequenceEqual(get(b)));
}
