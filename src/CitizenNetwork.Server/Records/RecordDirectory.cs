using CitizenNetwork.Contracts.Actors;
using CitizenNetwork.Contracts.Funding;
using CitizenNetwork.Contracts.Hosts;
using CitizenNetwork.Contracts.Resources;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Server.Security;

namespace CitizenNetwork.Server.Records;

/// <summary>Asks the right grain whether a candidate exists, by the collection in its name.</summary>
internal sealed class RecordDirectory(IGrainFactory grains, CitizenNetwork.Matching.Catalogue.Catalogue catalogue)
{
    /// <summary>Collections whose records can be candidates.</summary>
    public static IReadOnlyList<string> Collections { get; } = [ActorId.Collection, FundingCallId.Collection, HostingOfferId.Collection, ResourceId.Collection];

    /// <summary>Adds a violation for a name that is malformed or that no record bears.</summary>
    public async Task CheckCandidate(string name, string field, Violations violations)
    {
        if (CheckName(name, field, violations) && (catalogue.Seen().Hides(name) || !await ExistsAsync(name)))
        {
            violations.Add(field, ViolationCode.UnknownRecord, Datum.Name(name));
        }
    }

    /// <summary>Whether this can be the name of a candidate; adds a violation when it cannot.</summary>
    public static bool CheckName(string name, string field, Violations violations)
    {
        if (Collections.Any(collection => Slug.FromName(name, collection) is not null))
        {
            return true;
        }

        violations.Add(
            field,
            name.Length == 0 ? ViolationCode.Required : ViolationCode.BadName,
            Datum.Text(string.Join(", ", Collections.Select(collection => $"{collection}/{Slug.Pattern}"))),
            Datum.Text(name));
        return false;
    }

    private async Task<bool> ExistsAsync(string name) => name.Split('/')[0] switch
    {
        ActorId.Collection => (await grains.GetGrain<IActorGrain>(name).Get()).Value is not null,
        FundingCallId.Collection => (await grains.GetGrain<IFundingCallGrain>(name).Get()).Value is not null,
        HostingOfferId.Collection => (await grains.GetGrain<IHostingOfferGrain>(name).Get()).Value is not null,
        _ => (await grains.GetGrain<IResourceGrain>(name).Get()).Value is not null,
    };
}
