using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CitizenNetwork.Server.Import.Conversions;

/// <summary>
/// Names in a list that looks like JSON but has bare keys and single quotes, as in dispositif-aide 0.2.0:
/// <c>[{ nom: 'ADEME', siren: '385290309', roles: [ 'instructeur' ]}]</c>. YAML reads both that and JSON.
/// </summary>
internal static class LenientNames
{
    private const int MaxLength = 20_000;

    /// <summary>"ADEME (instructeur), BPIFRANCE (financeur)"; the text itself when it is no such list.</summary>
    public static string Read(string text)
    {
        if (!text.StartsWith('[') || text.Length > MaxLength || text.Count(character => character is '[' or '{') > 500)
        {
            return text;
        }

        try
        {
            YamlStream stream = [];
            stream.Load(new StringReader(text));
            var names = stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlSequenceNode list ? list.Children.Select(Name).Where(name => name.Length > 0).ToList() : [];
            return names.Count > 0 ? string.Join(", ", names) : text;
        }
        catch (YamlException)
        {
            return text;
        }
    }

    private static string Name(YamlNode node)
    {
        if (node is not YamlMappingNode map)
        {
            return (node as YamlScalarNode)?.Value ?? string.Empty;
        }

        var name = Child(map, "nom", "name") is YamlScalarNode scalar ? scalar.Value ?? string.Empty : string.Empty;
        var roles = Child(map, "roles", "role") is YamlSequenceNode list ? string.Join(", ", list.Children.OfType<YamlScalarNode>().Select(role => role.Value)) : string.Empty;
        return name.Length > 0 && roles.Length > 0 ? $"{name} ({roles})" : name;
    }

    private static YamlNode? Child(YamlMappingNode map, params string[] keys) =>
        map.Children.FirstOrDefault(pair => pair.Key is YamlScalarNode key && keys.Contains(key.Value, StringComparer.OrdinalIgnoreCase)).Value;
}
