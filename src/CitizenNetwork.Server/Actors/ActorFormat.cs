using System.Collections.Immutable;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Server.Records;
using Google.Protobuf.WellKnownTypes;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Actors;

/// <summary>How an actor stands on the wire.</summary>
internal sealed class ActorFormat(Domain.Reference reference) : IRecordFormat<Actor, V1.Actor>
{
    public string Collection => ActorId.Collection;

    public string Field => "actor";

    public ImmutableArray<string> FixedFields => [];

    public V1.Actor ToMessage(Entry<Actor> entry) => ToMessage(new Snapshot<Actor>(entry.Record, entry.Revision, entry.CreateTime, entry.UpdateTime));

    public V1.Actor ToMessage(Snapshot<Actor> snapshot)
    {
        var record = snapshot.Record;
        return new V1.Actor
        {
            Name = record.Id.Name,
            DisplayName = record.DisplayName,
            Kind = record.Kind.As<V1.ActorKind>(),
            EssBasis = record.EssBasis.As<V1.EssBasis>(),
            Description = record.Description,
            Themes = { record.Themes },
            Commune = record.Commune.Value,
            ServedArea = { record.ServedArea.Texts() },
            Siren = record.Siren,
            Rna = record.Rna,
            Roles = { record.Roles.To<ActorRole, V1.ActorRole>() },
            ServesKinds = { record.ServesKinds.To<ActorKind, V1.ActorKind>() },
            UsefulPhases = { record.UsefulPhases.To<Phase, V1.Phase>() },
            Memberships = { record.Memberships.Select(actor => actor.Name) },
            DoNotSolicit = record.DoNotSolicit,
            StreetAddress = record.StreetAddress,
            Position = record.Position.ToMessage(),
            ExcludedArea = { record.ExcludedArea.Texts() },
            WaysOfWorking = WaysOfWorkingFormat.ToMessage(record.WaysOfWorking),
            Visibility = record.Visibility.As<V1.Visibility>(),
            CreateTime = snapshot.CreateTime.ToTimestamp(),
            UpdateTime = snapshot.UpdateTime.ToTimestamp(),
            Etag = snapshot.Revision.ToEtag(),
        };
    }

    public Actor ToRecord(V1.Actor message, string id, string at, Violations violations)
    {
        Actor record = new(
            new ActorId(id),
            message.DisplayName,
            message.Kind.As<ActorKind>(),
            message.EssBasis.As<EssBasis>(),
            message.Description,
            [.. message.Themes],
            reference.Territories.Current(new PerimeterCode(message.Commune)),
            message.ServedArea.Codes(reference.Territories),
            message.Siren,
            message.Rna,
            message.Roles.As<V1.ActorRole, ActorRole>(),
            message.ServesKinds.As<V1.ActorKind, ActorKind>(),
            message.UsefulPhases.As<V1.Phase, Phase>(),
            violations.Actors($"{at}.memberships", message.Memberships),
            message.DoNotSolicit,
            message.StreetAddress,
            message.Position.ToPoint(),
            message.ExcludedArea.Codes(reference.Territories),
            WaysOfWorkingFormat.ToRecord(message.WaysOfWorking),
            message.Visibility.As<Visibility>());
        ActorRules.Check(record, at, reference, violations);
        return record;
    }

    public string TitleOf(V1.Actor message) => message.DisplayName;

    public IEnumerable<(string Field, ActorId Actor)> ActorsOf(Actor record)
    {
        for (var i = 0; i < record.Memberships.Length; i++)
        {
            yield return ($"memberships[{i}]", record.Memberships[i]);
        }
    }
}
