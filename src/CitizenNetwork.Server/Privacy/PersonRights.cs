using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Members;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Security;

namespace CitizenNetwork.Server.Privacy;

/// <summary>Who may ask what is held about whom, and have it erased.</summary>
internal static class PersonRights
{
    /// <summary>Collections whose records are persons or have contacts.</summary>
    private static readonly string[] s_collections =
        [ActorId.Collection, MemberId.Collection, InitiativeId.Collection, ResourceId.Collection, FundingCallId.Collection, HostingOfferId.Collection];

    /// <summary>Adds a violation for what names no person and no record with a contact.</summary>
    public static void CheckName(string name, Violations violations)
    {
        if (!s_collections.Any(collection => Slug.FromName(name, collection) is not null))
        {
            violations.Add(
                "name",
                name.Length == 0 ? ViolationCode.Required : ViolationCode.BadName,
                Datum.Text(string.Join(", ", s_collections.Select(collection => $"{collection}/{Slug.Pattern}"))),
                Datum.Text(name));
        }
    }

    /// <summary>Lets pass what is the caller's own; administrators reach everything, also what is in no list any more.</summary>
    /// <exception cref="RefusedException">It is not.</exception>
    public static void RequireOwn(this CatalogueView view, string name)
    {
        if (view.Sight.IsAdministrator)
        {
            return;
        }

        if (Find(view, name) is not { } record)
        {
            throw new RefusedException(Refusal.Of(RefusalCode.NotFound, name, Datum.Name(name)));
        }

        var isOwn = record switch
        {
            Member member => member.Principal.Length > 0 && member.Principal == Caller.PrincipalId,
            Actor actor => view.Sight.ForActors.Contains(actor.Id),
            _ => Guards.OwnerOf(record) is { } owner && view.Sight.ForActors.Contains(owner),
        };
        if (!isOwn)
        {
            throw Rights.NotAllowed(name);
        }
    }

    private static object? Find(CatalogueView view, string name) => name.Split('/')[0] switch
    {
        ActorId.Collection => view.Find<Actor>(name)?.Record,
        MemberId.Collection => view.Find<Member>(name)?.Record,
        InitiativeId.Collection => view.Find<Initiative>(name)?.Record,
        ResourceId.Collection => view.Find<Resource>(name)?.Record,
        FundingCallId.Collection => view.Find<FundingCall>(name)?.Record,
        _ => view.Find<HostingOffer>(name)?.Record,
    };
}
