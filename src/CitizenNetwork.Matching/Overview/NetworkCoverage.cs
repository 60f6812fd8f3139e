using System.Collections.Immutable;
using System.Runtime.InteropServices;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Networks;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Catalogue;

namespace CitizenNetwork.Matching.Overview;

/// <summary>What there is in a territory.</summary>
/// <param name="Initiatives">Initiatives that are going on there.</param>
/// <param name="Partners">Actors that are there.</param>
/// <param name="Resources">Resources that are there.</param>
/// <param name="FundingCalls">Calls that serve some of it and have not ended.</param>
/// <param name="HostingOffers">As <paramref name="FundingCalls"/>.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CoverageCounts(int Initiatives, int Partners, int Resources, int FundingCalls, int HostingOffers);

/// <summary>What goes on about a theme in a network's perimeter, and what is offered for it; offers that name no theme are not counted.</summary>
public sealed record ThemeCoverage(string Theme, int Initiatives, int Offers);

/// <summary>How many open needs of a kind there are in a network's perimeter, and offers that can answer such a need.</summary>
public sealed record NeedCoverage(NeedKind Kind, int Open, int Offers);

/// <summary>
/// What a network has and lacks in its perimeter, territory by territory. Initiatives, partners and resources count where
/// they are; calls and offers of hosting where they serve.
/// </summary>
public sealed class NetworkCoverage
{
    private readonly SortedDictionary<string, Unit> _units = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Unit> _unitOfCommune = new(StringComparer.Ordinal);
    private readonly TerritoryTable _territories;
    private readonly ImmutableArray<Served> _calls;
    private readonly ImmutableArray<Served> _hosts;

    /// <summary>Counts.</summary>
    /// <param name="view">The records, as whoever asks sees them.</param>
    /// <param name="territories">The territories.</param>
    /// <param name="network">The network.</param>
    /// <param name="level">Commune, EPCI or département; a commune without the level's territory stands for itself.</param>
    /// <param name="today">The day in Europe/Paris.</param>
    public NetworkCoverage(CatalogueView view, TerritoryTable territories, Network network, PerimeterKind level, DateOnly today)
    {
        _territories = territories;
        AddUnits(network, level);
        var initiatives = view.Initiatives(string.Empty).Select(entry => entry.Record).Where(record => record.SubState != SubState.Closed && Find(record.Commune) is not null).ToList();
        var resources = view.Resources(string.Empty).Select(entry => entry.Record).Where(record => Find(record.Commune) is not null).ToList();
        initiatives.ForEach(record => Find(record.Commune)!.Initiatives++);
        resources.ForEach(record => Find(record.Commune)!.Resources++);
        foreach (var unit in view.Actors(string.Empty).Select(entry => Find(entry.Record.Commune)).OfType<Unit>())
        {
            unit.Partners++;
        }

        Perimeter[] communes = [.. _units.Values.SelectMany(unit => unit.Communes)];
        var reach = Reach(communes);
        _calls = [.. view.FundingCalls(string.Empty).Select(entry => entry.Record)
            .Where(call => IsGoingOn(call.Opening, today))
            .Select(call => new Served(call.EligibleArea, call.ExcludedArea, call.Themes))
            .Where(call => Serves(call, reach, communes))];
        _hosts = [.. view.HostingOffers(string.Empty).Select(entry => entry.Record)
            .Where(offer => IsGoingOn(offer.Opening, today))
            .Select(offer => new Served(offer.ServedArea, offer.ExcludedArea, offer.Themes))
            .Where(offer => Serves(offer, reach, communes))];
        Total = new CoverageCounts(initiatives.Count, _units.Values.Sum(unit => unit.Partners), resources.Count, _calls.Length, _hosts.Length);
        Themes = ThemesOf(network, initiatives, resources);
        Needs = NeedsOf(initiatives, resources);
    }

    /// <summary>The whole perimeter.</summary>
    public CoverageCounts Total { get; }

    /// <summary>Every theme that an initiative or an offer bears or that the network chose, in the order of their codes.</summary>
    public ImmutableArray<ThemeCoverage> Themes { get; }

    /// <summary>Every kind of need that is open, in the order of the kinds. Partners are people, not offers: that kind is left out.</summary>
    public ImmutableArray<NeedCoverage> Needs { get; }

    /// <summary>Territories of the level.</summary>
    public int Count => _units.Count;

    /// <summary>Of these, where no initiative, partner or resource is.</summary>
    public int EmptyCount => _units.Values.Count(unit => unit.IsEmpty);

