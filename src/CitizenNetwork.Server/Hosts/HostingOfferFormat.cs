using System.Collections.Immutable;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Server.Records;
using Google.Protobuf.WellKnownTypes;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Hosts;

/// <summary>How a hosting offer stands on the wire.</summary>
internal sealed class HostingOfferFormat(Domain.Reference reference) : IRecordFormat<HostingOffer, V1.HostingOffer>
{
    public string Collection => HostingOfferId.Collection;

    public string Field => "hosting_offer";

    public ImmutableArray<string> FixedFields => [];

    public V1.HostingOffer ToMessage(Entry<HostingOffer> entry) => ToMessage(new Snapshot<HostingOffer>(entry.Record, entry.Revision, entry.CreateTime, entry.UpdateTime));

    public V1.HostingOffer ToMessage(Snapshot<HostingOffer> snapshot)
    {
        var record = snapshot.Record;
        return new V1.HostingOffer
        {
            Name = record.Id.Name,
            Host = record.Host.Name,
            Title = record.Title,
            Description = record.Description,
            Themes = { record.Themes },
            Acts = { record.Acts.To<HostedAct, V1.HostedAct>() },
            ServedArea = { record.ServedArea.Texts() },
            FeeBasisPoints = record.FeeBasisPoints,
            Capacity = record.Capacity,
            HostedCount = record.HostedCount,
            UsefulPhases = { record.UsefulPhases.To<Phase, V1.Phase>() },
            RequiresGeneralInterest = record.RequiresGeneralInterest,
            Flexibility = record.Flexibility.As<V1.Flexibility>(),
            Opening = record.Opening.ToMessage(),
            ExitTerms = record.ExitTerms,
            ExcludedArea = { record.ExcludedArea.Texts() },
            Visibility = record.Visibility.As<V1.Visibility>(),
            CreateTime = snapshot.CreateTime.ToTimestamp(),
            UpdateTime = snapshot.UpdateTime.ToTimestamp(),
            Etag = snapshot.Revision.ToEtag(),
        };
    }

    public HostingOffer ToRecord(V1.HostingOffer message, string id, string at, Violations violations)
    {
        HostingOffer record = new(
            new HostingOfferId(id),
            violations.Actor($"{at}.host", message.Host, required: true) ?? default,
            message.Title,
            message.Description,
            [.. message.Themes],
            message.Acts.As<V1.HostedAct, HostedAct>(),
            message.ServedArea.Codes(reference.Territories),
            message.FeeBasisPoints,
            message.Capacity,
            message.HostedCount,
            message.UsefulPhases.As<V1.Phase, Phase>(),
            message.RequiresGeneralInterest,
            message.Flexibility.As<Flexibility>(),
            violations.Period($"{at}.opening", message.Opening),
            message.ExitTerms,
            message.ExcludedArea.Codes(reference.Territories),
            message.Visibility.As<Visibility>());
        HostingOfferRules.Check(record, at, reference, violations);
        return record;
    }

    public string TitleOf(V1.HostingOffer message) => message.Title;

    public IEnumerable<(string Field, ActorId Actor)> ActorsOf(HostingOffer record)
    {
        yield return ("host", record.Host);
    }
}
