using System.Runtime.InteropServices;
using CitizenNetwork.Benchmarks.Storage;
using CitizenNetwork.Domain.Themes;
using CitizenNetwork.Matching.Search;
using Npgsql;
using NpgsqlTypes;

namespace CitizenNetwork.Benchmarks.Match;

/// <summary>
/// What a user would have instead where texts are compared by vectors: PostgreSQL with PostGIS and pgvector, the same filters,
/// exactly (no approximate index), the greatest inner product first.
/// </summary>
internal sealed class VectorSide : IAsyncDisposable
{
    private const string Sql =
        """
        SELECT id, (v <#> $5::real[]::vector) * -1 AS likeness FROM place, (SELECT ST_SetSRID(ST_MakePoint($1, $2), 4326)::geography AS centre) AS asked
        WHERE ST_DWithin(geog, centre, $3, false) AND themes && $4 AND words @@ to_tsquery('french', $7)
        ORDER BY v <#> $5::real[]::vector, id LIMIT $6
        """;

    private readonly BenchPostgres _database;
    private readonly NpgsqlDataSource _source;
    private readonly ThemeList _themes;

    private VectorSide(BenchPostgres database, string connection, ThemeList themes)
    {
        (_database, _themes) = (database, themes);
        _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { MaxPoolSize = MatchBench.Callers, MaxAutoPrepare = 4, AutoPrepareMinUsages = 1, CommandTimeout = 0 }.ConnectionString);
    }

    /// <summary>Null, and said so, where there is no server or it has not both extensions.</summary>
    public static async Task<VectorSide?> OpenAsync(ThemeList themes)
    {
        var database = await BenchPostgres.CreateAsync();
        if (database is null)
        {
            return null;
        }

        var connection = await database.SchemaAsync("match");
        try
        {
            await BenchPostgres.ExecuteAsync(connection, "CREATE EXTENSION postgis SCHEMA match; CREATE EXTENSION vector SCHEMA match");
        }
        catch (PostgresException exception)
        {
            await database.DisposeAsync();
            await Console.Error.WriteLineAsync($"pgvector not present: {exception.MessageText}");
            return null;
        }

        return new VectorSide(database, connection, themes);
    }

    /// <summary>Takes rows with the words and the vector of each, and makes the indexes of the filters.</summary>
    public async Task LoadAsync(IEnumerable<(NearbyRow Row, string Words, float[] Vector)> rows)
    {
        await ExecuteAsync("CREATE UNLOGGED TABLE loaded (id text, longitude float8, latitude float8, themes smallint[], words text, v real[])");
        await using (var connection = await _source.OpenConnectionAsync())
        await using (var copy = await connection.BeginBinaryImportAsync("COPY loaded FROM STDIN (FORMAT binary)"))
        {
            foreach (var (row, words, vector) in rows)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(row.Name, NpgsqlDbType.Text);
                await copy.WriteAsync(row.Point.Longitude, NpgsqlDbType.Double);
                await copy.WriteAsync(row.Point.Latitude, NpgsqlDbType.Double);
                await copy.WriteAsync(Numbers(row.Themes), NpgsqlDbType.Array | NpgsqlDbType.Smallint);
                await copy.WriteAsync(words, NpgsqlDbType.Text);
                await copy.WriteAsync(vector, NpgsqlDbType.Array | NpgsqlDbType.Real);
            }

            await copy.CompleteAsync();
        }

        await ExecuteAsync(
            """
            CREATE TABLE place AS SELECT id COLLATE "C" AS id, ST_SetSRID(ST_MakePoint(longitude, latitude), 4326)::geography AS geog, themes, to_tsvector('french', words) AS words, v::vector(64) AS v FROM loaded;
            DROP TABLE loaded;
            CREATE INDEX ON place USING gist (geog);
            CREATE INDEX ON place USING gin (words);
            CREATE INDEX ON place USING gin (themes);
            """);
        await ExecuteAsync("VACUUM (ANALYZE) place");
    }

    public async Task<List<Likeness>> FindAsync(NearbyQuery query, float[] vector)
    {
        await using var command = _source.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = query.Centre.Longitude });
        command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = query.Centre.Latitude });
        command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = query.Metres });
        command.Parameters.Add(new NpgsqlParameter<short[]> { TypedValue = Numbers(query.Themes) });
        command.Parameters.Add(new NpgsqlParameter<float[]> { TypedValue = vector });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = query.Count });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = query.Text.Replace(" ", " | ", StringComparison.Ordinal) });
        await using var reader = await command.ExecuteReaderAsync();
        List<Likeness> found = [];
        while (await reader.ReadAsync())
        {
            found.Add(new Likeness(reader.GetString(0), reader.GetDouble(1)));
        }

        return found;
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }

    private short[] Numbers(IEnumerable<string> themes) => [.. themes.Select(theme => (short)_themes.Codes.IndexOf(theme))];

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>A row of an answer with its inner product.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Likeness(string Name, double Value);
