using System.Buffers;
using System.Collections.Immutable;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using CitizenNetwork.Storage.Migrations;

namespace CitizenNetwork.Storage.Backup;

/// <summary>A row as a backup holds it: a string, long, bool, byte[], DateTimeOffset or null for each column.</summary>
internal readonly record struct BackupRow(BackupTable Table, object?[] Values);

/// <summary>Reads a backup and makes sure that it is whole and as it was written.</summary>
internal sealed class BackupReader : IAsyncDisposable
{
    private const int BlockBytes = 64 * 1024;

    private readonly PipeReader _lines;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly long[] _counts = new long[BackupFormat.Tables.Length];

    private BackupReader(Stream file) => _lines = PipeReader.Create(
        new GZipStream(file, CompressionMode.Decompress, leaveOpen: true), new StreamPipeReaderOptions(bufferSize: BlockBytes));

    /// <summary>What the backup says of itself.</summary>
    public BackupHeader Header { get; private set; } = null!;

    /// <summary>Rows by table; whole once <see cref="ReadAsync"/> has come to its end.</summary>
    public ImmutableSortedDictionary<string, long> Counts =>
        BackupFormat.Tables.Select((table, i) => KeyValuePair.Create(table.Name, _counts[i])).ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Begins with the header.</summary>
    /// <exception cref="RestoreException">It is no backup, or a newer program wrote it.</exception>
    public static async Task<BackupReader> OpenAsync(Stream file, CancellationToken cancellationToken = default)
    {
        BackupReader reader = new(file);
        try
        {
            reader.Header = await reader.HeaderAsync(cancellationToken);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    /// <summary>All rows, table by table. Comes to its end only when the trailer confirms every line before it.</summary>
    /// <exception cref="RestoreException">The backup is cut off or was altered.</exception>
    public async IAsyncEnumerable<BackupRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var table = 0;
        while (true)
        {
            var line = await LineAsync(cancellationToken) ?? throw CutOff();
            using var document = Parse(line);
            if (!document.RootElement.TryGetProperty(BackupFormat.TableProperty, out var name))
            {
                Check(document.RootElement);
                break;
            }

            // Tables follow each other in one order, as an engine takes them.
            while (table < BackupFormat.Tables.Length && !name.ValueEquals(BackupFormat.Tables[table].Name))
            {
                table++;
            }

            if (table == BackupFormat.Tables.Length)
            {
                throw Altered();
            }

            var row = ToRow(BackupFormat.Tables[table], document.RootElement);
            _hash.AppendData(line);
            _counts[table]++;
            yield return row;
        }

        if (await LineAsync(cancellationToken) is not null)
        {
            throw Altered();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _lines.CompleteAsync();
        _hash.Dispose();
    }

    private async Task<BackupHeader> HeaderAsync(CancellationToken cancellationToken)
    {
        byte[]? line = null;
        try
        {
            line = await LineAsync(cancellationToken);
        }
        catch (RestoreException)
        {
            // Not even compressed as ours are.
        }

        if (line is null || TryHeader(line) is not { } found)
        {
            throw new RestoreException("The file is no backup of CitizenNetwork.");
        }

        if (found.Version > BackupFormat.Version || found.Header.Migration > (Migration.Of(FolderOf(found.Header.Engine)) is [.., var last] ? last.Number : 0))
        {
            throw new RestoreException(
                $"The backup was written by a newer version of this program (format {found.Version}, {found.Header.Engine} shape number {found.Header.Migration}). Restore it with that version.");
        }

        _hash.AppendData(line);
        return found.Header;
    }

    private static (int Version, BackupHeader Header)? TryHeader(byte[] line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var header = document.RootElement;
            return header.GetProperty("format").GetString() != BackupFormat.Name
                ? null
                : (header.GetProperty("version").GetInt32(), new BackupHeader(
                    header.GetProperty("engine").GetString()!,
                    header.GetProperty("migration").GetInt32(),
                    header.GetProperty("created_at").GetDateTimeOffset(),
                    header.GetProperty("feed_epoch").GetString()!));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    private static string FolderOf(string engine) => engine == Engines.Sqlite ? "Sqlite" : "Postgres";

    private void Check(JsonElement trailer)
    {
        var sum = Convert.ToHexStringLower(_hash.GetHashAndReset());
        if (!trailer.TryGetProperty("sha256", out var told) || !told.ValueEquals(sum)
            || !trailer.TryGetProperty("counts", out var counts)
            || !BackupFormat.Tables.Select((table, i) => counts.TryGetProperty(table.Name, out var count) ? count.TryGetInt64(out var rows) && rows == _counts[i] : _counts[i] == 0).All(same => same))
        {
            throw Altered();
        }
    }

    private static JsonDocument Parse(byte[] line)
    {
        try
        {
            return JsonDocument.Parse(line) is { RootElement.ValueKind: JsonValueKind.Object } document ? document : throw Altered();
        }
        catch (JsonException)
        {
            throw Altered();
        }
    }

    private static BackupRow ToRow(BackupTable table, JsonElement line)
    {
        var values = new object?[table.Columns.Length];
        try
        {
            for (var i = 0; i < values.Length; i++)
            {
                // A column that joined later may be missing, so it is always one that may be null.
                values[i] = line.TryGetProperty(table.Columns[i].Name, out var value) ? Value(table.Columns[i], value)
                    : table.Columns[i].IsNullable ? null
                    : throw Altered();
            }

            return new BackupRow(table, values);
        }
        catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw Altered();
        }
    }

    private static object? Value(BackupColumn column, JsonElement value) => column.Kind switch
    {
        _ when value.ValueKind == JsonValueKind.Null => column.IsNullable ? null : throw Altered(),
        ColumnKind.Integer or ColumnKind.Number => value.GetInt64(),
        ColumnKind.Flag => value.GetBoolean(),
        ColumnKind.Bytes => value.GetBytesFromBase64(),
        ColumnKind.Time => value.GetDateTimeOffset(),
        _ => value.GetString(),
    };

    /// <summary>The next line with its end; null after the last one.</summary>
    private async Task<byte[]?> LineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await ReadBlockAsync(cancellationToken);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var next = read.Buffer.GetPosition(1, end);
                var line = read.Buffer.Slice(0, next).ToArray();
                _lines.AdvanceTo(next);
                return line;
            }

            if (read.IsCompleted)
            {
                return read.Buffer.IsEmpty ? null : throw CutOff();
            }

            if (read.Buffer.Length > BackupFormat.MaxLineBytes)
            {
                throw Altered();
            }

            _lines.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private async ValueTask<ReadResult> ReadBlockAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _lines.ReadAsync(cancellationToken);
        }
        catch (InvalidDataException)
        {
            throw Altered();
        }
    }

    private static RestoreException CutOff() => new("The backup is cut off: its end is missing. Nothing was restored.");

    private static RestoreException Altered() => new("The backup is damaged: it is not as it was written. Nothing was restored.");
}
