using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Initiatives;

namespace CitizenNetwork.Matching.Catalogue;

/// <summary>Who asks when a registered initiative does.</summary>
public static class Askers
{
    /// <summary>The initiative with those who stand behind it, asking with these needs.</summary>
    public static Asker AskerOf(this CatalogueView view, Initiative registered, ImmutableArray<Need> needs)
    {
        var initiative = view.WithStandIns(registered);
        var holder = initiative.Holder is { } holderId && view.FindActor(holderId) is { } found ? view.WithStandIns(found.Record) : null;
        var host = initiative.HostedBy is { } hostId ? view.FindActor(hostId)?.Record : null;
        return new Asker(initiative, holder, holder?.Kind ?? ActorKind.Unspecified, host, needs);
    }

    /// <summary>Initiatives that are going on inside a perimeter, in ordinal order of their names.</summary>
    internal static IEnumerable<Entry<Initiative>> OpenInitiatives(this CatalogueView view, Domain.Territories.TerritoryTable territories, Domain.Territories.PerimeterCode perimeter) =>
        view.Initiatives(string.Empty).Where(entry => entry.Record.SubState != SubState.Closed && territories.IsWithin(entry.Record.Commune, perimeter));
}
