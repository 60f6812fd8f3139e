using System.Globalization;
using CitizenNetwork.Testing;
using Npgsql;
using Xunit.Abstractions;

namespace CitizenNetwork.UnitTests.Storage;

/// <summary>The feed where many transactions write at once, and commit in another order than they began.</summary>
public sealed class PostgresFeedTests(ITestOutputHelper output) : FeedTests(new PostgresEngine())
{
    private const string LogSql =
        "INSERT INTO change_log (grain_type, grain_key, state_name, version, recorded_at) VALUES ('actor', $1, 'actor', $2, '2026-11-22T10:00:00Z')";

    [SkippableFact]
    public async Task Read_LaterTransactionCommitsFirst_WaitsForTheEarlierOne()
    {
        await using var storage = await OpenAsync();
        var head = await storage.Feed.HeadAsync();
        await using var earlier = await Writer.BeginAsync(Engine, "actors/earlier", 1);
        await using var later = await Writer.BeginAsync(Engine, "actors/later", 1);
        await later.CommitAsync();

        var held = await storage.Feed.ReadAsync(head, 10);
        Assert.Empty(held.Rows);
        Assert.False(held.IsBroken);
        Assert.Equal(Samples.Now, await storage.Feed.OldestAfterAsync(head));

        await earlier.CommitAsync();
        Assert.Equal(["actors/earlier", "actors/later"], (await storage.ReadFrom(held.Next)).Rows.Select(row => row.Row.Key));
    }

    [SkippableFact]
    public async Task Head_TransactionOpenMeanwhile_StillGivesItsChangeAfterwards()
    {
        await using var storage = await OpenAsync();
        await using var open = await Writer.BeginAsync(Engine, "actors/open", 1);

        var head = await storage.Feed.HeadAsync();
        await open.CommitAsync();

        Assert.Equal(["actors/open"], (await storage.ReadFrom(head)).Rows.Select(row => row.Row.Key));
    }

    /// <summary>Writers begin, commit and give up in an order drawn by a seed; a reader that looks in between misses nothing and repeats nothing.</summary>
    [SkippableFact]
    public async Task Read_TransactionsInterleavedAtRandomAndANewLife_GivesEachChangeOnce()
    {
        var seed = int.Parse(Environment.GetEnvironmentVariable("CITIZENNETWORK_SEED") ?? "20261124", CultureInfo.InvariantCulture);
        output.WriteLine($"CITIZENNETWORK_SEED={seed}");
        Random random = new(seed);
        await using var storage = await OpenAsync();
        var place = await storage.Feed.HeadAsync();
        List<Writer> open = [];
        HashSet<string> committed = new(StringComparer.Ordinal);
        List<string> read = [];
        var renewed = 0;
        for (var step = 0; step < 400; step++)
        {
            switch (random.Next(5))
            {
                case 0 or 1 when open.Count < 6:
                    open.Add(await Writer.BeginAsync(Engine, $"actors/a{step}", random.Next(1, 4)));
                    break;
                case 2 when open.Count > 0:
                    var writer = open[random.Next(open.Count)];
                    open.Remove(writer);
                    if (random.Next(5) > 0)
                    {
                        await writer.CommitAsync();
                        committed.UnionWith(writer.Keys);
                    }

                    await writer.DisposeAsync();
                    break;
                case 3 when step % 97 == 0 && open.Count == 0:
                    renewed++;
                    await TestPostgres.ExecuteAsync(await ((PostgresEngine)Engine).ConnectionStringAsync(), "UPDATE feed SET epoch = md5(epoch)");
                    break;
                default:
                    await ReadAsync();
                    break;
            }
        }

        foreach (var writer in open)
        {
            await writer.CommitAsync();
            committed.UnionWith(writer.Keys);
            await writer.DisposeAsync();
        }

        do
        {
            await ReadAsync();
        }
        while (await storage.Feed.OldestAfterAsync(place) is not null);

        output.WriteLine($"{committed.Count} changes, {renewed} new lives");
        Assert.Equal(committed.Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));

        async Task ReadAsync()
        {
            var page = await storage.Feed.ReadAsync(place, random.Next(1, 6));
            place = page.Next;
            if (page.IsBroken)
            {
                // The reader takes everything that is there instead, as it does after a restore.
                read = [.. committed];
                return;
            }

            read.AddRange(page.Rows.Select(row => row.Row.Key));
        }
    }

    /// <summary>A transaction that writes changes, one key each, and stays open.</summary>
    private sealed class Writer : IAsyncDisposable
    {
        private readonly NpgsqlConnection _connection;
        private readonly NpgsqlTransaction _transaction;

        private Writer(NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<string> keys)
        {
            _connection = connection;
            _transaction = transaction;
            Keys = keys;
        }

        public IReadOnlyList<string> Keys { get; }

        public static async Task<Writer> BeginAsync(IEngine engine, string key, int rows)
        {
            NpgsqlConnection connection = new(await ((PostgresEngine)engine).ConnectionStringAsync());
            await connection.OpenAsync();
            var transaction = await connection.BeginTransactionAsync();
            var keys = Enumerable.Range(0, rows).Select(i => i == 0 ? key : $"{key}-{i}").ToList();
            foreach (var one in keys)
            {
                await using NpgsqlCommand command = new(LogSql, connection) { Parameters = { new() { Value = one }, new() { Value = 1L } } };
                await command.ExecuteNonQueryAsync();
            }

            return new Writer(connection, transaction, keys);
        }

        public Task CommitAsync() => _transaction.CommitAsync();

        public async ValueTask DisposeAsync()
        {
            await _transaction.DisposeAsync();
            await _connection.DisposeAsync();
        }
    }
}
