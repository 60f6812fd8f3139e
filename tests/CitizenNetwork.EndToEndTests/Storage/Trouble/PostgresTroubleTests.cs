using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Testing;
using Npgsql;

namespace CitizenNetwork.EndToEndTests.Storage.Trouble;

/// <summary>A database that fails a server on PostgreSQL: callers are told to come back, nothing is lost, and the server recovers by itself.</summary>
public sealed class PostgresTroubleTests
{
    /// <summary>Mebibytes of the disk: an empty database takes eight.</summary>
    private const int DiskSize = 16;

    [SkippableFact]
    public async Task Write_OnAFullDisk_IsUnavailableUntilThereIsRoom()
    {
        await using var disk = await Tmpfs.MountAsync(DiskSize);
        await using var postgres = await PrivatePostgres.StartNewAsync();
        await PrivatePostgres.GiveAsync(disk.Folder);
        await TestPostgres.ExecuteAsync(postgres.ConnectionString, $"CREATE TABLESPACE small LOCATION '{disk.Folder}'");
        await TestPostgres.ExecuteAsync(postgres.ConnectionString, "CREATE DATABASE small TABLESPACE small");
        await using var server = await TroubledServer.StartAsync(new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Database = "small" }.ConnectionString);
        await server.WriteAsync();
        disk.Fill();
        var refused = await server.WriteUntilUnavailableAsync();
        await server.AssertReadyAsync(false);
        await server.AssertThereAsync();
        disk.Free();
        await server.AssertRecoversAsync(refused);
    }

    [SkippableFact]
    public async Task Call_WhenConnectionsAreCut_IsUnavailableUntilTheyPass()
    {
        await using var schema = await TestPostgres.CreateAsync();
        await using var proxy = ProxyTo(schema);
        await using var server = await TroubledServer.StartAsync(Through(proxy, schema));
        var known = await server.WriteAsync();
        proxy.Cut();
        var refused = TroubledServer.NewActor();
        await TroubledServer.AssertUnavailableAsync(() => server.WriteAsync(refused));
        await TroubledServer.AssertUnavailableAsync(async () => await server.Wire.Actors.GetActorAsync(new GetActorRequest { Name = known.Name }));
        await TroubledServer.AssertUnavailableAsync(async () => await server.Wire.Actors.ListActorsAsync(new ListActorsRequest()));
        await server.AssertReadyAsync(false);
        proxy.Resume();
        await server.AssertRecoversAsync(refused);
    }

    [SkippableFact]
    public async Task Call_WhenConnectionsStall_IsUnavailableUntilTheyPass()
    {
        await using var schema = await TestPostgres.CreateAsync();
        await using var proxy = ProxyTo(schema);
        await using var server = await TroubledServer.StartAsync(Through(proxy, schema));
        await server.WriteAsync();
        proxy.Stall();
        var refused = TroubledServer.NewActor();
        await TroubledServer.AssertUnavailableAsync(() => server.WriteAsync(refused));
        await server.AssertReadyAsync(false);
        proxy.Resume();
        await server.AssertRecoversAsync(refused);
    }

    /// <summary>The answer to a write is lost: it was made, its caller cannot know, and the same request again gets its answer.</summary>
    [SkippableFact]
    public async Task Write_WhoseAnswerIsLost_IsMadeOnce()
    {
        await using var schema = await TestPostgres.CreateAsync();
        await using var proxy = ProxyTo(schema);
        await using var server = await TroubledServer.StartAsync(Through(proxy, schema, commandSeconds: 5));
        var actor = await server.WriteAsync();
        UpdateActorRequest request = new()
        {
            Actor = new Actor { Name = actor.Name, DisplayName = "Autre nom", Etag = actor.Etag },
            UpdateMask = Samples.Mask("display_name"),
            RequestId = Samples.NewRequestId(),
        };
        Task lost;
        await using (await LockAsync(schema, "grain_state"))
        {
            lost = TroubledServer.AssertUnavailableAsync(async () => await server.Wire.Actors.UpdateActorAsync(request));
            await WaitingAsync(schema, 1);
            proxy.LoseAnswers();
        }

        await lost;
        proxy.Resume();
        await server.AssertRecoversAsync();
        Assert.Equal("2", (await server.Wire.Actors.GetActorAsync(new GetActorRequest { Name = actor.Name })).Etag);
        Assert.Equal("2", (await server.Wire.Actors.UpdateActorAsync(request)).Etag);
    }

    [SkippableFact]
    public async Task Call_WhoseSessionsWereEnded_IsUnavailableAtMostOnce()
    {
        await using var schema = await TestPostgres.CreateAsync();
        var name = $"troubled-{Guid.NewGuid():N}";
        await using var server = await TroubledServer.StartAsync(new NpgsqlConnectionStringBuilder(schema.ConnectionString) { ApplicationName = name }.ConnectionString);
        for (var i = 0; i < 5; i++)
        {
            await server.WriteAsync();
            await TestPostgres.ExecuteAsync(schema.ConnectionString, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{name}'");
            await server.AssertRecoversAsync();
        }
    }

    [SkippableTheory]
    [InlineData("-c lock_timeout=200", "grain_state")]
    [InlineData("-c lock_timeout=0 -c statement_timeout=200", "grain_state")]
    [InlineData("-c lock_timeout=200", "outbox, ledger")]
    public async Task Write_ThatWaitsTooLong_IsUnavailableUntilTheLockIsGone(string limits, string tables)
    {
        await using var schema = await TestPostgres.CreateAsync();
        await using var server = await TroubledServer.StartAsync(new NpgsqlConnectionStringBuilder(schema.ConnectionString) { Options = limits }.ConnectionString);
        await server.WriteAsync();
        var refused = TroubledServer.NewActor();
        await using (await LockAsync(schema, tables))
        {
            await TroubledServer.AssertUnavailableAsync(() => server.WriteAsync(refused));
            await server.AssertThereAsync();
        }

        await server.AssertRecoversAsync(refused);
    }

    /// <summary>Whoever has a key is not told that it is wrong because nobody could look.</summary>
    [SkippableFact]
    public async Task Call_WhoseKeyCannotBeLookedUp_IsUnavailable()
    {
        await using var schema = await TestPostgres.CreateAsync();
        await using var server = await TroubledServer.StartAsync(new NpgsqlConnectionStringBuilder(schema.ConnectionString) { Options = "-c lock_timeout=200" }.ConnectionString);
        await using (await LockAsync(schema, "api_key", "ACCESS EXCLUSIVE"))
        {
            await TroubledServer.AssertUnavailableAsync(async () => await server.Wire.Actors.ListActorsAsync(new ListActorsRequest()));
        }

        await server.AssertRecoversAsync();
    }

    [SkippableFact]
    public async Task Call_WhenEveryConnectionIsInUse_IsUnavailableAndTheOthersGoOn()
    {
        const int Pool = 2;
        await using var schema = await TestPostgres.CreateAsync();
        await using var server = await TroubledServer.StartAsync(
            new NpgsqlConnectionStringBuilder(schema.ConnectionString) { MaxPoolSize = Pool, Timeout = 1, Options = "-c lock_timeout=0 -c statement_timeout=0" }.ConnectionString);
        await server.WriteAsync();
        List<CreateActorRequest> requests = [.. Enumerable.Range(0, Pool).Select(_ => TroubledServer.NewActor())];
        List<Task<Actor>> waiting;
        await using (await LockAsync(schema, "grain_state"))
        {
            waiting = [];
            foreach (var request in requests)
            {
                waiting.Add(server.WriteAsync(request));
                await WaitingAsync(schema, waiting.Count);
            }

            await TroubledServer.AssertUnavailableAsync(() => server.WriteAsync());
            await server.AssertReadyAsync(false);
        }

        Assert.All(await Task.WhenAll(waiting), actor => Assert.Equal("1", actor.Etag));
        await server.AssertRecoversAsync(requests[0]);
    }

    private static TcpProxy ProxyTo(TestPostgres schema)
    {
        NpgsqlConnectionStringBuilder server = new(schema.ConnectionString);
        return new TcpProxy(server.Host!, server.Port);
    }

    private static string Through(TcpProxy proxy, TestPostgres schema, int commandSeconds = 1) => new NpgsqlConnectionStringBuilder(schema.ConnectionString)
    {
        Host = "127.0.0.1",
        Port = proxy.Port,
        Timeout = 1,
        CommandTimeout = commandSeconds,
    }.ConnectionString;

    /// <summary>Another session holds tables until it is disposed; they can still be read unless the mode is stronger.</summary>
    private static async Task<NpgsqlConnection> LockAsync(TestPostgres schema, string tables, string mode = "EXCLUSIVE")
    {
        NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(schema.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using NpgsqlCommand command = new($"BEGIN; LOCK TABLE {tables} IN {mode} MODE", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>Waits until so many sessions wait for the lock of a table of this schema.</summary>
    private static async Task WaitingAsync(TestPostgres schema, int count) => await Eventually.HoldsAsync(
        async () =>
        {
            await using NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(schema.ConnectionString) { Pooling = false }.ConnectionString);
            await connection.OpenAsync();
            await using NpgsqlCommand command = new("SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND relation = 'grain_state'::regclass", connection);
            return (long)(await command.ExecuteScalarAsync())! >= count;
        },
        $"{count} sessions wait.");
}
