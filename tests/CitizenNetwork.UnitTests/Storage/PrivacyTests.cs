using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Storage.Privacy;
using CitizenNetwork.Storage.Sources;
using CitizenNetwork.Storage.States;
using CitizenNetwork.Testing;
using CitizenNetwork.UnitTests.Storage.Backup;

namespace CitizenNetwork.UnitTests.Storage;

/// <summary>What every engine promises to those who look for a person.</summary>
public abstract class PrivacyTests(IEngine engine) : IAsyncLifetime
{
    private static readonly RowKey s_row = new("actor", "actors/jardin", StateNames.Actor);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await engine.DisposeAsync();

    [SkippableFact]
    public async Task Find_OfTexts_FindsThemInKeysAndContentsLiterally()
    {
        await using var storage = await OpenAsync();
        await FilledStorage.FillAsync(storage);
        await storage.WriteAsync("autre", Samples.Actor("autre", "a_b%c\\d@exemple.fr"), null, new Appended([FilledStorage.Row("journal", "1", payload: "{\"subject\":\"actors/jardin\"}")], [], [new OutboxMessage("m9", "mail", "{\"to\":\"a_b@exemple.fr\"}")]));
        var table = storage.Get<PersonTable>();

        Assert.Equal(["actors/jardin"], (await table.StatesAsync(["jardin"])).Select(state => state.Row.Key));
        Assert.Equal(["actors/autre"], (await table.StatesAsync(["a_b%c"])).Select(state => state.Row.Key));
        Assert.Empty(await table.StatesAsync(["a_b%d"]));
        Assert.Empty(await table.StatesAsync(["axb"]));
        Assert.Equal(["actors/autre", "actors/jardin"], (await table.RowsAsync(["jardin"])).Where(row => row.Kind == "journal").Select(row => row.GrainKey).Distinct().Order());
        Assert.Equal("m9", Assert.Single(await table.MessagesAsync(["a_b@exemple"])).Id);
        Assert.Equal(["actors/autre", "actors/jardin", "actors/parti", "actors/signes"], (await table.KeysAsync()).Order());
    }

    [SkippableFact]
    public async Task Remove_OfWhatWasFound_TakesThatAndNothingElse()
    {
        await using var storage = await OpenAsync();
        await FilledStorage.FillAsync(storage);
        var table = storage.Get<PersonTable>();
        var rows = await table.RowsAsync(["actors/jardin"]);
        var (request, journal) = (rows.First(row => row.Kind == "request"), rows.First(row => row.Kind == "journal"));
        var before = await FilledStorage.RowsAsync(storage.Database);

        await table.RemoveAsync([request], [journal with { Payload = "{\"subject\":\"\"}" }], [new FoundMessage("m1", "test", "")], ["actors/signes"], ["mairie"]);

        var after = await FilledStorage.RowsAsync(storage.Database);
        Assert.Equal(6, before.Except(after).Count());
        Assert.Equal("{\"subject\":\"\"}", (await table.RowsAsync(["actors/jardin"])).Single(row => row.Seq == journal.Seq).Payload);
        Assert.DoesNotContain(await table.RowsAsync(["actors/jardin"]), row => row.Seq == request.Seq);
        Assert.Null(await storage.Get<BatchTable>().FindAsync("mairie", "r1"));
        Assert.Equal(["actors/jardin"], (await storage.Get<SightingTable>().FindAsync(["actors/jardin", "actors/signes"])).Keys);
    }

    [SkippableFact]
    public async Task Rewrite_OfAState_IsSeenByFeedSinkAndActivations()
    {
        await using var storage = await OpenAsync();
        var eTag = await storage.Write("jardin", "Le Jardin");
        using var watch = storage.Get<IStateFences>().Watch(Samples.Grain("jardin"), StateNames.Actor);

        await storage.Get<StateRewriter>().ChangeAsync(s_row, state => ((IStored)state).Erased(Samples.Now));

        var stored = (await storage.Read("jardin")).State;
        Assert.Equal((null, 2L), ((object?)stored.Record, stored.Revision));
        Assert.True(watch.IsStale(eTag));
        Assert.Equal(2, (await storage.Changes()).Count);
        await Assert.ThrowsAsync<Orleans.Storage.InconsistentStateException>(() => storage.Write("jardin", "Trop tard", eTag));
    }

    [SkippableFact]
    public async Task Rewrite_WithoutChangeOrState_WritesNothing()
    {
        await using var storage = await OpenAsync();
        await storage.Write("jardin", "Le Jardin");

        await storage.Get<StateRewriter>().ChangeAsync(s_row, _ => null);
        await storage.Get<StateRewriter>().ChangeAsync(s_row with { Key = "actors/absent" }, state => ((IStored)state).Erased(Samples.Now));

        Assert.Single(await storage.Changes());
    }

