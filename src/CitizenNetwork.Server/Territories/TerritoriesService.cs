using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Records;
using CitizenNetwork.Server.Texts;
using Grpc.Core;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Territories;

/// <summary>The official code of territories on the wire.</summary>
internal sealed class TerritoriesService(TerritoryTable table, TerritoryFormat format) : V1.TerritoriesService.TerritoriesServiceBase
{
    /// <summary>Characters of a text to resolve.</summary>
    public const int MaxTextLength = 200;

    /// <summary>Metres around a commune: farther than anybody goes to meet, and few enough communes to answer at once.</summary>
    public const int MaxRadiusMetres = 200_000;

    public override Task<V1.ResolveTerritoryResponse> ResolveTerritory(V1.ResolveTerritoryRequest request, ServerCallContext context)
    {
        Violations violations = new();
        violations.Text("text", request.Text, 1, MaxTextLength);
        var kind = TerritoryFormat.Kind("kind", request.Kind, violations);
        RefusedException.ThrowIfAny(violations, "territories");
        return Task.FromResult(format.ToMessage(request.Text, table.Resolve(request.Text, kind), Language.Of(context)));
    }

    public override Task<V1.Territory> GetTerritory(V1.GetTerritoryRequest request, ServerCallContext context)
    {
        Violations violations = new();
        violations.Text("code", request.Code, 1, MaxTextLength);
        RefusedException.ThrowIfAny(violations, "territories");
        var place = table.FindPlace(new PerimeterCode(request.Code)) ?? throw new RefusedException(Refusal.Of(RefusalCode.NotFound, request.Code, Datum.Name(request.Code)));
        return Task.FromResult(format.ToMessage(place));
    }

    public override Task<V1.ListNearbyResponse> ListNearby(V1.ListNearbyRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var page = Page.Of(request, request.PageSize, request.PageToken, violations);
        violations.Range("radius_m", request.RadiusM, 1, MaxRadiusMetres);
        PerimeterCode code = new(request.Commune);
        violations.Commune("commune", code, table);
        var middle = table.FindPlace(code);
        if (middle is { Centre: null })
        {
            violations.Add("commune", ViolationCode.UnknownCentre, Datum.Text(middle.Name));
        }

        RefusedException.ThrowIfAny(violations, "territories");
        var following = table.Near(middle!.Centre!.Value, request.RadiusM).AsEnumerable();
        if (page.After.Length > 0)
        {
            following = following.SkipWhile(near => near.Commune.Code.Value != page.After).Skip(1);
        }

        var (items, next) = page.Take(following, near => near.Commune.Code.Value);
        return Task.FromResult(new V1.ListNearbyResponse
        {
            Communes = { items.Select(near => new V1.NearbyCommune { Territory = format.ToMessage(new Place(near.Commune, null)), DistanceM = Math.Round(near.Metres, 1) }) },
            NextPageToken = next,
            UnplacedCommunes = { table.UnplacedIn(middle.Perimeter.Departement).Select(commune => commune.Code.Value) },
        });
    }
}
