using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CitizenNetwork.Server.Export;

/// <summary>Which fields of a record's message stand in files, and what is told of its origin beside them.</summary>
internal static class ExportedFields
{
    /// <summary>Id of the source; empty: registered here.</summary>
    public const string Source = "source";

    /// <summary>The source's own id of the record.</summary>
    public const string SourceExternalId = "source_external_id";

    /// <summary>Licence under which the source publishes it; empty: not said.</summary>
    public const string Licence = "licence";

    /// <summary>Writes messages that stand in a file as a whole: fields bear the names of the API.</summary>
    public static JsonFormatter Json { get; } = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true));

    /// <summary>
    /// Contacts are nobody's business, pins are a coordinator's words to the people of one initiative, and an etag serves
    /// writes alone.
    /// </summary>
    private static readonly string[] s_heldBack = ["contact", "pins", "etag"];

    public static IEnumerable<FieldDescriptor> Of(MessageDescriptor message) =>
        message.Fields.InFieldNumberOrder().Where(field => !s_heldBack.Contains(field.Name, StringComparer.Ordinal));

    public static IEnumerable<(string Name, string Value)> OriginOf(ExportedRecord record) =>
    [
        (Source, record.Source?.Source ?? string.Empty),
        (SourceExternalId, record.Source?.ExternalId ?? string.Empty),
        (Licence, record.Source?.Licence ?? string.Empty),
    ];
}
