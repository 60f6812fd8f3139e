using System.IO.Compression;
using System.Text.Json;
using CitizenNetwork.EndToEndTests.Json;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Storage;
using CitizenNetwork.Storage.Sqlite;
using CitizenNetwork.Testing;
using Dapper;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CitizenNetwork.EndToEndTests.Storage;

/// <summary>
/// Databases that an earlier program left, opened by this one. <c>Old/README.md</c> says how they were made and what the
/// earlier program answered from them.
/// </summary>
public sealed class UpgradeTests : IDisposable
{
    private const string SchemaOfTheDump = "old_citizennetwork";

    private readonly string _folder = Directory.CreateTempSubdirectory("citizennetwork-upgrade-").FullName;
    private readonly JsonDocument _old = JsonDocument.Parse(File.ReadAllText(PathOf("answers.json")));

    private string Key => _old.RootElement.GetProperty("key").GetString()!;

    public void Dispose()
    {
        _old.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_OnAnOldDatabase_AnswersAsTheOldProgramDid(bool onPostgres)
    {
        await using var schema = onPostgres ? await TestPostgres.CreateAsync() : null;
        await LayOutAsync(schema?.ConnectionString);
        List<string> after;
        await using (var server = await StartAsync(schema?.ConnectionString))
        {
            using JsonCaller json = new(server.HttpAddress, Key);
            using var channel = GrpcChannel.ForAddress(server.GrpcAddress);
            var wire = Wire.On(channel, Key, string.Empty);

            var status = await wire.Administration.GetStatusAsync(new GetStatusRequest());
            Assert.InRange(status.Migration, onPostgres ? 2 : 3, 1_000);
            await AssertRecordsAsync(json, wire);
            await AssertReplaysAsync(json);
            await AssertDeletedAsync(wire);

            // What those states remembered moves to the ledger with their next write, and goes on being remembered.
            Assert.Equal(0, await RequestsInLedgerAsync(server));
            await WriteAgainAsync(wire);
            Assert.Equal(10, await RequestsInLedgerAsync(server));
            await AssertReplaysAsync(json);
            await AssertDeletedAsync(wire);
            Assert.Equal("1", (await wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Toute neuve") })).Etag);
            after = await wire.EverythingAsync();
        }

        await using var again = await StartAsync(schema?.ConnectionString);
        using var second = GrpcChannel.ForAddress(again.GrpcAddress);
        Assert.Equal(after, await Wire.On(second, Key, string.Empty).EverythingAsync());
    }

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Storage", "Old", file);

    private static GZipStream Decompressed(string file) => new GZipStream(File.OpenRead(PathOf(file)), CompressionMode.Decompress);

    private async Task LayOutAsync(string? postgres)
    {
        if (postgres is null)
        {
            await using var from = Decompressed("citizennetwork.db.gz");
            await using var to = File.Create(Path.Combine(_folder, SqliteDatabase.FileName));
            await from.CopyToAsync(to);
            return;
        }

        using StreamReader dump = new(Decompressed("postgres.sql.gz"));
        var schema = new NpgsqlConnectionStringBuilder(postgres).SearchPath!;
        await TestPostgres.ExecuteAsync(postgres, (await dump.ReadToEndAsync()).Replace(SchemaOfTheDump, schema, StringComparison.Ordinal));
    }

    private Task<CitizenNetworkServer> StartAsync(string? postgres) => CitizenNetworkServer.StartAsync(
        new ServerSettings(_folder, 0, 0) { Postgres = postgres }, services => services.AddKeyedSingleton<TimeProvider>(Contracts.Clock.Key, new SettableClock()));

    /// <summary>Every record as it was, its etag and times included, by its own name and in the lists.</summary>
    private async Task AssertRecordsAsync(JsonCaller json, Wire wire)
    {
        var records = _old.RootElement.GetProperty("records").EnumerateObject().ToList();
        Assert.True(records.Count > 100);
        Assert.Equal(5, records.Select(record => record.Name.Split('/')[0]).Distinct().Count());
        foreach (var record in records)
        {
            var collection = record.Name.Split('/')[0];
            var concept = char.ToUpperInvariant(collection[0]) + collection[1..^1];
            await AssertAnswersAsync(json, $"{concept}sService/Get{concept}", JsonSerializer.Serialize(new { name = record.Name }), 200, record.Value);
        }

        Assert.Equal(records.Count, (await wire.EverythingAsync()).Count);
    }

    private async Task AssertReplaysAsync(JsonCaller json)
    {
        foreach (var replay in _old.RootElement.GetProperty("replays").EnumerateArray())
        {
            await AssertAnswersAsync(
                json, replay.GetProperty("method").GetString()!, replay.GetProperty("request").GetRawText(), replay.GetProperty("status").GetInt32(), replay.GetProperty("answer"));
        }
    }

    private static async Task AssertAnswersAsync(JsonCaller json, string method, string request, int status, JsonElement expected)
    {
        var answer = await json.PostAsync($"citizennetwork.v1.{method}", request);
        Assert.True(status == answer.Http, $"{method} {request}: {answer.Text}");
        if (status == 200)
        {
            var type = Output(method);
            Assert.Equal(JsonParser.Default.Parse(expected.GetRawText(), type), JsonParser.Default.Parse(answer.Text, type));
        }
    }

    private static MessageDescriptor Output(string method)
    {
        var parts = method.Split('/');
        return Api.Services.Single(service => service.FullName == $"citizennetwork.v1.{parts[0]}").FindMethodByName(parts[1]).OutputType;
    }

    private async Task AssertDeletedAsync(Wire wire)
    {
        var deleted = _old.RootElement.GetProperty("deleted").EnumerateArray().Select(name => name.GetString()!).ToList();
        Assert.Equal(["actors/de-passage", "resources/four-a-pain"], deleted);
        Assert.Equal(StatusCode.NotFound, (await WireError.OfAsync(async () => await wire.Actors.GetActorAsync(new GetActorRequest { Name = deleted[0] }))).Code);
        Assert.Equal(StatusCode.AlreadyExists, (await WireError.OfAsync(async () => await wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Autre"), ActorId = deleted[0].Split('/')[1] }))).Code);
        Assert.Equal(StatusCode.NotFound, (await WireError.OfAsync(async () => await wire.Resources.GetResourceAsync(new GetResourceRequest { Name = deleted[1] }))).Code);
    }

    /// <summary>One more change of each record that remembers requests, made by the etag that the old program gave.</summary>
    private async Task WriteAgainAsync(Wire wire)
    {
        var records = _old.RootElement.GetProperty("records");
        foreach (var actor in records.EnumerateObject().Where(record => record.Name.StartsWith("actors/asso-des-berges", StringComparison.Ordinal) || record.Name.StartsWith("actors/sans-nom-souhaite", StringComparison.Ordinal)))
        {
            var old = JsonParser.Default.Parse<Actor>(actor.Value.GetRawText());
            var changed = await wire.Actors.UpdateActorAsync(new UpdateActorRequest { Actor = new Actor { Name = old.Name, Etag = old.Etag, DisplayName = "Encore changée" }, UpdateMask = Samples.Mask("display_name") });
            AssertNext(old.Etag, changed.Etag);
        }

        var call = JsonParser.Default.Parse<FundingCall>(records.GetProperty("fundingCalls/coup-de-pouce-mobilites-citoyennes").GetRawText());
        var renamed = await wire.FundingCalls.UpdateFundingCallAsync(new UpdateFundingCallRequest { FundingCall = new FundingCall { Name = call.Name, Etag = call.Etag, Title = "Troisième saison" }, UpdateMask = Samples.Mask("title") });
        AssertNext(call.Etag, renamed.Etag);
        var initiative = JsonParser.Default.Parse<Initiative>(records.GetProperty("initiatives/atelier-velo-trelaze").GetRawText());
        var enlarged = await wire.Initiatives.RegisterNeedAsync(new RegisterNeedRequest { Parent = initiative.Name, Need = Samples.Need(NeedKind.Room, "Une salle de plus") });
        AssertNext(initiative.Etag, enlarged.Etag);
    }

    private static void AssertNext(string before, string after) => Assert.Equal(long.Parse(before, null) + 1, long.Parse(after, null));

    private static Task<long> RequestsInLedgerAsync(CitizenNetworkServer server) => server.Services.GetRequiredService<IDatabase>().ReadAsync(
        connection => connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM ledger WHERE kind = 'request'"));
}
