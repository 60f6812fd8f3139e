using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Server.Actors;
using CitizenNetwork.Server.Funding;
using CitizenNetwork.Server.Hosts;
using CitizenNetwork.Server.Initiatives;
using CitizenNetwork.Server.Resources;
using Google.Protobuf.Reflection;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Export;

/// <summary>Reads the records of a collection, one when the one before is written.</summary>
internal sealed class ExportedRecords(
    ActorFormat actors,
    FundingCallFormat calls,
    HostingOfferFormat offers,
    InitiativeFormat initiatives,
    ResourceFormat resources,
    TerritoryTable territories)
{
    /// <summary>The collections, with the messages of their records.</summary>
    public static IReadOnlyDictionary<string, MessageDescriptor> Collections { get; } = new SortedDictionary<string, MessageDescriptor>(StringComparer.Ordinal)
    {
        [ActorId.Collection] = V1.Actor.Descriptor,
        [FundingCallId.Collection] = V1.FundingCall.Descriptor,
        [HostingOfferId.Collection] = V1.HostingOffer.Descriptor,
        [InitiativeId.Collection] = V1.Initiative.Descriptor,
        [ResourceId.Collection] = V1.Resource.Descriptor,
    };

    /// <summary>What a list with the same perimeter shows, in the order of the names.</summary>
    public IEnumerable<ExportedRecord> Read(CatalogueView view, string collection, PerimeterCode? perimeter) => collection switch
    {
        ActorId.Collection => view.Actors(string.Empty)
            .Where(entry => IsIn(entry.Record.Commune, perimeter))
            .Select(entry => ExportedRecord.Of(entry with { Record = Discreet(entry.Record) }, actors.ToMessage)),
        FundingCallId.Collection => view.FundingCalls(string.Empty)
            .Where(entry => perimeter is not { } place || entry.Record.EligibleArea.Any(area => territories.IsWithin(place, area)))
            .Select(entry => ExportedRecord.Of(entry, calls.ToMessage)),
        HostingOfferId.Collection => view.HostingOffers(string.Empty)
            .Where(entry => perimeter is not { } place || entry.Record.ServedArea.Any(area => territories.IsWithin(place, area)))
            .Select(entry => ExportedRecord.Of(entry, offers.ToMessage)),
        InitiativeId.Collection => view.Initiatives(string.Empty)
            .Where(entry => IsIn(entry.Record.Commune, perimeter))
            .Select(entry => ExportedRecord.Of(entry, initiatives.ToMessage)),
        _ => view.Resources(string.Empty)
            .Where(entry => IsIn(entry.Record.Commune, perimeter))
            .Select(entry => ExportedRecord.Of(entry with { Record = Discreet(entry.Record, view) }, resources.ToMessage)),
    };

    private bool IsIn(PerimeterCode commune, PerimeterCode? perimeter) => perimeter is not { } place || territories.IsWithin(commune, place);

    /// <summary>Where a person lives leaves only with a consent, which nobody can give yet.</summary>
    private static Actor Discreet(Actor actor) => actor.HasPrivateAddress() ? actor with { StreetAddress = string.Empty, Position = null } : actor;

    /// <summary>What a person shares is most often at home.</summary>
    private static Resource Discreet(Resource resource, CatalogueView view) =>
        view.FindActor(resource.Owner)?.Record.HasPrivateAddress() == true ? resource with { StreetAddress = string.Empty, Position = null } : resource;
}
