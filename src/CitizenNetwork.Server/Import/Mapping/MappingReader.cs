using System.Collections.Immutable;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Themes;
using CitizenNetwork.Server.Import.Readers;
using Google.Protobuf.Reflection;

namespace CitizenNetwork.Server.Import.Mapping;

/// <summary>Reads a mapping file and names every error in it at once, with its line and column.</summary>
internal sealed class MappingReader(ThemeList themes)
{
    private static readonly string[] s_keys = ["kind", "licence", "file", "decimal", "id", "only", "except", "commune", "position", "fields", "contact", "ignore", "updated", "related"];

    private static readonly string[] s_relatedKeys = ["field", "id", "commune", "fields"];

    /// <exception cref="MappingException">The mapping has errors.</exception>
    public FileMapping Read(string text)
    {
        List<MappingError> errors = [];
        Node root = new(YamlText.Load(text), string.Empty, errors);
        var mapping = ReadRoot(root);
        return errors.Count == 0 ? mapping : throw new MappingException([.. errors.OrderBy(error => error.Line).ThenBy(error => error.Column).Take(Violations.Max)]);
    }

    private FileMapping ReadRoot(Node root)
    {
        var keys = root.Known(s_keys);
        var kind = RecordKind.Actor;
        if (keys.TryGetValue("kind", out var kindNode))
        {
            kind = RecordKind.Find(kindNode.OneOf([.. RecordKind.All.Select(known => known.Name)])) ?? kind;
        }
        else
        {
            root.Missing("kind", "kind: actor");
        }

        if (!keys.TryGetValue("id", out var id))
        {
            root.Missing("id", "id: identifiant");
        }

        if (!keys.TryGetValue("fields", out var fields))
        {
            root.Missing("fields", "fields: { title: Nom }");
        }

        var commune = keys.TryGetValue("commune", out var communeNode) ? ReadCommune(communeNode) : null;
        if (kind.Commune is null && commune is not null)
        {
            communeNode!.Error(MappingFault.NoCommuneHere, Datum.Text(kind.Name));
        }
        else if (kind.Commune is not null && commune is null)
        {
            root.Missing("commune", "commune: { code: code_insee }");
        }

        return new FileMapping(
            kind,
            keys.TryGetValue("file", out var file) ? ReadFile(file) : FileShape.Unknown,
            keys.TryGetValue("decimal", out var comma) && comma.OneOf("point", "comma") == "comma",
            id is null ? CellSource.None : ReadSource(id),
            [.. Filters(keys, "only", keeps: true), .. Filters(keys, "except", keeps: false)],
            commune,
            keys.TryGetValue("position", out var position) ? ReadPosition(position) : null,
            fields is null ? [] : new FieldRules(themes).Read(fields, kind),
            keys.TryGetValue("contact", out var contact) ? ReadContact(contact, kind) : [],
            keys.TryGetValue("ignore", out var ignore) ? ignore.Texts() : [],
            keys.TryGetValue("updated", out var updated) ? ReadSource(updated) : CellSource.None,
            keys.TryGetValue("licence", out var licence) ? licence.Text() : string.Empty,
            keys.TryGetValue("related", out var related) ? ReadRelated(related, kind) : null);
    }

    private static FileShape ReadFile(Node node)
    {
        var keys = node.Known("format", "encoding", "separator", "path", "sheet", "header_line", "columns");
        char? separator = null;
        if (keys.TryGetValue("separator", out var given))
        {
            separator = given.OneOf(";", ",", "\t", "tab", "|") is var text && text == "tab" ? '\t' : text[0];
        }

        return new FileShape(
            keys.TryGetValue("format", out var format) ? format.OneOf([.. FileFormats.All]) : string.Empty,
            keys.TryGetValue("encoding", out var encoding) ? encoding.OneOf(TextEncoding.Utf8, TextEncoding.Windows1252) : string.Empty,
            separator,
            keys.TryGetValue("path", out var path) ? path.Text() : keys.TryGetValue("sheet", out var sheet) ? sheet.Text() : string.Empty,
            keys.TryGetValue("header_line", out var header) ? Math.Max(0, header.Number(100) - 1) : 0,
            keys.TryGetValue("columns", out var columns) ? columns.Texts() : []);
    }

