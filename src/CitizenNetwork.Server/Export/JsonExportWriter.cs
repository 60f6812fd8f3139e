using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace CitizenNetwork.Server.Export;

/// <summary>Writes one JSON object, whose last member is the list of the records.</summary>
internal abstract class JsonExportWriter : ExportWriter
{
    protected JsonExportWriter(IBufferWriter<byte> output)
        : base(output) => Json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) });

    protected Utf8JsonWriter Json { get; }

    /// <summary>Name of the list.</summary>
    protected abstract string List { get; }

    public override void Begin()
    {
        Json.WriteStartObject();
        BeginObject();
        Json.WriteStartArray(List);
        Json.Flush();
    }

    public override bool Write(ExportedRecord record)
    {
        var isWritten = WriteRecord(record);
        Json.Flush();
        return isWritten;
    }

    public override void End()
    {
        Json.WriteEndArray();
        Json.WriteEndObject();
        Json.Flush();
    }

    public override void Dispose() => Json.Dispose();

    /// <summary>Writes the members before the list.</summary>
    protected virtual void BeginObject()
    {
    }

    /// <summary>Writes a record as one value, or nothing.</summary>
    protected abstract bool WriteRecord(ExportedRecord record);
}
