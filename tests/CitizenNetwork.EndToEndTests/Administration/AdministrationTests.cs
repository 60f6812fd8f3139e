using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using CitizenNetwork.EndToEndTests.Json;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Storage;
using Dapper;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.EndToEndTests.Administration;

/// <summary>What a running server tells its operator, and only its operator.</summary>
public sealed class AdministrationTests
{
    private const string Service = "citizennetwork.v1.AdministrationService";

    [Fact]
    public async Task EveryMethod_WithAnotherKey_IsRefusedOnBothFaces()
    {
        var server = await ServerFixture.StartAsync();
        using JsonCaller json = new(server.HttpAddress, server.Key);
        foreach (var method in AdministrationService.Descriptor.Methods)
        {
            var type = method.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary;
            await server.AssertRefusedAsync(StatusCode.PermissionDenied, "ADMINISTRATOR_REQUIRED", wire => wire.FirstAnswerAsync(type, Service, method.Name, []));
            (await json.PostAsync($"{Service}/{method.Name}", "{}")).AssertRefused(403, StatusCode.PermissionDenied, "ADMINISTRATOR_REQUIRED");
            Assert.NotEmpty(await server.With(server.AdministratorKey).FirstAnswerAsync(type, Service, method.Name, []) ?? []);
        }

        Assert.Equal(2, AdministrationService.Descriptor.Methods.Count);
        await server.DisposeAsync();
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GetStatus_AfterWrites_CountsWhatThereIs(bool onPostgres)
    {
        await using var schema = onPostgres ? await Testing.TestPostgres.CreateAsync() : null;
        var server = await ServerFixture.StartAsync(postgres: schema?.ConnectionString);
        foreach (var name in new[] { "Un", "Deux", "Trois" })
        {
            var actor = await server.Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor(name) });
            if (name == "Trois")
            {
                await server.Wire.Actors.DeleteActorAsync(new DeleteActorRequest { Name = actor.Name });
            }
        }

        await server.Server.Services.GetRequiredService<IDatabase>().WriteAsync(connection => connection.ExecuteAsync(
            "INSERT INTO outbox (id, kind, payload, created_at, due_at) VALUES ('m1', 'none', '{}', @at, @at)", new { at = SettableClock.Start.AddDays(1) }));

        var status = await server.With(server.AdministratorKey).Administration.GetStatusAsync(new GetStatusRequest());

        Assert.Equal(onPostgres ? "postgresql" : "sqlite", status.Engine);
        Assert.Equal(await server.Server.Services.GetRequiredService<IDatabase>().MigrationAsync(), status.Migration);
        Assert.InRange(status.Migration, 2, 1_000);
        Assert.Equal(["actors", "fundingCalls", "hostingOffers", "initiatives", "networks", "resources"], status.Collections.Select(count => count.Collection));
        Assert.Equal(2, status.Collections[0].Records);
        Assert.Equal(1, status.WaitingMessages);
        Assert.Equal(3, status.Activations);
        Assert.Equal(SettableClock.Start, status.StartTime.ToDateTimeOffset());
        Assert.Matches(@"^\d+\.\d+\.\d+", status.ProgramVersion);
        Assert.InRange(status.FeedLagMs, 0, long.MaxValue);
        Assert.InRange(status.CatalogueAgeMs, 0, long.MaxValue);
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Backup_OfMuch_IsTheSameOnBothFaces()
    {
        const int Rows = 1_500;
        const int Bytes = 16_000;
        var server = await ServerFixture.StartAsync();
        await server.Server.Services.GetRequiredService<IDatabase>().WriteAsync(async connection =>
        {
            for (var i = 0; i < Rows; i++)
            {
                // Nothing that could be compressed.
                var payload = JsonSerializer.Serialize(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes)));
                await connection.ExecuteAsync(
                    "INSERT INTO ledger (grain_type, grain_key, kind, id, is_open, payload, recorded_at) VALUES ('actor', 'actors/x', 'journal', @id, false, @payload, @at)",
                    new { id = $"{i}", payload, at = SettableClock.Start });
            }

            return Rows;
        });
        MemoryStream onWire = new(), onFace = new();

        using (var call = server.With(server.AdministratorKey).Administration.Backup(new BackupRequest()))
        {
            await foreach (var chunk in call.ResponseStream.ReadAllAsync())
            {
                Assert.InRange(chunk.Data.Length, 1, 64 * 1024);
                onWire.Write(chunk.Data.Span);
            }
        }

        using (JsonCaller json = new(server.HttpAddress, server.AdministratorKey))
        using (var answer = await json.SendAsync(HttpMethod.Post, $"{Service}/Backup", JsonCaller.Json("{}")))
        {
            Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType?.ToString());
            using StreamReader lines = new(await answer.Content.ReadAsStreamAsync());
            while (await lines.ReadLineAsync() is { } line)
            {
                onFace.Write(JsonParser.Default.Parse<BackupChunk>(line).Data.Span);
            }
        }

        Assert.InRange(onWire.Length, Rows * Bytes, long.MaxValue);
        var text = Text(onWire);
        Assert.Equal(RecordRows(text), RecordRows(Text(onFace)));
        Assert.Equal(Rows, RecordRows(text).Count(row => row.StartsWith("{\"t\":\"ledger\"", StringComparison.Ordinal)));
        Assert.Contains("\"sha256\"", text[^200..], StringComparison.Ordinal);
        await server.DisposeAsync();
    }

    /// <summary>All rows but those of the audit trail, in which each backup leaves its own.</summary>
    private static List<string> RecordRows(string backup) =>
        [.. backup.Split('\n').Where(line => line.StartsWith("{\"t\":", StringComparison.Ordinal) && !line.Contains("AdministrationService/Backup", StringComparison.Ordinal) && !line.StartsWith("{\"t\":\"audit_entry\"", StringComparison.Ordinal))];

    private static string Text(MemoryStream backup)
    {
        backup.Position = 0;
        using StreamReader reader = new(new GZipStream(backup, CompressionMode.Decompress));
        return reader.ReadToEnd();
    }
}
