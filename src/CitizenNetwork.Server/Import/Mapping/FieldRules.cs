using System.Collections.Immutable;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Themes;
using Google.Protobuf.Reflection;

namespace CitizenNetwork.Server.Import.Mapping;

/// <summary>Reads the part of a mapping that says how fields are filled, and checks it against the fields of the record.</summary>
internal sealed class FieldRules(ThemeList themes)
{
    private const int MaxCut = 10_000;

    private static readonly string[] s_keys =
        ["column", "columns", "join", "parts", "label", "as", "words", "unknown", "constant", "default", "split", "trim", "cut", "level", "bearer", "reference"];

    /// <summary>One of them says where values come from.</summary>
    private static readonly string[] s_givers = ["column", "columns", "parts", "constant", "default", "bearer"];

    private static readonly Dictionary<string, Conversion> s_conversions = new(StringComparer.Ordinal)
    {
        ["text"] = Conversion.OfField,
        ["html"] = Conversion.Html,
        ["siren"] = Conversion.Siren,
        ["rna"] = Conversion.Rna,
        ["opening-hours"] = Conversion.OpeningHours,
        ["perimeters"] = Conversion.Perimeters,
        ["names"] = Conversion.Names,
        ["url"] = Conversion.Url,
        ["cents"] = Conversion.Cents,
    };

    public ImmutableArray<FieldRule> Read(Node node, RecordKind kind)
    {
        var paths = kind.Paths().ToDictionary(path => path.Path, StringComparer.Ordinal);
        List<FieldRule> rules = [];
        foreach (var (key, value) in node.Entries())
        {
            if (paths.TryGetValue(key.Plain, out var path))
            {
                rules.Add(ReadRule(value, path));
            }
            else
            {
                value.Error(MappingFault.UnknownField, Datum.Text(key.Plain), Datum.Text(string.Join(", ", paths.Keys)));
            }
        }

        return [.. rules];
    }

    private FieldRule ReadRule(Node node, FieldPath? target)
    {
        if (!node.IsMap)
        {
            return Empty(target) with { Source = new CellSource(node.Texts(), null) };
        }

        var keys = node.Known(s_keys);
        if (!s_givers.Any(keys.ContainsKey))
        {
            node.Missing("columns", "columns: [a, b]");
        }

        return Empty(target) with
        {
            Source = new CellSource(
                keys.TryGetValue("columns", out var columns) ? columns.Texts() : keys.TryGetValue("column", out var column) ? [column.Text()] : [],
                keys.TryGetValue("join", out var join) ? join.Text() : null),
            Parts = keys.TryGetValue("parts", out var parts) ? [.. parts.Items().Select(part => ReadRule(part, null))] : [],
            Label = keys.TryGetValue("label", out var label) ? label.Text() : string.Empty,
            As = keys.TryGetValue("as", out var conversion) ? s_conversions[conversion.OneOf([.. s_conversions.Keys])] : Default(target),
            Words = keys.TryGetValue("words", out var words) ? ReadWords(words, target) : ImmutableDictionary<string, ImmutableArray<string>>.Empty,
            LeavesUnknownOut = keys.TryGetValue("unknown", out var unknown) && unknown.OneOf("refuse", "leave_out") == "leave_out",
            Constants = keys.TryGetValue("constant", out var constant) ? Values(constant, target) : [],
            Default = keys.TryGetValue("default", out var fallback) ? Values(fallback, target) : [],
            Split = keys.TryGetValue("split", out var split) ? split.Text() : string.Empty,
            Trim = keys.TryGetValue("trim", out var trim) ? trim.Text() : string.Empty,
            Cut = keys.TryGetValue("cut", out var cut) ? cut.Number(MaxCut) : 0,
            Level = keys.TryGetValue("level", out var level) ? level.Text() : string.Empty,
            IsBearer = keys.TryGetValue("bearer", out var bearer) && bearer.Truth(),
            Reference = keys.TryGetValue("reference", out var reference) ? RecordKind.Find(reference.OneOf([.. RecordKind.All.Select(kind => kind.Name)])) : null,
        };
    }

    public static FieldRule Empty(FieldPath? target) => new(
        target, CellSource.None, [], string.Empty, Default(target), ImmutableDictionary<string, ImmutableArray<string>>.Empty, false, [], [], string.Empty, string.Empty, 0, string.Empty, false, null);

    private static Conversion Default(FieldPath? target) => target?.Field.Name switch
    {
        "served_area" or "eligible_area" or "excluded_area" => Conversion.Perimeters,
        "siren" => Conversion.Siren,
        "rna" => Conversion.Rna,
        "application_url" => Conversion.Url,
        _ => Conversion.OfField,
    };

    private ImmutableDictionary<string, ImmutableArray<string>> ReadWords(Node node, FieldPath? target)
    {
        var words = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var (key, value) in node.Entries())
        {
            words[TextFolding.Fold(key.Plain.Trim())] = Values(value, target);
        }

        return words.ToImmutable();
    }

    /// <summary>Values as the field takes them; one that its closed list does not know is an error.</summary>
    private ImmutableArray<string> Values(Node node, FieldPath? target)
    {
        var texts = node.Texts();
        if (target?.Field.FieldType == FieldType.Enum)
        {
            return [.. texts.Select(text => EnumValue(node, text, target.Field.EnumType))];
        }

        if (string.Equals(target?.Field.Name, "themes", StringComparison.Ordinal))
        {
            foreach (var text in texts.Where(text => text.Length > 0 && !themes.Contains(text)))
            {
                node.Error(MappingFault.UnknownValue, Datum.Text(text), Datum.Text(string.Join(", ", themes.Codes)));
            }
        }

        return [.. texts.Where(text => text.Length > 0)];
    }

    /// <summary>ACTOR_KIND_ASSOCIATION or ASSOCIATION.</summary>
    private static string EnumValue(Node node, string text, EnumDescriptor type)
    {
        var zero = type.FindValueByNumber(0).Name;
        var prefix = zero[..(zero.Length - "UNSPECIFIED".Length)];
        var value = type.Values.Skip(1).FirstOrDefault(known => string.Equals(known.Name, text, StringComparison.Ordinal) || string.Equals(known.Name, prefix + text, StringComparison.Ordinal));
        if (value is null)
        {
            node.Error(MappingFault.UnknownValue, Datum.Text(text), Datum.Text(string.Join(", ", type.Values.Skip(1).Select(known => known.Name[prefix.Length..]))));
        }

        return value?.Name ?? zero;
    }
}
