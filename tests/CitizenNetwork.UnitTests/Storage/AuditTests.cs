using CitizenNetwork.Contracts.Audit;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Storage.Audit;
using CitizenNetwork.Testing;
using Dapper;

namespace CitizenNetwork.UnitTests.Storage;

/// <summary>What every engine promises of the audit chain.</summary>
public abstract class AuditTests(IEngine engine) : IAsyncLifetime
{
    private const string Subject = "actors/jardin";

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await engine.DisposeAsync();

    [SkippableFact]
    public async Task Seal_FactsOfWritesAndDisclosures_ChainsEachOnceInOrder()
    {
        await using var storage = await OpenAsync();
        var audit = storage.Get<AuditTable>();
        await FillAsync(storage, 5);

        Assert.Equal(3, await audit.SealAsync(3));
        Assert.Equal(2, await audit.SealAsync(3));
        Assert.Equal(0, await audit.SealAsync(3));

        var entries = await audit.ListAsync(0, string.Empty, 100);
        Assert.Equal([1, 2, 3, 4, 5], entries.Select(entry => entry.Number));
        Assert.Equal(entries.Count, entries.Select(entry => entry.Fact).Distinct().Count());
        Assert.All(entries, entry => Assert.Equal(Subject, entry.Subject));
        var verdict = await audit.VerifyAsync();
        Assert.Equal((5, 0, null, 0), (verdict.Entries, verdict.Redacted, verdict.FirstWrong, verdict.Waiting));
        Assert.Equal(entries[^1].Hash, verdict.Head);
    }

    [SkippableFact]
    public async Task Seal_ByManyAtOnce_NeitherLosesNorDoubles()
    {
        await using var storage = await OpenAsync();
        var audit = storage.Get<AuditTable>();
        await FillAsync(storage, 60);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            while (await audit.SealAsync(4) > 0)
            {
            }
        }));

        var verdict = await audit.VerifyAsync();
        Assert.Equal((60, null, 0), (verdict.Entries, verdict.FirstWrong, verdict.Waiting));
        Assert.Equal(60, (await audit.ListAsync(0, Subject, 100)).Select(entry => entry.Fact).Distinct().Count());
    }

    [SkippableTheory]
    [InlineData("UPDATE audit_entry SET subject = 'actors/autre' WHERE number = 3")]
    [InlineData("UPDATE audit_entry SET fact = '{\"principal\":\"keys/autre\",\"method\":\"\",\"before\":0,\"after\":1,\"fields\":[],\"purpose\":\"\"}' WHERE number = 3")]
    [InlineData("UPDATE audit_entry SET recorded_at = (SELECT recorded_at FROM audit_entry WHERE number = 1) WHERE number = 3")]
    [InlineData("UPDATE audit_entry SET fact_hash = (SELECT fact_hash FROM audit_entry WHERE number = 1) WHERE number = 3")]
    [InlineData("DELETE FROM audit_entry WHERE number = 3")]
    [InlineData("UPDATE audit_entry SET number = number + 100 WHERE number > 2")]
    public async Task Verify_ChainThatWasAltered_NamesTheFirstWrongEntry(string alteration)
    {
        SettableClock clock = new();
        await using OpenedStorage storage = new(await engine.OpenAsync(clock), clock);
        var audit = storage.Get<AuditTable>();
        await FillAsync(storage, 5, clock);
        await audit.SealAsync(10);

        await storage.Database.WriteAsync(connection => connection.ExecuteAsync(alteration));

        Assert.Equal(3, (await audit.VerifyAsync()).FirstWrong);
    }

    [SkippableFact]
    public async Task Redact_Person_LeavesAChainThatHoldsAndNothingOfThePerson()
    {
        await using var storage = await OpenAsync();
        var audit = storage.Get<AuditTable>();
        await FillAsync(storage, 3);
        await audit.NoteAsync("actors/autre", new AuditFact("keys/cle", "", 0, 0, []));
        await audit.SealAsync(10);

        Assert.Equal(3, await audit.RedactAsync(Subject));

        var verdict = await audit.VerifyAsync();
        Assert.Equal((4, 3, null), (verdict.Entries, verdict.Redacted, verdict.FirstWrong));
        var left = await audit.ListAsync(0, string.Empty, 10);
        Assert.Equal(1, left.Count(entry => entry.Fact is not null));
        Assert.All(left.Where(entry => entry.Fact is null), entry => Assert.Equal((null, null), (entry.Subject, entry.Salt)));
    }

    private static async Task FillAsync(OpenedStorage storage, int facts, SettableClock? clock = null)
    {
        string? eTag = null;
        for (var i = 0; i < facts; i++)
        {
            if (clock is not null)
            {
                clock.Now = clock.Now.AddMinutes(1);
            }

            AuditFact fact = new("keys/cle", "ActorsService/UpdateActor", i, i + 1, ["displayName"]);
            if (i % 2 == 0)
            {
                LedgerEntry row = new(LedgerKinds.Audit, $"{i + 1}", IsOpen: false, System.Text.Encoding.UTF8.GetString(StateJson.Write(fact)));
                eTag = await Backup.FilledStorage.WriteAsync(storage, "jardin", Samples.Actor("jardin", $"Le Jardin {i}"), eTag, new Appended([row], [], []));
            }
            else
            {
                await storage.Get<AuditTable>().NoteAsync(Subject, fact);
            }
        }
    }

    private async Task<OpenedStorage> OpenAsync() => new(await engine.OpenAsync(new StoppedClock()));
}

/// <summary>The audit chain on SQLite.</summary>
public sealed class SqliteAuditTests() : AuditTests(new SqliteEngine());

/// <summary>The audit chain on PostgreSQL.</summary>
public sealed class PostgresAuditTests() : AuditTests(new PostgresEngine());
