using System.Data.Common;
using System.IO.Compression;
using System.Text;
using CitizenNetwork.Storage;
using CitizenNetwork.Storage.Sqlite;
using Dapper;

namespace CitizenNetwork.EndToEndTests.Privacy;

/// <summary>Looks for texts everywhere that something may be stored.</summary>
internal static class Finding
{
    /// <summary>Tables of the database in which one of the texts stands.</summary>
    public static Task<List<string>> InTablesAsync(IDatabase database, IReadOnlyCollection<string> texts) => database.ReadAsync(async connection =>
    {
        var tables = (await connection.QueryAsync<string>(database.Engine == Engines.Sqlite
            ? "SELECT name FROM sqlite_master WHERE type = 'table'"
            : "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()")).ToList();
        Assert.Contains("grain_state", tables);
        List<string> found = [];
        foreach (var table in tables)
        {
            if (await HoldsAsync(connection, table, texts))
            {
                found.Add(table);
            }
        }

        return found;
    });

    /// <summary>Files of a folder in which one of the texts stands, byte by byte.</summary>
    public static List<string> InFiles(string folder, IReadOnlyCollection<string> texts)
    {
        List<string> found = [];
        foreach (var file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories) : [])
        {
            if (Path.GetFileName(file) == SqliteDatabase.LockName)
            {
                // Held, so that nobody reads it: nothing is ever written into it.
                Assert.Equal(0, new FileInfo(file).Length);
                continue;
            }

            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            MemoryStream bytes = new();
            stream.CopyTo(bytes);
            if (Holds(bytes.ToArray(), texts))
            {
                found.Add(Path.GetFileName(file));
            }
        }

        return found;
    }

    /// <summary>Whether one of the texts stands in a backup.</summary>
    public static async Task<bool> InBackupAsync(string file, IReadOnlyCollection<string> texts)
    {
        await using GZipStream plain = new(File.OpenRead(file), CompressionMode.Decompress);
        MemoryStream bytes = new();
        await plain.CopyToAsync(bytes);
        Assert.NotEqual(0, bytes.Length);
        return Holds(bytes.ToArray(), texts);
    }

    public static bool InText(string said, IReadOnlyCollection<string> texts) => texts.Any(text => said.Contains(text, StringComparison.OrdinalIgnoreCase));

    private static bool Holds(byte[] bytes, IReadOnlyCollection<string> texts) => texts.Any(text => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    private static async Task<bool> HoldsAsync(DbConnection connection, string table, IReadOnlyCollection<string> texts)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {table}";
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            for (var i = 0; i < reader.FieldCount; i++)
            {
                var text = reader.GetValue(i) switch { byte[] bytes => Encoding.UTF8.GetString(bytes), var value => $"{value}" };
                if (InText(text, texts))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
