using System.Text;
using CitizenNetwork.Server.Import.Conversions;
using CitizenNetwork.Server.Import.Mapping;
using CitizenNetwork.Server.Import.Readers;

namespace CitizenNetwork.Server.Import.Suggesting;

/// <summary>Writes the chosen columns as YAML that a person corrects.</summary>
internal sealed class MappingWriter(Dictionary<string, (string Target, string Evidence)> chosen, FileFacts facts, List<ColumnSample> samples)
{
    /// <summary>Characters at which a title is cut.</summary>
    private const int TitleLength = 150;

    /// <summary>Characters at which a street address is cut.</summary>
    private const int StreetLength = 200;

    /// <summary>Columns of one place that are proposed.</summary>
    private const int MaxColumnsOfATarget = 20;

    /// <summary>Characters after which columns that are left out are no longer listed: a mapping has a limit.</summary>
    private const int ListedLength = ImportLimits.MaxMappingLength / 4;

    private readonly StringBuilder _text = new();

    public string Write(string wishedKind)
    {
        var kind = RecordKind.Find(wishedKind) ?? RecordKind.Find(GuessKind())!;
        Line($"# Proposition à relire, faite d'après les en-têtes et les valeurs. Aide : deploy/mappings/README.md");
        Line($"kind: {kind.Name}");
        Line("file:");
        Line($"  format: {facts.Format}");
        if (samples.Any(sample => chosen.TryGetValue(sample.Name, out var found) && found.Target is Targets.X or Targets.Y or Targets.Latitude or Targets.Longitude or Targets.Amount
            && sample.Values.Any(value => value.Contains(',', StringComparison.Ordinal))))
        {
            Line("decimal: comma");
        }

        var id = Of(Targets.Id).DefaultIfEmpty(Of(Targets.Title).FirstOrDefault()).First();
        Line(id is null ? "id: id  # aucune colonne n'identifie les lignes : choisissez-en une" : $"id: {Quoted(id)}");
        if (kind.Commune is not null)
        {
            WriteCommune();
            WritePosition();
        }

        WriteFields(kind);
        WriteContact();
        foreach (var sample in samples.Where(sample => !chosen.ContainsKey(sample.Name)).TakeWhile(_ => _text.Length < ListedLength))
        {
            Line($"# non reprise : {Quoted(sample.Name)}");
        }

        return _text.ToString();
    }

    private void WriteCommune()
    {
        Line("commune:");
        var isAny = false;
        foreach (var (key, target) in new[] { ("code", Targets.CommuneCode), ("name", Targets.CommuneName), ("post_code", Targets.PostCode) })
        {
            if (Of(target).FirstOrDefault() is { } column)
            {
                Line($"  {key}: {Quoted(column)}");
                isAny = true;
            }
        }

        if (!isAny)
        {
            Line("  constant: COM-00000  # aucune colonne ne dit la commune : corrigez");
        }
    }

    private void WritePosition()
    {
        var pairs = new[] { ("x", Targets.X, "y", Targets.Y, "lambert93"), ("latitude", Targets.Latitude, "longitude", Targets.Longitude, "wgs84") };
        foreach (var (first, firstTarget, second, secondTarget, system) in pairs)
        {
            if (Of(firstTarget).FirstOrDefault() is { } a && Of(secondTarget).FirstOrDefault() is { } b)
            {
                Line($"position: {{ {first}: {Quoted(a)}, {second}: {Quoted(b)}, system: {system} }}");
                return;
            }
        }

        if (Of(Targets.Pair).FirstOrDefault() is { } pair)
        {
            Line($"position: {{ pair: {Quoted(pair)}, system: wgs84 }}");
        }
    }

