using System.Globalization;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Server.Records;
using CitizenNetwork.Server.Texts;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Territories;

/// <summary>How territories and what a text means stand on the wire.</summary>
internal sealed class TerritoryFormat(TerritoryTable table, Sentences sentences)
{
    /// <summary>Most candidates of one answer; who sees more would rather type more.</summary>
    public const int MaxCandidates = 20;

    public V1.Territory ToMessage(Place place)
    {
        var (perimeter, part) = place;
        var whole = part is null ? perimeter : perimeter with { Population = part.Population, AreaHectares = part.AreaHectares };
        return new V1.Territory
        {
            Code = place.Code.Value,
            Kind = KindOf(place),
            Name = place.Name,
            CurrentCode = perimeter.Code.Value,
            CurrentName = perimeter.Name,
            Parents = { perimeter.Parents.Select(parent => parent.Value) },
            Departement = perimeter.Departement?.Value ?? string.Empty,
            DepartementName = perimeter.Departement is { } departement ? table.Find(departement)?.Name ?? string.Empty : string.Empty,
            Population = whole.Population,
            AreaHectares = whole.AreaHectares,
            Density = Math.Round(whole.Density ?? 0, 1),
            Centre = (part is null ? perimeter.Centre : part.Centre).ToMessage(),
            PostCodes = { part is null ? perimeter.PostCodes : part.PostCodes },
        };
    }

    public V1.ResolveTerritoryResponse ToMessage(string typed, Resolution resolution, CultureInfo language)
    {
        V1.ResolveTerritoryResponse response = new()
        {
            Territory = resolution.Answer is { } answer ? ToMessage(answer) : null,
            Candidates = { resolution.Candidates.Take(MaxCandidates).Select(ToMessage) },
            CandidateCount = resolution.Candidates.Length,
            SimilarOnly = resolution is { Answer: null, AreSimilar: true, Candidates.IsEmpty: false },
        };
        response.Explanation = Explain(typed.Trim(), resolution, language);
        return response;
    }

    /// <summary>The domain's kind of a filter; null for any. A part of a commune cannot be filtered by: a violation.</summary>
    public static PerimeterKind? Kind(string field, V1.TerritoryKind kind, Violations violations)
    {
        if (kind > V1.TerritoryKind.Country)
        {
            violations.Add(field, ViolationCode.OutOfRange, Datum.Number((int)V1.TerritoryKind.Commune), Datum.Number((int)V1.TerritoryKind.Country), Datum.Number((int)kind));
        }

        return kind is > V1.TerritoryKind.Unspecified and <= V1.TerritoryKind.Country ? (PerimeterKind)((int)kind - 1) : null;
    }

    private static V1.TerritoryKind KindOf(Place place) => place.Part?.Kind switch
    {
        null => (V1.TerritoryKind)((int)place.Perimeter.Kind + 1),
        CommunePartKind.Delegated => V1.TerritoryKind.DelegatedCommune,
        CommunePartKind.Associated => V1.TerritoryKind.AssociatedCommune,
        CommunePartKind.MunicipalArrondissement => V1.TerritoryKind.MunicipalArrondissement,
        _ => V1.TerritoryKind.MergedCommune,
    };

    private string Explain(string typed, Resolution resolution, CultureInfo language)
    {
        if (resolution.Answer is { } answer)
        {
            var key = answer.Part is null ? "Found" : answer.Part.Kind.ToString();
            return Write(key, Datum.Text(Label(answer)), Datum.Text(Label(new Place(answer.Perimeter, null))));
        }

        var count = Datum.Number(resolution.Candidates.Length);
        return resolution.Candidates switch
        {
            [] => Write("None", Datum.Text(typed)),
            [var first, ..] when resolution.AreSimilar => Write("Similar", Datum.Text(typed), count, Datum.Text(Label(first))),
            [var first] => Write("Elsewhere", Datum.Text(typed), count, Datum.Text(Label(first))),
            [var first, ..] => Write("Several", Datum.Text(typed), count, Datum.Text(Label(first))),
        };

        string Write(string key, params ReadOnlySpan<Datum> data) => sentences.Write($"Territory_{key}", [.. data], language);
    }

    /// <summary>« Trélazé (49) »: the name with the number of its département, which is how people tell namesakes apart.</summary>
    private static string Label(Place place) =>
        place.Perimeter is { Kind: PerimeterKind.Commune or PerimeterKind.Epci, Departement: { } departement } ? $"{place.Name} ({departement.Bare()})" : place.Name;
}