    /// <summary>The territories after a code, in the order of their codes, counted as they are asked for.</summary>
    /// <param name="after">Empty: from the first.</param>
    /// <param name="isEmptyOnly">Only where no initiative, partner or resource is.</param>
    public IEnumerable<(Perimeter Territory, CoverageCounts Counts)> Territories(string after, bool isEmptyOnly)
    {
        foreach (var unit in _units.Values.Where(unit => string.CompareOrdinal(unit.Territory.Code.Value, after) > 0 && (unit.IsEmpty || !isEmptyOnly)))
        {
            var reach = Reach(unit.Communes);
            yield return (unit.Territory, new CoverageCounts(
                unit.Initiatives, unit.Partners, unit.Resources, _calls.Count(call => Serves(call, reach, unit.Communes)), _hosts.Count(offer => Serves(offer, reach, unit.Communes))));
        }
    }

    private static bool IsGoingOn(Period? opening, DateOnly today) => opening?.End is not { } end || end >= today;

    private void AddUnits(Network network, PerimeterKind level)
    {
        var perimeter = network.Perimeter.Select(_territories.Current).ToHashSet();
        foreach (var commune in _territories.All.Where(territory => territory.Kind == PerimeterKind.Commune && (perimeter.Contains(territory.Code) || territory.Parents.Any(perimeter.Contains))))
        {
            var territory = commune.Parents.Where(parent => TerritoryTable.KindOf(parent.Value) == level).Select(_territories.Find).FirstOrDefault() ?? commune;
            if (!_units.TryGetValue(territory.Code.Value, out var unit))
            {
                _units.Add(territory.Code.Value, unit = new Unit(territory));
            }

            unit.Communes.Add(commune);
            _unitOfCommune.Add(commune.Code.Value, unit);
        }
    }

    private Unit? Find(PerimeterCode commune) => _unitOfCommune.GetValueOrDefault(_territories.Current(commune).Value ?? string.Empty);

    /// <summary>Every territory that shares one of these communes.</summary>
    private static HashSet<PerimeterCode> Reach(IEnumerable<Perimeter> communes) => [.. communes.SelectMany(commune => commune.Parents.Prepend(commune.Code))];

    /// <summary>Whether an offer serves one of these communes, and does not exclude all of them.</summary>
    private bool Serves(Served offer, HashSet<PerimeterCode> reach, IReadOnlyList<Perimeter> communes) =>
        offer.Area.Any(code => reach.Contains(_territories.Current(code)))
        && (offer.Excluded.IsEmpty || !communes.All(commune => offer.Excluded.Any(excluded => _territories.IsWithin(commune.Code, excluded))));

    private ImmutableArray<ThemeCoverage> ThemesOf(Network network, List<Initiative> initiatives, List<Resource> resources)
    {
        var asked = Counted(initiatives.Select(initiative => initiative.Themes));
        var offered = Counted(resources.Select(resource => resource.Themes).Concat(_calls.Select(call => call.Themes)).Concat(_hosts.Select(offer => offer.Themes)));
        return [.. asked.Keys.Concat(offered.Keys).Concat(network.PriorityThemes).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(theme => new ThemeCoverage(theme, asked.GetValueOrDefault(theme), offered.GetValueOrDefault(theme)))];

        static Dictionary<string, int> Counted(IEnumerable<ImmutableArray<string>> themes) =>
            themes.SelectMany(each => each.Distinct(StringComparer.Ordinal)).CountBy(theme => theme, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
    }

    private ImmutableArray<NeedCoverage> NeedsOf(List<Initiative> initiatives, List<Resource> resources)
    {
        var kinds = resources.CountBy(resource => resource.Kind).ToList();
        return [.. initiatives.SelectMany(initiative => initiative.Needs)
            .Where(need => need.State == NeedState.Open && need.Kind is not (NeedKind.Partner or NeedKind.Unspecified))
            .CountBy(need => need.Kind)
            .OrderBy(open => open.Key)
            .Select(open => new NeedCoverage(open.Key, open.Value, OffersFor(open.Key)))];

        int OffersFor(NeedKind kind) => kinds.Where(shared => EligibilityRules.Answers(shared.Key, kind)).Sum(shared => shared.Value)
            + (kind == FundingCall.Answers ? _calls.Length : 0)
            + (kind == HostingOffer.Answers ? _hosts.Length : 0);
    }

    /// <summary>What serves an area.</summary>
    private sealed record Served(ImmutableArray<PerimeterCode> Area, ImmutableArray<PerimeterCode> Excluded, ImmutableArray<string> Themes);

    /// <summary>A territory of the level, as far as it lies in the perimeter.</summary>
    private sealed class Unit(Perimeter territory)
    {
        public Perimeter Territory => territory;

        public List<Perimeter> Communes { get; } = [];

        public int Initiatives { get; set; }

        public int Partners { get; set; }

        public int Resources { get; set; }

        public bool IsEmpty => Initiatives + Partners + Resources == 0;
    }
}
