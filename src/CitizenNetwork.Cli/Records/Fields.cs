using System.Text.Json;
using Google.Protobuf;

namespace CitizenNetwork.Cli.Records;

/// <summary>Records as rows of text, whatever their type.</summary>
internal static class Fields
{
    /// <summary>Fields by which people call a record, the first that is not empty.</summary>
    private static readonly string[] s_titles = ["title", "display_name", "sentence"];

    /// <summary>Each field that is set, by the name of the contract, with its value.</summary>
    public static IEnumerable<IReadOnlyList<string>> Of(IMessage record)
    {
        using var document = JsonDocument.Parse(JsonFormatter.Default.Format(record));
        foreach (var field in record.Descriptor.Fields.InFieldNumberOrder())
        {
            if (document.RootElement.TryGetProperty(field.JsonName, out var value))
            {
                yield return [field.Name, Text(value)];
            }
        }
    }

    public static string Name(IMessage record) => Value(record, "name");

    public static string Title(IMessage record) => s_titles.Select(field => Value(record, field)).FirstOrDefault(text => text.Length > 0, string.Empty);

    private static string Value(IMessage record, string field) => record.Descriptor.FindFieldByName(field)?.Accessor.GetValue(record) as string ?? string.Empty;

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) => string.Join(", ", value.EnumerateArray().Select(item => item.GetString())),
        _ => value.GetRawText(),
    };
}
