using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Members;
using CitizenNetwork.Domain.Networks;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Server.Errors;

namespace CitizenNetwork.Server.Security;

/// <summary>
/// What the caller may do with each record. One that it does not see does not exist for it: it is not found, whoever asks
/// for what.
/// </summary>
internal static class Rights
{
    /// <summary>The records as the caller sees them.</summary>
    public static CatalogueView Seen(this CitizenNetwork.Matching.Catalogue.Catalogue catalogue) => catalogue.Current.SeenBy(Caller.Sight);

    /// <summary>The records as the caller sees them who acts in the name of a network: what other roles show of other networks is left out.</summary>
    public static CatalogueView SeenIn(this CitizenNetwork.Matching.Catalogue.Catalogue catalogue, string network) =>
        NetworkId.FromName(network) is { } id ? catalogue.Current.SeenBy(Caller.Sight.In(id)) : catalogue.Seen();

    /// <summary>Lets a record pass that the caller sees.</summary>
    /// <exception cref="RefusedException">It does not.</exception>
    public static void RequireSeen(this CatalogueView view, string name, object record)
    {
        if (!view.Sight.IsPlatformWide && !view.Sees(name, record, string.Empty))
        {
            throw new RefusedException(Refusal.Of(RefusalCode.NotFound, name, Datum.Name(name)));
        }
    }

    /// <summary>Lets a record pass that the caller may change. What a source registered, its grain guards.</summary>
    /// <exception cref="RefusedException">It may not.</exception>
    public static void RequireChangeable(this CatalogueView view, string name, object record)
    {
        if (view.Sight.IsPlatformWide || (Caller.BoundSource.Length > 0 && record is not (Network or Member)))
        {
            return;
        }

        var may = record switch
        {
            Network network => view.Sight.Coordinates(network.Id),
            Member member => view.RunsMembersOf(member.Parent),
            _ => view.Sight.MayChangeFor(record is Actor actor ? actor.Id : Guards.OwnerOf(record), view.NetworksOf),
        };
        if (!may)
        {
            throw NotAllowed(name);
        }
    }

    /// <summary>Whether the caller adds and ends members of a network or an actor.</summary>
    public static bool RunsMembersOf(this CatalogueView view, string parent) =>
        view.Sight.IsPlatformWide
        || (NetworkId.FromName(parent) is { } network && view.Sight.Coordinates(network))
        || (ActorId.FromName(parent) is { } actor && (view.Sight.ForActors.Contains(actor) || view.NetworksOf(actor).Any(view.Sight.Coordinates)));

    public static RefusedException NotAllowed(string name) => new(Refusal.Of(RefusalCode.NotAllowed, name, Datum.Name(name)));
}
