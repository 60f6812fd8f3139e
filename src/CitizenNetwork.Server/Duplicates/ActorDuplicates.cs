using CitizenNetwork.Contracts.Actors;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Server.Records;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Duplicates;

/// <summary>Actors that may be the same.</summary>
internal sealed class ActorDuplicates(IGrainFactory grains, IRecordFormat<Actor, V1.Actor> format, TerritoryTable territories)
    : DuplicateCollection<IActorGrain, Actor, V1.Actor>(grains, format, territories, actor => DuplicateTraits.Of(actor, territories))
{
    protected override Draft ToDraft(V1.Actor actor) => new("display_name", actor.DisplayName, actor.Commune, actor.StreetAddress, actor.Position);

    protected override Side ToSide(Entry<Actor> entry) => new(
        entry.Name, entry.Record.DisplayName, entry.Record.Commune, entry.Record.StreetAddress, entry.Record.Position, entry.Source?.Source ?? string.Empty, entry.Revision);
}