    internal static CellSource ReadSource(Node node)
    {
        if (!node.IsMap)
        {
            return new CellSource(node.Texts(), null);
        }

        var keys = node.Known("columns", "join");
        if (!keys.TryGetValue("columns", out var columns))
        {
            node.Missing("columns", "columns: [a, b]");
            return CellSource.None;
        }

        return new CellSource(columns.Texts(), keys.TryGetValue("join", out var join) ? join.Text() : null);
    }

    private static IEnumerable<RowFilter> Filters(Dictionary<string, Node> keys, string key, bool keeps) => !keys.TryGetValue(key, out var node)
        ? []
        : node.Entries().Select(entry => new RowFilter(entry.Key.Plain, [.. entry.Value.Texts().Select(word => TextFolding.Fold(word.Trim()))], keeps));

    private static CommuneRule ReadCommune(Node node)
    {
        var keys = node.Known("code", "name", "post_code", "address", "constant", "of_area");
        if (keys.Count == 0)
        {
            node.Missing("code", "code: code_insee");
        }

        return new CommuneRule(
            keys.TryGetValue("code", out var code) ? ReadSource(code) : CellSource.None,
            keys.TryGetValue("name", out var name) ? ReadSource(name) : CellSource.None,
            keys.TryGetValue("post_code", out var postCode) ? ReadSource(postCode) : CellSource.None,
            keys.TryGetValue("address", out var address) ? ReadSource(address) : CellSource.None,
            keys.TryGetValue("constant", out var constant) ? constant.Text() : string.Empty,
            keys.TryGetValue("of_area", out var area) ? area.Text() : string.Empty);
    }

    private static PositionRule ReadPosition(Node node)
    {
        var keys = node.Known("latitude", "longitude", "x", "y", "pair", "system");
        var system = keys.TryGetValue("system", out var named) && named.OneOf("wgs84", "lambert93") == "lambert93" ? PointSystem.Lambert93 : PointSystem.Wgs84;
        var (first, second) = system == PointSystem.Lambert93 ? ("x", "y") : ("latitude", "longitude");
        if (keys.TryGetValue("pair", out var pair))
        {
            return new PositionRule(string.Empty, string.Empty, pair.Text(), system);
        }

        foreach (var key in new[] { first, second }.Where(key => !keys.ContainsKey(key)))
        {
            node.Missing(key, $"{key}: …");
        }

        return new PositionRule(keys.TryGetValue(first, out var a) ? a.Text() : string.Empty, keys.TryGetValue(second, out var b) ? b.Text() : string.Empty, string.Empty, system);
    }

    private static ImmutableArray<FieldRule> ReadContact(Node node, RecordKind kind)
    {
        var paths = kind.ContactPaths().ToDictionary(path => path.Field.Name, StringComparer.Ordinal);
        return [.. node.Known([.. paths.Keys]).Select(pair => FieldRules.Empty(paths[pair.Key]) with { Source = ReadSource(pair.Value), As = Conversion.Contact })];
    }

    private RelatedActor? ReadRelated(Node node, RecordKind kind)
    {
        var keys = node.Known(s_relatedKeys);
        foreach (var key in s_relatedKeys.Where(key => !keys.ContainsKey(key)))
        {
            node.Missing(key, $"{key}: …");
        }

        if (keys.Count < s_relatedKeys.Length || keys.Keys.Except(s_relatedKeys).Any())
        {
            return null;
        }

        // Fields that hold the name of one actor: owner, funder, host, holder.
        var names = kind.Descriptor.Fields.InFieldNumberOrder().Where(field => field.Name is "owner" or "funder" or "host" or "holder" && field is { IsRepeated: false, FieldType: FieldType.String }).Select(field => field.Name).ToArray();
        var field = names.Length == 0 ? null : kind.Descriptor.FindFieldByName(keys["field"].OneOf(names));
        if (field is null)
        {
            node.Error(MappingFault.UnknownField, Datum.Text(keys["field"].Plain), Datum.Text(string.Join(", ", names)));
            return null;
        }

        return new RelatedActor(field, ReadSource(keys["id"]), ReadCommune(keys["commune"]), new FieldRules(themes).Read(keys["fields"], RecordKind.Actor));
    }
}
