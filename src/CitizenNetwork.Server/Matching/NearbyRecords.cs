using System.Globalization;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Matching;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Search;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Records;
using CitizenNetwork.Server.Security;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Matching;

/// <summary>Searches near a place on the wire.</summary>
internal sealed class NearbyRecords(CitizenNetwork.Matching.Catalogue.Catalogue catalogue, Domain.Reference reference)
{
    /// <summary>Records of a page when the caller names no number.</summary>
    public const int DefaultRecords = 10;

    /// <summary>Most records of a page.</summary>
    public const int MaxRecords = 50;

    /// <summary>Metres around a place: nothing lies farther away on Earth than a little more than this.</summary>
    public const int MaxRadiusMetres = 20_000_000;

    /// <summary>Characters of the words looked for.</summary>
    public const int MaxTextLength = 200;

    /// <summary>Records that can be paged through: who wants all of them exports them.</summary>
    public const int MaxDepth = 10_000;

    public V1.SearchNearbyResponse Search(V1.SearchNearbyRequest request)
    {
        Violations violations = new();
        var page = Page.Of(request, request.PageSize, request.PageToken, violations, DefaultRecords, MaxRecords);
        var skip = Skip(page, violations);
        var query = Read(request, skip, page.Size, violations);
        RefusedException.ThrowIfAny(violations, "matches");
        var view = catalogue.Seen();
        var answer = NearbySearch.Find(view, query);
        var next = skip + page.Size;
        return new V1.SearchNearbyResponse
        {
            Records = { answer.Found.Select(found => ToMessage(found, view)) },
            TotalCount = answer.Total,
            NextPageToken = next < answer.Total && next < MaxDepth ? page.TokenAfter(next.ToString(CultureInfo.InvariantCulture)) : string.Empty,
        };
    }

    private static int Skip(Page page, Violations violations)
    {
        if (page.After.Length == 0)
        {
            return 0;
        }

        if (int.TryParse(page.After, NumberStyles.None, CultureInfo.InvariantCulture, out var skip) && skip < MaxDepth)
        {
            return skip;
        }

        violations.Add("page_token", ViolationCode.BadPageToken);
        return 0;
    }

    private static V1.NearbyRecord ToMessage(FoundRecord found, CatalogueView view)
    {
        var message = found.Record switch
        {
            Actor actor => new V1.NearbyRecord { Title = actor.DisplayName, Owner = found.Name, OwnerTitle = actor.DisplayName, Themes = { actor.Themes } },
            Resource resource => new V1.NearbyRecord
            {
                Title = resource.Title,
                Owner = view.StandIn(resource.Owner).Name,
                OwnerTitle = view.FindActor(resource.Owner)?.Record.DisplayName ?? string.Empty,
                Themes = { resource.Themes },
            },
            var other => throw new InvalidOperationException($"{other.GetType().Name} has no place."),
        };
        (message.Name, message.DistanceM) = (found.Name, Math.Round(found.Metres, 1));
        return message;
    }

    private NearbyQuery Read(V1.SearchNearbyRequest request, int skip, int size, Violations violations)
    {
        violations.Range("radius_m", request.RadiusM, 0, MaxRadiusMetres);
        violations.Required("category", request.Category);
        if (request.Category is V1.MatchCategory.Funding or V1.MatchCategory.Host)
        {
            violations.Add("category", ViolationCode.NotApplicable, Datum.Text("PARTNER, RESOURCE"));
        }

        violations.ThemeCodes("themes", [.. request.Themes], reference.Themes);
        violations.Text("text", request.Text, request.Order == V1.SearchOrder.Text ? 1 : 0, MaxTextLength);
        return new NearbyQuery(
            request.Category.As<MatchCategory>(),
            CentreOf(request, violations),
            request.RadiusM,
            [.. request.Themes],
            request.Text,
            request.Order.As<SearchOrder>(),
            skip,
            size);
    }

    private GeoPoint CentreOf(V1.SearchNearbyRequest request, Violations violations)
    {
        switch (request.PlaceCase)
        {
            case V1.SearchNearbyRequest.PlaceOneofCase.Position:
                var position = request.Position.ToPoint();
                violations.Position("position", position);
                return position!.Value;
            case V1.SearchNearbyRequest.PlaceOneofCase.Commune:
                PerimeterCode code = new(request.Commune);
                violations.Commune("commune", code, reference.Territories);
                var commune = reference.Territories.Find(code);
                if (commune is { Centre: null })
                {
                    violations.Add("commune", ViolationCode.UnknownCentre, Datum.Text(commune.Name));
                }

                return commune?.Centre ?? default;
            default:
                violations.Add("place", ViolationCode.Required);
                return default;
        }
    }
}
