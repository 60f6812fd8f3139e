using CitizenNetwork.Domain.Themes;
using CitizenNetwork.Server.Import.Mapping;
using CitizenNetwork.Server.Import.Readers;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Import.Suggesting;

/// <summary>Proposes a mapping from the headers and values of the first rows. What it writes is always a valid mapping; what it could not tell is said in comments.</summary>
internal sealed class MappingSuggester(ThemeList themes)
{
    /// <summary>Rows looked at.</summary>
    private const int SampledRows = 500;

    public async Task<V1.SuggestMappingResponse> SuggestAsync(Stream file, string fileName, string wishedKind, CancellationToken cancellation)
    {
        FileFacts facts = new();
        Dictionary<string, ColumnSample> columns = new(StringComparer.OrdinalIgnoreCase);
        var rows = 0;
        await foreach (var row in FileFormats.ReadAsync(file, FileShape.Unknown, fileName, facts, cancellation))
        {
            if (row.Problem is null)
            {
                rows++;
                foreach (var (name, value) in row.Cells)
                {
                    (columns.TryGetValue(name, out var column) ? column : columns[name] = new ColumnSample(name)).Add(value);
                }
            }

            if (rows == SampledRows)
            {
                break;
            }
        }

        var samples = facts.Columns.InOrder.Select(name => columns.GetValueOrDefault(name) ?? new ColumnSample(name)).ToList();
        var chosen = Choose(samples, rows);
        var text = new MappingWriter(chosen, facts, samples).Write(wishedKind);

        // A proposal that its own reader refused would be a defect: better told here than by the next command.
        new MappingReader(themes).Read(text);
        return new V1.SuggestMappingResponse
        {
            Mapping = text,
            Format = facts.Format,
            Encoding = facts.Encoding,
            Separator = facts.Separator,
            RowsSampled = rows,
            Columns =
            {
                samples.Select(sample => new V1.SuggestedColumn
                {
                    Column = sample.Name,
                    Target = chosen.TryGetValue(sample.Name, out var found) ? found.Target : string.Empty,
                    Evidence = chosen.TryGetValue(sample.Name, out found) ? found.Evidence : string.Empty,
                    FilledPercent = rows == 0 ? 0 : (int)(100L * sample.Values.Count / rows),
                }),
            },
        };
    }

    /// <summary>Each column's target. Values that show a position win over its header: "Coord. X" may hold latitudes.</summary>
    private static Dictionary<string, (string Target, string Evidence)> Choose(List<ColumnSample> samples, int rows)
    {
        Dictionary<string, (string Target, string Evidence)> chosen = new(StringComparer.OrdinalIgnoreCase);
        List<(ColumnSample Column, string Target, string Evidence, int Rank)> candidates = [];
        foreach (var sample in samples)
        {
            var byHeader = Targets.OfHeader(sample.Name);
            var byValues = Targets.OfValues(sample);
            if (byValues is not null && (byHeader is null || !Targets.Fits(byHeader.Value.Target, sample) || byValues is Targets.Contact or Targets.Pair or Targets.Y or Targets.Latitude or Targets.Longitude))
            {
                candidates.Add((sample, byValues, byHeader?.Target == byValues ? "header + values" : "values", byHeader?.Target == byValues ? 0 : 5));
            }
            else if (byHeader is { } header && Targets.Fits(header.Target, sample))
            {
                candidates.Add((sample, header.Target, byHeader.Value.Target == byValues ? "header + values" : "header", header.Rank));
            }
        }

        // Only one column can be the id, the title, a coordinate…; a text may be made of several.
        foreach (var group in candidates.GroupBy(candidate => candidate.Target, StringComparer.Ordinal))
        {
            var ordered = group.OrderBy(candidate => group.Key == Targets.Id && !candidate.Column.IsUnique(rows) ? 1 : 0).ThenBy(candidate => candidate.Rank).ThenByDescending(candidate => candidate.Column.Values.Count);
            foreach (var candidate in IsMany(group.Key) ? ordered : ordered.Take(1))
            {
                chosen[candidate.Column.Name] = (candidate.Target, candidate.Evidence);
            }
        }

        AddLambertX(samples, chosen);
        AddId(samples, chosen, rows);
        AddTitle(samples, chosen);
        return chosen;
    }

    private static bool IsMany(string target) => target is Targets.Contact or Targets.Link or Targets.Hours or Targets.Address or Targets.Description;

    /// <summary>Numbers of Lambert-93 eastings are like many others; beside a northing, the one that is called x is it.</summary>
    private static void AddLambertX(List<ColumnSample> samples, Dictionary<string, (string Target, string Evidence)> chosen)
    {
        if (chosen.Values.Any(found => found.Target == Targets.Y)
            && samples.Where(sample => !chosen.ContainsKey(sample.Name) && Targets.IsLambertX(sample)).OrderBy(sample => sample.Name.Contains('x', StringComparison.OrdinalIgnoreCase) ? 0 : 1).FirstOrDefault() is { } x)
        {
            chosen[x.Name] = (Targets.X, "values");
        }
    }

    /// <summary>Without a header that says so, the first column whose values are all there and all different.</summary>
    private static void AddId(List<ColumnSample> samples, Dictionary<string, (string Target, string Evidence)> chosen, int rows)
    {
        if (!chosen.Values.Any(found => found.Target == Targets.Id)
            && samples.FirstOrDefault(sample => sample.IsUnique(rows) && !chosen.ContainsKey(sample.Name)) is { } unique)
        {
            chosen[unique.Name] = (Targets.Id, "values");
        }
    }

    /// <summary>Without a header that says so, the most diverse short text.</summary>
    private static void AddTitle(List<ColumnSample> samples, Dictionary<string, (string Target, string Evidence)> chosen)
    {
        if (!chosen.Values.Any(found => found.Target == Targets.Title)
            && samples.Where(sample => !chosen.ContainsKey(sample.Name) && sample.Mostly(value => value.Length <= 150 && value.Any(char.IsLetter))).MaxBy(sample => sample.Distinct.Count) is { } text)
        {
            chosen[text.Name] = (Targets.Title, "values");
        }
    }
}
