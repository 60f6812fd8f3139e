using System.IO.Compression;
using System.Security;

namespace CitizenNetwork.EndToEndTests.Import;

/// <summary>The smallest XLSX file with one sheet of texts.</summary>
internal static class Workbook
{
    public static MemoryStream Of(params string[][] rows)
    {
        MemoryStream packed = new();
        using (ZipArchive archive = new(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add("[Content_Types].xml", """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>""");
            Add("_rels/.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
            Add("xl/workbook.xml", """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Lieux" sheetId="1" r:id="r1"/></sheets></workbook>""");
            Add("xl/_rels/workbook.xml.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>""");
            var cells = rows.Select((row, i) => $"<row r=\"{i + 1}\">{string.Concat(row.Select((cell, j) => $"<c r=\"{(char)('A' + j)}{i + 1}\" t=\"inlineStr\"><is><t>{SecurityElement.Escape(cell)}</t></is></c>"))}</row>");
            Add("xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{string.Concat(cells)}</sheetData></worksheet>");

            void Add(string name, string text)
            {
                using StreamWriter writer = new(archive.CreateEntry(name).Open());
                writer.Write(text);
            }
        }

        packed.Position = 0;
        return packed;
    }
}

/// <summary>A beginning, then the same block again and again: a large file that takes no memory.</summary>
internal sealed class RepeatedStream(byte[] beginning, byte[] block, long length) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get => _position; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_position >= length)
        {
            return 0;
        }

        var isBeginning = _position < beginning.Length;
        var from = isBeginning ? beginning : block;
        var at = (int)(isBeginning ? _position : (_position - beginning.Length) % block.Length);
        var read = (int)Math.Min(Math.Min(count, from.Length - at), length - _position);
        Array.Copy(from, at, buffer, offset, read);
        _position += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
