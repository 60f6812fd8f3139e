using CitizenNetwork.Contracts.Actors;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Server.Records;
using Google.Protobuf;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Duplicates;

/// <summary>Actors that may be the same.</summary>
internal sealed class ActorDuplicates(IGrainFactory grains, IRecordFormat<Actor, V1.Actor> format, TerritoryTable territories)
    : DuplicateCollection<IActorGrain, Actor, V1.Actor>(grains, format, actor => DuplicateTraits.Of(actor, territories))
{
    public override void CheckDraft(IMessage message, Violations violations)
    {
        var actor = (V1.Actor)message;
        violations.Text("actor.display_name", actor.DisplayName, 1, Limits.MaxTitleLength);
        violations.Commune("actor.commune", territories.Current(new PerimeterCode(actor.Commune)), territories);
        violations.Text("actor.street_address", actor.StreetAddress, 0, Limits.MaxStreetAddressLength);
        violations.Position("actor.position", actor.Position.ToPoint());
    }

    /// <summary>By its own name alone: the one that stands for a merged actor is another record.</summary>
    protected override Entry<Actor>? Entry(CatalogueView view, string name) =>
        ActorId.FromName(name) is { } id && view.FindActor(id) is { } entry && entry.Name == name ? entry : null;

    protected override Side ToSide(Entry<Actor> entry) => new(
        entry.Name, entry.Record.DisplayName, entry.Record.Commune, entry.Record.StreetAddress, entry.Record.Position, entry.Source?.Source ?? string.Empty, entry.Revision);
}
