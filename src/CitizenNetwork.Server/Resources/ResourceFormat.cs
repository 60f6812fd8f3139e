using System.Collections.Immutable;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Server.Records;
using Google.Protobuf.WellKnownTypes;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Resources;

/// <summary>How a resource stands on the wire.</summary>
internal sealed class ResourceFormat(Domain.Reference reference) : IRecordFormat<Resource, V1.Resource>
{
    public string Collection => ResourceId.Collection;

    public string Field => "resource";

    public ImmutableArray<string> FixedFields => [];

    public V1.Resource ToMessage(Entry<Resource> entry) => ToMessage(new Snapshot<Resource>(entry.Record, entry.Revision, entry.CreateTime, entry.UpdateTime));

    public V1.Resource ToMessage(Snapshot<Resource> snapshot)
    {
        var record = snapshot.Record;
        return new V1.Resource
        {
            Name = record.Id.Name,
            Owner = record.Owner.Name,
            Kind = record.Kind.As<V1.ResourceKind>(),
            Title = record.Title,
            Description = record.Description,
            Themes = { record.Themes },
            Commune = record.Commune.Value,
            ServedArea = { record.ServedArea.Texts() },
            AttendanceMode = record.AttendanceMode.As<V1.AttendanceMode>(),
            Capacity = record.Capacity.ToMessage(),
            Cost = record.Cost.As<V1.Cost>(),
            PriceCents = record.PriceCents,
            CostDetail = record.CostDetail,
            AccessConditions = { record.AccessConditions.Select(ToMessage) },
            UnregisteredPolicy = record.UnregisteredPolicy.As<V1.UnregisteredPolicy>(),
            AcceptsEmergingInitiatives = record.AcceptsEmergingInitiatives,
            OpenToKinds = { record.OpenToKinds.To<ActorKind, V1.ActorKind>() },
            UsefulPhases = { record.UsefulPhases.To<Phase, V1.Phase>() },
            Availability = record.Availability.ToMessage(),
            PlaceKind = record.PlaceKind.As<V1.PlaceKind>(),
            VolunteerKind = record.VolunteerKind.As<V1.VolunteerKind>(),
            SupportForm = record.SupportForm.As<V1.SupportForm>(),
            Flexibility = record.Flexibility.As<V1.Flexibility>(),
            StreetAddress = record.StreetAddress,
            Position = record.Position.ToMessage(),
            Audience = record.Audience.ToMessage(),
            Accessibility = record.Accessibility.ToMessage(),
            ExcludedArea = { record.ExcludedArea.Texts() },
            Visibility = record.Visibility.As<V1.Visibility>(),
            CreateTime = snapshot.CreateTime.ToTimestamp(),
            UpdateTime = snapshot.UpdateTime.ToTimestamp(),
            Etag = snapshot.Revision.ToEtag(),
        };
    }

    public Resource ToRecord(V1.Resource message, string id, string at, Violations violations)
    {
        Resource record = new(
            new ResourceId(id),
            violations.Actor($"{at}.owner", message.Owner, required: true) ?? default,
            message.Kind.As<ResourceKind>(),
            message.Title,
            message.Description,
            [.. message.Themes],
            reference.Territories.Current(new PerimeterCode(message.Commune)),
            message.ServedArea.Codes(reference.Territories),
            message.AttendanceMode.As<AttendanceMode>(),
            message.Capacity.ToQuantity(),
            message.Cost.As<Cost>(),
            message.PriceCents,
            message.CostDetail,
            [.. message.AccessConditions.Select((condition, i) => ToCondition(condition, $"{at}.access_conditions[{i}]", violations))],
            message.UnregisteredPolicy.As<UnregisteredPolicy>(),
            message.AcceptsEmergingInitiatives,
            message.OpenToKinds.As<V1.ActorKind, ActorKind>(),
            message.UsefulPhases.As<V1.Phase, Phase>(),
            violations.Period($"{at}.availability", message.Availability),
            message.PlaceKind.As<PlaceKind>(),
            message.VolunteerKind.As<VolunteerKind>(),
            message.SupportForm.As<SupportForm>(),
            message.Flexibility.As<Flexibility>(),
            message.StreetAddress,
            message.Position.ToPoint(),
            message.Audience.ToRecord(),
            message.Accessibility.ToRecord(),
            message.ExcludedArea.Codes(reference.Territories),
            message.Visibility.As<Visibility>());
        ResourceRules.Check(record, at, reference, violations);
        return record;
    }

    public string TitleOf(V1.Resource message) => message.Title;

    public IEnumerable<(string Field, ActorId Actor)> ActorsOf(Resource record)
    {
        yield return ("owner", record.Owner);
        for (var i = 0; i < record.AccessConditions.Length; i++)
        {
            if (record.AccessConditions[i].Organisation is { } organisation)
            {
                yield return ($"access_conditions[{i}].organisation", organisation);
            }
        }
    }

    private static V1.AccessCondition ToMessage(AccessCondition condition) => new()
    {
        Kind = condition.Kind.As<V1.AccessCondition.Types.Kind>(),
        Organisation = condition.Organisation?.Name ?? string.Empty,
        FeeCents = condition.FeeCents,
        Detail = condition.Detail,
    };

    private static AccessCondition ToCondition(V1.AccessCondition condition, string at, Violations violations) => new(
        condition.Kind.As<AccessConditionKind>(),
        violations.Actor($"{at}.organisation", condition.Organisation),
        condition.FeeCents,
        condition.Detail);
}