    [SkippableFact]
    public async Task Rewrite_AgainstOtherWriters_LosesNoneOfTheirs()
    {
        await using var storage = await OpenAsync();
        await storage.Write("jardin", "0");
        var rewriter = storage.Get<StateRewriter>();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => rewriter.ChangeAsync(
            s_row, state => state is Stored<Actor> { Record: { } actor } stored ? stored with { Record = actor with { DisplayName = $"{int.Parse(actor.DisplayName, null) + 1}" } } : null)));

        Assert.Equal("20", (await storage.Read("jardin")).State.Record!.DisplayName);
    }

    [SkippableFact]
    public async Task Erasures_BegunAndDone_KeepNoNames()
    {
        await using var storage = await OpenAsync();
        var register = storage.Get<ErasureTable>();
        var begun = await register.BeginAsync(["actors/une-personne", "members/sa-place"], isWhole: true, "keys/cle", "Demande");

        Assert.Equal(begun.Pending, Assert.Single(await register.PendingAsync()).Pending);
        var done = await register.DoneAsync(begun.Id);

        Assert.Equal((ErasureTable.HashOf("actors/une-personne"), true, "keys/cle", "Demande", 0), (done.NameHash, done.IsWhole, done.Principal, done.Reason, done.Pending.Count));
        Assert.NotNull(done.DoneAt);
        Assert.Empty(await register.PendingAsync());
        Assert.DoesNotContain(await FilledStorage.RowsAsync(storage.Database), row => row.Contains("une-personne", StringComparison.Ordinal));

        // One of another register is taken once, and what is known stays.
        await register.AdoptAsync(done with { Reason = "Autre" });
        await register.AdoptAsync(done with { Id = $"{done.Id}0", Pending = ["actors/une-personne"] });
        Assert.Equal(["Demande", "Demande"], (await register.ListAsync(string.Empty, 10)).Select(erasure => erasure.Reason));
        Assert.Equal("Demande", Assert.Single(await register.ListAsync(done.Id, 10)).Reason);
    }

    protected async Task<OpenedStorage> OpenAsync() => new(await engine.OpenAsync(new StoppedClock()));
}

/// <summary>On SQLite, whose file is looked into.</summary>
public sealed class SqlitePrivacyTests : PrivacyTests
{
    private readonly SqliteEngine _engine;

    public SqlitePrivacyTests()
        : this(new SqliteEngine())
    {
    }

    private SqlitePrivacyTests(SqliteEngine engine)
        : base(engine) => _engine = engine;

    [Fact]
    public async Task Scrub_OfOverwrittenTexts_LeavesNoneInTheFiles()
    {
        await using var storage = await OpenAsync();
        string? eTag = null;
        for (var i = 0; i < 200; i++)
        {
            eTag = await storage.WriteAsync("jardin", Samples.Actor("jardin", $"zzplante {i} {new string('x', i * 7)}"), eTag, Appended.Nothing);
        }

        await storage.WriteAsync("jardin", Samples.Actor("jardin", "Autre"), eTag, Appended.Nothing);
        Assert.True(Hold("zzplante"));

        Assert.True(await storage.Database.ScrubAsync());

        Assert.False(Hold("zzplante"));
        Assert.Equal("Autre", (await storage.Read("jardin")).State.Record!.DisplayName);
    }

    [Fact]
    public async Task Scrub_WhileSomebodyReadsWhatWasBefore_SaysThatItIsToBeTriedAgain()
    {
        await using var storage = await OpenAsync();
        await storage.Write("jardin", "zzplante");
        TaskCompletionSource reading = new(), end = new();
        var snapshot = storage.Database.SnapshotAsync(async connection =>
        {
            await Dapper.SqlMapper.ExecuteScalarAsync<long>(connection, "SELECT COUNT(*) FROM grain_state");
            reading.SetResult();
            await end.Task;
        });
        await reading.Task;

        Assert.False(await storage.Database.ScrubAsync());
        end.SetResult();
        await snapshot;
        Assert.True(await storage.Database.ScrubAsync());
    }

    private bool Hold(string text) => Directory.EnumerateFiles(_engine.Folder).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Any(file =>
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray().AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0;
    });
}

/// <summary>On PostgreSQL.</summary>
public sealed class PostgresPrivacyTests() : PrivacyTests(new PostgresEngine())
{
    /// <summary>A user who owns the tables may do it; what it does not overwrite, it says.</summary>
    [SkippableFact]
    public async Task Scrub_ByTheOwnerOfTheTables_IsDone()
    {
        await using var storage = await OpenAsync();
        await FilledStorage.FillAsync(storage);

        Assert.True(await storage.Database.ScrubAsync());
    }
}
