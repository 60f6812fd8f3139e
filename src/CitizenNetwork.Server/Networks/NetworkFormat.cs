using System.Collections.Immutable;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Networks;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Server.Records;
using Google.Protobuf.WellKnownTypes;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Networks;

/// <summary>How a network stands on the wire.</summary>
internal sealed class NetworkFormat(Domain.Reference reference) : IRecordFormat<Network, V1.Network>
{
    public string Collection => NetworkId.Collection;

    public string Field => "network";

    public ImmutableArray<string> FixedFields => ["weights_version"];

    public V1.Network ToMessage(Entry<Network> entry) => ToMessage(new Snapshot<Network>(entry.Record, entry.Revision, entry.CreateTime, entry.UpdateTime));

    public V1.Network ToMessage(Snapshot<Network> snapshot)
    {
        var record = snapshot.Record;
        return new V1.Network
        {
            Name = record.Id.Name,
            DisplayName = record.DisplayName,
            Description = record.Description,
            Perimeter = { record.Perimeter.Texts() },
            PriorityThemes = { record.PriorityThemes },
            Weights = { record.Weights.ToMessages() },
            WeightsVersion = record.WeightsVersion,
            Visibility = record.Visibility.As<V1.Visibility>(),
            PhaseFactors = { record.PhaseFactors.ToMessages() },
            CreateTime = snapshot.CreateTime.ToTimestamp(),
            UpdateTime = snapshot.UpdateTime.ToTimestamp(),
            Etag = snapshot.Revision.ToEtag(),
        };
    }

    public Network ToRecord(V1.Network message, string id, string at, Violations violations)
    {
        // The grain counts the versions: what a caller says of them is not taken.
        Network record = new(
            new NetworkId(id),
            message.DisplayName,
            message.Description,
            message.Perimeter.Codes(reference.Territories),
            [.. message.PriorityThemes],
            WeightFormat.Read(message.Weights, $"{at}.weights", violations),
            Network.FirstVersion,
            WeightFormat.Read(message.PhaseFactors, $"{at}.phase_factors", violations),
            message.Visibility.As<Visibility>());

        // Weights and factors have been checked in the order in which they came.
        NetworkRules.Check(record with { Weights = [], PhaseFactors = [] }, at, reference, violations);
        return record;
    }

    public string TitleOf(V1.Network message) => message.DisplayName;

    public IEnumerable<(string Field, ActorId Actor)> ActorsOf(Network record) => [];
}
