using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Resources;

namespace CitizenNetwork.Matching.Catalogue;

/// <summary>Records as they read once merged actors are named by those that stand for them: rules compare ids.</summary>
public static class StandIns
{
    public static Resource WithStandIns(this CatalogueView view, Resource resource)
    {
        var owner = view.StandIn(resource.Owner);
        var read = owner == resource.Owner ? resource : resource with { Owner = owner };
        return read.AccessConditions.Any(condition => condition.Organisation is { } organisation && view.StandIn(organisation) != organisation)
            ? read with { AccessConditions = [.. read.AccessConditions.Select(condition => condition with { Organisation = condition.Organisation is { } organisation ? view.StandIn(organisation) : null })] }
            : read;
    }

    public static Actor WithStandIns(this CatalogueView view, Actor actor) => actor.Memberships.Any(member => view.StandIn(member) != member)
        ? actor with { Memberships = [.. actor.Memberships.Select(view.StandIn).Distinct()] }
        : actor;

    public static Initiative WithStandIns(this CatalogueView view, Initiative initiative) => initiative.Holder is { } holder && view.StandIn(holder) is var kept && kept != holder
        ? initiative with { Holder = kept }
        : initiative;
}
