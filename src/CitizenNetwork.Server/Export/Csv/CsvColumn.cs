using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace CitizenNetwork.Server.Export.Csv;

/// <summary>A column: a field of the record's message, or a field of one in it.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Outer">Field of the message that holds the field; null: the record's own.</param>
/// <param name="Field">The field.</param>
internal sealed record CsvColumn(string Name, FieldDescriptor? Outer, FieldDescriptor Field)
{
    /// <summary>Stands between the values of a cell.</summary>
    public const char ListSeparator = '|';

    /// <summary>The columns of a message, in the order of its fields.</summary>
    public static ImmutableArray<CsvColumn> Of(MessageDescriptor message) => [.. ExportedFields.Of(message).SelectMany(Of)];

    /// <summary>The cell of a record, empty for what is not said.</summary>
    public string Cell(IMessage record)
    {
        var holder = Outer is null ? record : (IMessage?)Outer.Accessor.GetValue(record);
        var value = holder is null ? null : Field.Accessor.GetValue(holder);
        return value switch
        {
            null => string.Empty,
            IList list when Field.FieldType == FieldType.Message => list.Count == 0 ? string.Empty : $"[{string.Join(',', list.Cast<IMessage>().Select(message => ExportedFields.Json.Format(message)))}]",
            IList list => string.Join(ListSeparator, list.Cast<object>().Select(Text)),
            _ => Text(value),
        };
    }

    private static IEnumerable<CsvColumn> Of(FieldDescriptor field) =>
        field.FieldType == FieldType.Message && !field.IsRepeated && field.MessageType != Timestamp.Descriptor
            ? field.MessageType.Fields.InFieldNumberOrder().Select(inner => new CsvColumn($"{field.Name}.{inner.Name}", field, inner))
            : [new CsvColumn(field.Name, null, field)];

    private string Text(object value) => value switch
    {
        string text => Harmless(text),
        bool truth => truth ? "true" : "false",
        Timestamp time => time.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        System.Enum => Convert.ToInt32(value, CultureInfo.InvariantCulture) is var number && number == 0 ? string.Empty : Field.EnumType.FindValueByNumber(number)?.Name ?? number.ToString(CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"{Field.FullName} is a {value.GetType().Name}."),
    };

    /// <summary>A text that no spreadsheet takes for a formula.</summary>
    public static string Harmless(string text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..] ? $"'{text}" : text;
}
