using System.Collections.Immutable;
using System.Globalization;
using CitizenNetwork.Domain.Refusals;
using YamlDotNet.RepresentationModel;

namespace CitizenNetwork.Server.Import.Mapping;

/// <summary>A node of the mapping with its path, and what is wrong collected on the way.</summary>
internal sealed class Node(YamlNode yaml, string path, List<MappingError> errors)
{
    public string Path { get; } = path;

    public bool IsMap => yaml is YamlMappingNode;

    public bool IsList => yaml is YamlSequenceNode;

    /// <summary>Text of a plain value; empty for other nodes.</summary>
    public string Plain => (yaml as YamlScalarNode)?.Value ?? string.Empty;

    public void Error(MappingFault fault, params ImmutableArray<Datum> data) => errors.Add(new MappingError(yaml.Start.Line, yaml.Start.Column, Path, fault, data));

    /// <summary>Entries of a map; a node that is none is an error.</summary>
    public IReadOnlyList<(Node Key, Node Value)> Entries()
    {
        if (yaml is not YamlMappingNode map)
        {
            Error(MappingFault.WrongShape, Datum.Text("nom: valeur"));
            return [];
        }

        return [.. map.Children.Select(pair => (new Node(pair.Key, Path, errors), new Node(pair.Value, Join((pair.Key as YamlScalarNode)?.Value ?? "?"), errors)))];
    }

    /// <summary>Entries by name; keys that are not known are errors.</summary>
    public Dictionary<string, Node> Known(params string[] known)
    {
        Dictionary<string, Node> found = new(StringComparer.Ordinal);
        foreach (var (key, value) in Entries())
        {
            if (!known.Contains(key.Plain, StringComparer.Ordinal))
            {
                value.ErrorAtKey(key, MappingFault.UnknownKey, Datum.Text(key.Plain), Datum.Text(string.Join(", ", known)));
            }

            found[key.Plain] = value;
        }

        return found;
    }

    /// <summary>One text or a list of texts.</summary>
    public ImmutableArray<string> Texts()
    {
        switch (yaml)
        {
            case YamlScalarNode scalar:
                return [scalar.Value ?? string.Empty];
            case YamlSequenceNode list when list.Children.All(child => child is YamlScalarNode):
                return [.. list.Children.Select(child => ((YamlScalarNode)child).Value ?? string.Empty)];
            default:
                Error(MappingFault.WrongShape, Datum.Text("[a, b]"));
                return [];
        }
    }

    public IReadOnlyList<Node> Items() => yaml is YamlSequenceNode list ? [.. list.Children.Select((child, i) => new Node(child, $"{Path}[{i.ToString(CultureInfo.InvariantCulture)}]", errors))] : [this];

    public string Text()
    {
        if (yaml is not YamlScalarNode)
        {
            Error(MappingFault.WrongShape, Datum.Text("texte"));
        }

        return Plain;
    }

    public int Number(int max)
    {
        if (int.TryParse(Plain, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= max)
        {
            return number;
        }

        Error(MappingFault.NotANumber, Datum.Number(0), Datum.Number(max), Datum.Text(Plain));
        return 0;
    }

    public bool Truth() => OneOf("true", "false") == "true";

    /// <summary>One of these words; another is an error and gives the first.</summary>
    public string OneOf(params string[] words)
    {
        if (words.Contains(Plain, StringComparer.Ordinal))
        {
            return Plain;
        }

        Error(MappingFault.UnknownValue, Datum.Text(Plain), Datum.Text(string.Join(", ", words)));
        return words[0];
    }

    public void Missing(string key, string example) => Error(MappingFault.MissingKey, Datum.Text(key), Datum.Text(example));

    private void ErrorAtKey(Node key, MappingFault fault, params ImmutableArray<Datum> data) => errors.Add(new MappingError(key.Line, key.Column, Path, fault, data));

    private long Line => yaml.Start.Line;

    private long Column => yaml.Start.Column;

    private string Join(string key) => Path.Length == 0 ? key : $"{Path}.{key}";
}
