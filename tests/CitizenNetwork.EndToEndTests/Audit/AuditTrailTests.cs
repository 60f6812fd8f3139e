using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Server.Audit;
using CitizenNetwork.Storage;
using Dapper;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.EndToEndTests.Audit;

/// <summary>Whoever did something is in the trail, what they wrote is not, and nobody alters it unnoticed.</summary>
public sealed class AuditTrailTests : IAsyncLifetime
{
    private const string Planted = "zzsecret";

    private ServerFixture _server = null!;

    private Wire Administrator => _server.With(_server.AdministratorKey);

    public async Task InitializeAsync() => _server = await ServerFixture.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Writes_OfARecord_AreEachInTheTrailWithWhoHowAndWhat()
    {
        var actor = await _server.Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Actor(), ActorId = "ruche" });
        actor.Description = $"Autre chose {Planted}";
        await Administrator.Actors.UpdateActorAsync(new UpdateActorRequest { Actor = actor, UpdateMask = Samples.Mask("description") });
        await WireError.OfAsync(async () => await _server.Wire.Actors.UpdateActorAsync(new UpdateActorRequest { Actor = new Actor { Name = actor.Name }, UpdateMask = Samples.Mask("display_name") }));
        await _server.Wire.Actors.DeleteActorAsync(new DeleteActorRequest { Name = actor.Name });

        var entries = await EntriesAsync("actors/ruche");

        Assert.Equal(["ActorsService/CreateActor", "ActorsService/UpdateActor", "ActorsService/DeleteActor"], entries.Select(entry => entry.Method));
        Assert.Equal(["keys/tests", "keys/operator", "keys/tests"], entries.Select(entry => entry.Principal));
        Assert.Equal([(0, 1), (1, 2), (2, 3)], entries.Select(entry => ((int)entry.RevisionBefore, (int)entry.RevisionAfter)));
        Assert.Equal(["description"], entries[1].Fields);
        Assert.Contains("contact", entries[2].Fields);
        Assert.DoesNotContain(entries, entry => entry.ToString().Contains(Planted, StringComparison.Ordinal));
    }

    [Fact]
    public async Task KeysAndBackups_AreInTheTrail()
    {
        var made = await Administrator.Keys.CreateKeyAsync(new CreateKeyRequest { Source = "mairie", Label = "essai" });
        await Administrator.Keys.RevokeKeyAsync(new RevokeKeyRequest { KeyId = made.Key.KeyId });
        using (var backup = Administrator.Administration.Backup(new BackupRequest()))
        {
            while (await backup.ResponseStream.MoveNext(CancellationToken.None))
            {
            }
        }

        Assert.Equal(["KeysService/CreateKey", "KeysService/RevokeKey"], (await EntriesAsync($"keys/{made.Key.KeyId}")).Select(entry => entry.Method));
        Assert.Equal(("AdministrationService/Backup", "keys/operator"), Assert.Single((await EntriesAsync("backup")).Select(entry => (entry.Method, entry.Principal))));
    }

    [Fact]
    public async Task Export_IsVerifiableByWhoeverReadsTheContract_AndAlterationsShow()
    {
        for (var i = 0; i < 12; i++)
        {
            await _server.Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Actor() });
        }

        await SealAsync();
        List<AuditEntry> entries = [];
        using (var export = Administrator.Audit.ExportAudit(new ExportAuditRequest()))
        {
            while (await export.ResponseStream.MoveNext(CancellationToken.None))
            {
                entries.Add(export.ResponseStream.Current);
            }
        }

        var hash = new byte[32];
        Assert.True(entries.Count >= 12);
        foreach (var entry in entries)
        {
            Assert.Equal(SHA256.HashData([.. entry.Salt, .. Encoding.UTF8.GetBytes($"{entry.Subject}\n{entry.FactJson}")]), entry.FactHash.ToByteArray());
            var place = new byte[16];
            BinaryPrimitives.WriteInt64BigEndian(place, entry.Number);
            BinaryPrimitives.WriteInt64BigEndian(place.AsSpan(8), entry.Time.ToDateTimeOffset().UtcTicks / 10);
            hash = SHA256.HashData([.. hash, .. place, .. entry.FactHash]);
            Assert.Equal(hash, entry.Hash.ToByteArray());
        }

        var whole = await Administrator.Audit.VerifyAuditAsync(new VerifyAuditRequest());
        Assert.Equal((true, entries.Count, 0, 0, Convert.ToHexStringLower(hash)), (whole.Holds, whole.EntryCount, whole.FirstWrongNumber, whole.WaitingCount, whole.HeadHash));

        await _server.Server.Services.GetRequiredService<IDatabase>().WriteAsync(connection => connection.ExecuteAsync("UPDATE audit_entry SET subject = 'actors/autre' WHERE number = 7"));
        var altered = await Administrator.Audit.VerifyAuditAsync(new VerifyAuditRequest());
        Assert.Equal((false, 7), (altered.Holds, altered.FirstWrongNumber));
    }

    [Fact]
    public async Task Trail_IsForAdministratorsAlone()
    {
        (await WireError.OfAsync(async () => await _server.Wire.Audit.ListAuditEntriesAsync(new ListAuditEntriesRequest()))).AssertIs(StatusCode.PermissionDenied, "ADMINISTRATOR_REQUIRED", "fr-FR");
        (await WireError.OfAsync(async () => await _server.Wire.Audit.VerifyAuditAsync(new VerifyAuditRequest()))).AssertIs(StatusCode.PermissionDenied, "ADMINISTRATOR_REQUIRED", "fr-FR");
    }

    private static Actor Actor()
    {
        var actor = Samples.Actor($"La Ruche {Planted}");
        actor.Contact = new Contact { Name = $"Une personne {Planted}", Mail = $"{Planted}@exemple.fr" };
        return actor;
    }

    private Task SealAsync() => _server.Server.Services.GetRequiredService<AuditSealer>().SealAllAsync(CancellationToken.None);

    private async Task<List<AuditEntry>> EntriesAsync(string subject)
    {
        await SealAsync();
        List<AuditEntry> all = [];
        await Pages.AllAsync(
            async token => await Administrator.Audit.ListAuditEntriesAsync(new ListAuditEntriesRequest { Subject = subject, PageToken = token, PageSize = 2 }), page => page.Entries, page => page.NextPageToken, all);
        return all;
    }
}