    private void WriteFields(RecordKind kind)
    {
        Line("fields:");
        var title = kind.Name switch { "actor" => "display_name", "initiative" => "sentence", _ => "title" };
        Line($"  {title}: {{ columns: [{string.Join(", ", Of(Targets.Title).Select(Quoted))}], cut: {TitleLength} }}");
        WriteKind(kind);
        var parts = Of(Targets.Description).Select(column => ("", column, "html"))
            .Concat(Of(Targets.Hours).Select(column => ("Horaires", column, "text")))
            .Concat(Of(Targets.Link).Select(column => ("Site", column, "text"))).ToList();
        if (parts.Count > 0)
        {
            Line("  description:");
            Line("    cut: 5000");
            Line("    parts:");
            foreach (var (label, column, conversion) in parts)
            {
                Line($"      - {{ {(label.Length > 0 ? $"label: {label}, " : string.Empty)}column: {Quoted(column)}, as: {conversion} }}");
            }
        }

        if (kind.Position is not null && Of(Targets.Address).ToList() is { Count: > 0 } streets)
        {
            Line($"  street_address: {{ columns: [{string.Join(", ", streets.Select(Quoted))}], join: \" \", cut: {StreetLength} }}");
        }

        if (kind == RecordKind.Actor && Of(Targets.Siren).FirstOrDefault() is { } siren)
        {
            Line($"  siren: {Quoted(siren)}");
        }

        if (kind.Name is "resource" or "hostingOffer" or "fundingCall")
        {
            Line($"  {kind.Name switch { "resource" => "owner", "hostingOffer" => "host", _ => "funder" }}: {{ bearer: true }}");
        }

        if (kind.Name == "fundingCall")
        {
            Line("  eligible_area: { constant: PAYS-99100 }  # à corriger si l'aide n'est pas nationale");
            foreach (var (field, target) in new[] { ("opening.start_date", Targets.Start), ("opening.end_date", Targets.End), ("envelope_cents", Targets.Amount) })
            {
                if (Of(target).FirstOrDefault() is { } column)
                {
                    Line($"  {field}: {Quoted(column)}");
                }
            }
        }
    }

    private void WriteKind(RecordKind kind)
    {
        var column = samples.FirstOrDefault(sample => chosen.TryGetValue(sample.Name, out var found) && found.Target == Targets.Kind);
        if (kind != RecordKind.Actor || column is null)
        {
            Line(kind.Name switch
            {
                "actor" => "  kind: { constant: SUPPORT_STRUCTURE }  # à corriger",
                "resource" => "  kind: { constant: WELCOME_PLACE }  # à corriger",
                "fundingCall" => "  kind: { constant: GRANT }  # à corriger",
                "hostingOffer" => "  acts: { constant: BANK_ACCOUNT }  # à corriger",
                _ => "  nature: { constant: CITIZEN }  # à corriger",
            });
            return;
        }

        Line("  kind:");
        Line($"    columns: [{Quoted(column.Name)}]");
        Line("    default: SUPPORT_STRUCTURE");
        Line("    words:");
        foreach (var word in column.Distinct.SelectMany(value => value.Split(Row.ListSeparator)).Where(word => word.Length <= Targets.MaxKindLength).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal).Take(Targets.MaxKinds))
        {
            Line($"      {Quoted(word)}: {KindWords.Of(word) ?? "SUPPORT_STRUCTURE  # à corriger"}");
        }
    }

    private string GuessKind() =>
        facts.Format == FileFormats.Pabulib || Of(Targets.Title).Any(column => column.Contains("projet", StringComparison.OrdinalIgnoreCase)) ? "initiative"
        : Of(Targets.End).Any() && !Of(Targets.CommuneName).Any() && !Of(Targets.CommuneCode).Any() ? "fundingCall"
        : "actor";

    private void WriteContact()
    {
        var lines = samples.Where(sample => chosen.TryGetValue(sample.Name, out var found) && found.Target == Targets.Contact).Take(MaxColumnsOfATarget)
            .GroupBy(ContactField, sample => Quoted(sample.Name), StringComparer.Ordinal)
            .Select(group => $"  {group.Key}: [{string.Join(", ", group)}]").ToList();
        if (lines.Count > 0)
        {
            Line("contact:  # gardé, et dit à personne sans l'accord des personnes");
            lines.ForEach(Line);
        }
    }

    /// <summary>What a column of contacts most likely holds.</summary>
    private static string ContactField(ColumnSample sample) =>
        sample.Mostly(ContactDetails.IsMail) || sample.Name.Contains("mail", StringComparison.OrdinalIgnoreCase) || sample.Name.Contains("courriel", StringComparison.OrdinalIgnoreCase) ? "mail"
        : sample.Name.Contains("contact", StringComparison.OrdinalIgnoreCase) && !sample.Mostly(ContactDetails.IsPhone) ? "name"
        : "phone";

    private IEnumerable<string> Of(string target) => samples.Where(sample => chosen.TryGetValue(sample.Name, out var found) && found.Target == target).Select(sample => sample.Name).Take(MaxColumnsOfATarget);

    /// <summary>A name in double quotes; what YAML does not take as it stands, which headers of hostile files may hold, is escaped.</summary>
    private static string Quoted(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            quoted.Append(rune.Value switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                _ when Rune.IsControl(rune) || rune.Value is 0xA0 or > 0x2100 => $"\\U{rune.Value:X8}",
                _ => rune.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    private void Line(string line) => _text.Append(line).Append('\n');
}
