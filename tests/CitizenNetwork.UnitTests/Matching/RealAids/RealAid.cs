using System.Collections.Immutable;
using System.Text.Json;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.UnitTests.Matching.RealAids;

/// <summary>A public aid for young people (betagouv/aides-jeunes) as a funding call: where and at what age one may have it.</summary>
/// <param name="Slug">Its id in the source.</param>
/// <param name="IsOfPlaceAndAge">True: nothing but place and age decides, as in the committed cases.</param>
/// <param name="Call">The call.</param>
internal sealed record RealAid(string Slug, bool IsOfPlaceAndAge, FundingCall Call)
{
    public static ImmutableArray<RealAid> Read(string folder, TerritoryTable territories) =>
        [.. File.ReadLines(Path.Combine(folder, "aides-jeunes", "benefits.jsonl")).Select((line, i) => Of(JsonElement.Parse(line), i, new AreaReader(territories)))];

    private static RealAid Of(JsonElement benefit, int i, AreaReader areas)
    {
        var conditions = benefit.TryGetProperty("conditions_generales", out var general) ? general.EnumerateArray().ToList() : [];
        var isDecided = benefit.GetProperty("_engine").GetString() == "javascript";
        ImmutableArray<PerimeterCode>? eligible = null;
        List<PerimeterCode> excluded = [];
        Audience ages = new(0, 0);
        foreach (var condition in conditions)
        {
            var type = condition.GetProperty("type").GetString()!;
            if (type == "age")
            {
                ages = Aged(ages, condition.GetProperty("operator").GetString()!, condition.GetProperty("value").GetInt32());
            }
            else if (type == "excluded_epcis")
            {
                excluded.AddRange(areas.Read("epcis", condition));
            }
            else if (AreaReader.Knows(type))
            {
                var area = areas.Read(type, condition);
                eligible = eligible is { } before ? areas.Intersect(before, area) : area;
            }
            else
            {
                isDecided = false;
            }
        }

        var call = Samples.FundingCall($"aide-{i}") with
        {
            Title = benefit.GetProperty("label").GetString()!,
            Description = benefit.TryGetProperty("description", out var description) ? description.GetString() ?? string.Empty : string.Empty,
            EligibleArea = eligible ?? [PerimeterCode.France],
            ExcludedArea = [.. excluded],
            Audience = ages == new Audience(0, 0) ? null : ages,
        };
        return new RealAid(benefit.GetProperty("slug").GetString()!, isDecided, call);
    }

    /// <summary>Whole years: below 25 is up to 24.</summary>
    private static Audience Aged(Audience ages, string comparison, int years) => comparison switch
    {
        ">=" => ages with { MinAge = Math.Max(ages.MinAge, years) },
        ">" => ages with { MinAge = Math.Max(ages.MinAge, years + 1) },
        "<=" => ages with { MaxAge = ages.MaxAge == 0 ? years : Math.Min(ages.MaxAge, years) },
        "<" => ages with { MaxAge = ages.MaxAge == 0 ? years - 1 : Math.Min(ages.MaxAge, years - 1) },
        _ => throw new FormatException($"No comparison of ages is written {comparison}."),
    };
}
