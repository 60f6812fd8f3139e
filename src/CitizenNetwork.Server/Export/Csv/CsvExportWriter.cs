using System.Buffers;
using System.Collections.Immutable;
using CsvHelper;
using Google.Protobuf.Reflection;

namespace CitizenNetwork.Server.Export.Csv;

/// <summary>Writes CSV (RFC 4180); the byte order mark tells spreadsheets that it is UTF-8.</summary>
internal sealed class CsvExportWriter : ExportWriter
{
    private readonly ImmutableArray<CsvColumn> _columns;
    private readonly MemoryStream _row = new();
    private readonly CsvWriter _csv;

    public CsvExportWriter(IBufferWriter<byte> output, MessageDescriptor message)
        : base(output)
    {
        _columns = CsvColumn.Of(message);
        _csv = CsvWriter.Create(_row, new CsvWriterOptions { WriteByteOrderMark = true }, leaveOpen: true);
    }

    public override string ContentType => "text/csv; charset=utf-8; header=present";

    public override string Extension => ".csv";

    public override void Begin() => Row(_columns.Select(column => column.Name).Concat([ExportedFields.Source, ExportedFields.SourceExternalId, ExportedFields.Licence]));

    public override bool Write(ExportedRecord record)
    {
        Row(_columns.Select(column => column.Cell(record.Message)).Concat(ExportedFields.OriginOf(record).Select(told => CsvColumn.Harmless(told.Value))));
        return true;
    }

    public override void End()
    {
    }

    public override void Dispose()
    {
        _csv.Dispose();
        _row.Dispose();
    }

    private void Row(IEnumerable<string> cells)
    {
        _csv.WriteRecord([.. cells]);
        _csv.Flush();
        Output.Write(_row.GetBuffer().AsSpan(0, (int)_row.Length));
        _row.SetLength(0);
    }
}
