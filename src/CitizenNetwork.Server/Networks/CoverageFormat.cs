using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Overview;
using CitizenNetwork.Server.Records;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Networks;

/// <summary>How the coverage of a network stands on the wire.</summary>
internal static class CoverageFormat
{
    /// <summary>The level of a report: communes when none is said; anything wider than a département is a violation.</summary>
    public static PerimeterKind Level(V1.TerritoryKind level, Violations violations)
    {
        switch (level)
        {
            case V1.TerritoryKind.Unspecified or V1.TerritoryKind.Commune:
                return PerimeterKind.Commune;
            case V1.TerritoryKind.Epci:
                return PerimeterKind.Epci;
            case V1.TerritoryKind.Departement:
                return PerimeterKind.Departement;
            default:
                violations.Add("level", ViolationCode.OutOfRange, Datum.Number((int)V1.TerritoryKind.Commune), Datum.Number((int)V1.TerritoryKind.Departement), Datum.Number((int)level));
                return PerimeterKind.Commune;
        }
    }

    public static V1.GetCoverageResponse ToMessage(NetworkCoverage coverage, Page page, bool isEmptyOnly)
    {
        var (territories, next) = page.Take(coverage.Territories(page.After, isEmptyOnly), one => one.Territory.Code.Value);
        return new V1.GetCoverageResponse
        {
            Total = ToMessage(coverage.Total),
            TerritoryCount = coverage.Count,
            EmptyCount = coverage.EmptyCount,
            Themes = { coverage.Themes.Select(theme => new V1.ThemeCoverage { Theme = theme.Theme, InitiativeCount = theme.Initiatives, OfferCount = theme.Offers }) },
            Needs = { coverage.Needs.Select(need => new V1.NeedCoverage { Kind = need.Kind.As<V1.NeedKind>(), OpenCount = need.Open, OfferCount = need.Offers }) },
            Territories = { territories.Select(one => new V1.TerritoryCoverage { Code = one.Territory.Code.Value, DisplayName = one.Territory.Name, Counts = ToMessage(one.Counts) }) },
            NextPageToken = next,
        };
    }

    private static V1.CoverageCounts ToMessage(CoverageCounts counts) => new()
    {
        InitiativeCount = counts.Initiatives,
        PartnerCount = counts.Partners,
        ResourceCount = counts.Resources,
        FundingCallCount = counts.FundingCalls,
        HostingOfferCount = counts.HostingOffers,
    };
}
