using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CitizenNetwork.Cli.Records;

/// <summary>Records as rows of text, whatever their type.</summary>
internal static class Fields
{
    /// <summary>Fields by which people call a record, the first that is not empty.</summary>
    private static readonly string[] s_titles = ["title", "display_name", "sentence", "actor"];

    /// <summary>Each field that is set, by the name of the contract, with its value.</summary>
    public static IEnumerable<IReadOnlyList<string>> Of(IMessage record)
    {
        using var document = JsonDocument.Parse(JsonFormatter.Default.Format(record));
        foreach (var field in record.Descriptor.Fields.InFieldNumberOrder())
        {
            if (document.RootElement.TryGetProperty(field.JsonName, out var value))
            {
                yield return [field.Name, Shown(value)];
            }
        }
    }

    public static string Name(IMessage record) => record.Text("name");

    public static string Title(IMessage record) => s_titles.Select(record.Text).FirstOrDefault(text => text.Length > 0, string.Empty);

    /// <summary>A field in a few letters: closed values in short.</summary>
    public static string Short(IMessage record, string field) => record.Descriptor.FindFieldByName(field) switch
    {
        { FieldType: FieldType.Enum } closed when closed.EnumType.FindValueByNumber((int)closed.Accessor.GetValue(record)) is { Number: not 0 } value => EnumNames.ShortOf(value),
        { FieldType: FieldType.Enum } => string.Empty,
        { } any => any.Accessor.GetValue(record)?.ToString() ?? string.Empty,
        null => string.Empty,
    };

    /// <summary>A text field; empty when the message has none of this name.</summary>
    public static string Text(this IMessage message, string field) => message.Descriptor.FindFieldByName(field)?.Accessor.GetValue(message) as string ?? string.Empty;

    /// <summary>Sets a field that the message has for sure.</summary>
    public static void Set(this IMessage message, string field, object value) => message.Descriptor.FindFieldByName(field).Accessor.SetValue(message, value);

    private static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) => string.Join(", ", value.EnumerateArray().Select(item => item.GetString())),
        _ => value.GetRawText(),
    };
}
