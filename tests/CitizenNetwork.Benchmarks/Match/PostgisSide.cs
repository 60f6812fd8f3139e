using System.Globalization;
using CitizenNetwork.Benchmarks.Storage;
using CitizenNetwork.Domain.Themes;
using CitizenNetwork.Matching.Search;
using Npgsql;
using NpgsqlTypes;

namespace CitizenNetwork.Benchmarks.Match;

/// <summary>What a user would have instead: the same rows in PostgreSQL with PostGIS and French full text, asked by prepared statements.</summary>
internal sealed class PostgisSide : IAsyncDisposable
{
    private const string Sql =
        """
        SELECT id FROM place, (SELECT ST_SetSRID(ST_MakePoint($1, $2), 4326)::geography AS centre) AS asked
        WHERE ST_DWithin(geog, centre, $3, false) AND themes && $4 AND words @@ to_tsquery('french', $5)
        ORDER BY ST_Distance(geog, centre, false), id LIMIT $6
        """;

    private readonly BenchPostgres _database;
    private readonly NpgsqlDataSource _source;
    private readonly ThemeList _themes;

    private PostgisSide(BenchPostgres database, string connection, ThemeList themes)
    {
        (_database, _themes) = (database, themes);
        _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { MaxPoolSize = MatchBench.Callers, MaxAutoPrepare = 4, AutoPrepareMinUsages = 1, CommandTimeout = 0 }.ConnectionString);
    }

    /// <summary>Null, and said so, where there is no server or it has no PostGIS.</summary>
    public static async Task<PostgisSide?> OpenAsync(ThemeList themes)
    {
        var database = await BenchPostgres.CreateAsync();
        if (database is null)
        {
            return null;
        }

        var connection = await database.SchemaAsync("match");
        try
        {
            await BenchPostgres.ExecuteAsync(connection, "CREATE EXTENSION postgis SCHEMA match");
        }
        catch (PostgresException exception)
        {
            await database.DisposeAsync();
            await Console.Error.WriteLineAsync($"PostgreSQL is left out: it has no PostGIS ({exception.MessageText}).");
            return null;
        }

        return new PostgisSide(database, connection, themes);
    }

    /// <summary>Takes rows with the words of each, and makes the indexes.</summary>
    public async Task LoadAsync(IEnumerable<(NearbyRow Row, string Words)> rows)
    {
        await ExecuteAsync("CREATE UNLOGGED TABLE loaded (id text, longitude float8, latitude float8, themes smallint[], words text)");
        await using (var connection = await _source.OpenConnectionAsync())
        await using (var copy = await connection.BeginBinaryImportAsync("COPY loaded FROM STDIN (FORMAT binary)"))
        {
            foreach (var (row, words) in rows)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(row.Name, NpgsqlDbType.Text);
                await copy.WriteAsync(row.Point.Longitude, NpgsqlDbType.Double);
                await copy.WriteAsync(row.Point.Latitude, NpgsqlDbType.Double);
                await copy.WriteAsync(Numbers(row.Themes), NpgsqlDbType.Array | NpgsqlDbType.Smallint);
                await copy.WriteAsync(words, NpgsqlDbType.Text);
            }

            await copy.CompleteAsync();
        }

        await ExecuteAsync(
            """
            CREATE TABLE place AS SELECT id COLLATE "C" AS id, ST_SetSRID(ST_MakePoint(longitude, latitude), 4326)::geography AS geog, themes, to_tsvector('french', words) AS words FROM loaded;
            DROP TABLE loaded;
            CREATE INDEX ON place USING gist (geog);
            CREATE INDEX ON place USING gin (words);
            CREATE INDEX ON place USING gin (themes);
            """);
        await ExecuteAsync("VACUUM (ANALYZE) place");
    }

    /// <summary>The lexemes that PostgreSQL makes of words, each word alone.</summary>
    public async Task<string[]> LexemesAsync(string[] words)
    {
        await using var command = _source.CreateCommand("SELECT coalesce((SELECT string_agg(lexeme, ' ') FROM unnest(to_tsvector('french', word))), '') FROM unnest($1) WITH ORDINALITY AS asked (word, place) ORDER BY place");
        command.Parameters.Add(new NpgsqlParameter { Value = words });
        await using var reader = await command.ExecuteReaderAsync();
        List<string> lexemes = [];
        while (await reader.ReadAsync())
        {
            lexemes.Add(reader.GetString(0));
        }

        return [.. lexemes];
    }

    public async Task<List<string>> FindAsync(NearbyQuery query)
    {
        await using var command = _source.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = query.Centre.Longitude });
        command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = query.Centre.Latitude });
        command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = query.Metres });
        command.Parameters.Add(new NpgsqlParameter<short[]> { TypedValue = Numbers(query.Themes) });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = query.Text.Replace(" ", " | ", StringComparison.Ordinal) });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = query.Count });
        await using var reader = await command.ExecuteReaderAsync();
        List<string> found = [];
        while (await reader.ReadAsync())
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }

    /// <summary>Version of the server.</summary>
    public async Task<string> DescribeAsync()
    {
        await using var command = _source.CreateCommand("SELECT current_setting('server_version'), postgis_lib_version()");
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return string.Create(CultureInfo.InvariantCulture, $"PostgreSQL {reader.GetString(0)}, PostGIS {reader.GetString(1)}.");
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
