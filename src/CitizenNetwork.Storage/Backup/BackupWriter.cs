using System.Buffers;
using System.Data.Common;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using CitizenNetwork.Contracts;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.Storage.Backup;

/// <summary>Writes a backup of a database that goes on being written: all of it as it was at one instant.</summary>
public sealed class BackupWriter(IDatabase database, [FromKeyedServices(Clock.Key)] TimeProvider clock)
{
    /// <summary>Bytes of lines collected before they are compressed: all that is held in memory, but for the longest line.</summary>
    private const int BlockBytes = 64 * 1024;

    /// <summary>Writes the backup as fast as the destination takes it; it is whole when this returns.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot answer.</exception>
    public Task WriteAsync(Stream destination, CancellationToken cancellationToken = default) => database.SnapshotAsync(
        async snapshot =>
        {
            await using Lines lines = new(destination);
            await WriteAsync(snapshot, lines, cancellationToken);
        },
        cancellationToken);

    private async Task WriteAsync(DbConnection snapshot, Lines lines, CancellationToken cancellationToken)
    {
        var migration = await snapshot.ExecuteScalarAsync<int>("SELECT MAX(number) FROM schema_migration");
        var epoch = await snapshot.ExecuteScalarAsync<string>("SELECT epoch FROM feed");
        await lines.AddAsync(
            line =>
            {
                line.WriteString("format", BackupFormat.Name);
                line.WriteNumber("version", BackupFormat.Version);
                line.WriteString("engine", database.Engine);
                line.WriteNumber("migration", migration);
                line.WriteString("created_at", StoredTimes.Text(StoredTimes.Now(clock)));
                line.WriteString("feed_epoch", epoch);
            },
            cancellationToken);
        List<(string Table, long Rows)> counts = [];
        foreach (var table in BackupFormat.Tables)
        {
            counts.Add((table.Name, await WriteAsync(snapshot, table, lines, cancellationToken)));
        }

        await lines.EndAsync(counts, cancellationToken);
    }

    private static async Task<long> WriteAsync(DbConnection snapshot, BackupTable table, Lines lines, CancellationToken cancellationToken)
    {
        await using var command = snapshot.CreateCommand();
        command.CommandText = $"SELECT {table.Names} FROM {table.Name} ORDER BY {table.Order}";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = 0L;
        while (await reader.ReadAsync(cancellationToken))
        {
            await lines.AddAsync(
                line =>
                {
                    line.WriteString(BackupFormat.TableProperty, table.Name);
                    for (var i = 0; i < table.Columns.Length; i++)
                    {
                        Write(line, table.Columns[i], reader, i);
                    }
                },
                cancellationToken);
            rows++;
        }

        return rows;
    }

    private static void Write(Utf8JsonWriter line, BackupColumn column, DbDataReader reader, int i)
    {
        if (reader.IsDBNull(i))
        {
            line.WriteNull(column.Name);
            return;
        }

        switch (column.Kind)
        {
            case ColumnKind.Integer or ColumnKind.Number:
                line.WriteNumber(column.Name, reader.GetInt64(i));
                break;
            case ColumnKind.Flag:
                line.WriteBoolean(column.Name, reader.GetBoolean(i));
                break;
            case ColumnKind.Bytes:
                line.WriteBase64String(column.Name, reader.GetFieldValue<byte[]>(i));
                break;
            case ColumnKind.Time:
                line.WriteString(column.Name, StoredTimes.Text(StoredTimes.Read(reader.GetValue(i))));
                break;
            default:
                line.WriteString(column.Name, reader.GetString(i));
                break;
        }
    }

    /// <summary>Lines on their way: hashed, compressed, passed on in blocks.</summary>
    private sealed class Lines(Stream destination) : IAsyncDisposable
    {
        // Readable text stays readable; nothing here is shown by a browser.
        private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

        private readonly GZipStream _compressed = new(destination, CompressionLevel.Fastest, leaveOpen: true);
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly ArrayBufferWriter<byte> _block = new(2 * BlockBytes);

        public async ValueTask AddAsync(Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
        {
            using (Utf8JsonWriter line = new(_block, s_options))
            {
                line.WriteStartObject();
                write(line);
                line.WriteEndObject();
            }

            _block.Write("\n"u8);
            if (_block.WrittenCount >= BlockBytes)
            {
                await FlushAsync(cancellationToken);
            }
        }

        public async Task EndAsync(IEnumerable<(string Table, long Rows)> counts, CancellationToken cancellationToken)
        {
            await FlushAsync(cancellationToken);
            var sum = Convert.ToHexStringLower(_hash.GetHashAndReset());
            await AddAsync(
                line =>
                {
                    line.WriteStartObject("counts");
                    foreach (var (table, rows) in counts)
                    {
                        line.WriteNumber(table, rows);
                    }

                    line.WriteEndObject();
                    line.WriteString("sha256", sum);
                },
                cancellationToken);
            await FlushAsync(cancellationToken);
            await _compressed.DisposeAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await _compressed.DisposeAsync();
            _hash.Dispose();
        }

        private async Task FlushAsync(CancellationToken cancellationToken)
        {
            _hash.AppendData(_block.WrittenSpan);
            await _compressed.WriteAsync(_block.WrittenMemory, cancellationToken);
            _block.ResetWrittenCount();
        }
    }
}
