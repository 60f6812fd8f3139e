using System.Collections.Immutable;
using System.Globalization;
using CitizenNetwork.Contracts.Audit;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Storage;
using CitizenNetwork.Storage.ApiKeys;
using CitizenNetwork.Storage.Audit;
using CitizenNetwork.Storage.Backup;
using CitizenNetwork.Storage.Outbox;
using CitizenNetwork.Storage.Privacy;
using CitizenNetwork.Storage.Reminders;
using CitizenNetwork.Storage.Sources;
using Dapper;

namespace CitizenNetwork.UnitTests.Storage.Backup;

/// <summary>Fills a database with a row in every condition that a row can be in, and reads back all that it holds.</summary>
internal static class FilledStorage
{
    private static readonly string[] s_times = ["updated_at", "recorded_at", "created_at", "due_at", "lease_until", "delivered_at", "failed_at", "begun_at", "finished_at", "seen_at", "expires_at", "last_used_at", "old_until", "done_at"];
    private static readonly string[] s_messages = ["m1", "m2", "m3", "m4"];
    private static readonly string[] s_flags = ["is_open", "is_administrator", "is_whole"];

    /// <summary>Writes a state with what goes beside it, and answers its ETag.</summary>
    public static async Task<string> WriteAsync(this OpenedStorage storage, string id, Stored<Actor> state, string? eTag, Appended appended)
    {
        GrainState<Stored<Actor>> written = new(state with { Appended = appended }, eTag);
        await storage.Grains.WriteStateAsync(StateNames.Actor, Samples.Grain(id), written);
        return written.ETag!;
    }

    public static LedgerEntry Row(string kind, string id, bool isOpen = false, string payload = "{\"montant\": 12,  \"mot\":\"né d’un « oui »\"}") => new(kind, id, isOpen, payload);

    public static async Task FillAsync(OpenedStorage storage)
    {
        // States: one changed, one deleted as the grains delete, one cleared, one with every kind of character.
        var changed = await storage.WriteAsync("jardin", Samples.Actor("jardin", "Le Jardin"), null, new Appended([Row("request", "r1"), Row("journal", "1", isOpen: true)], [], []));
        changed = await storage.WriteAsync("jardin", Samples.Actor("jardin", "Le Jardin partagé"), changed, new Appended([Row("journal", "1"), Row("journal", "2", isOpen: true)], [], []));
        var deleted = await storage.WriteAsync("parti", Samples.Actor("parti", "Bientôt parti"), null, new Appended([Row("answer", "a1"), Row("request", "r2")], [], []));
        await storage.WriteAsync("parti", Samples.Actor("parti", "x") with { Record = null, Revision = 2 }, deleted, new Appended([Row("request", "r3")], ["answer"], []));
        await storage.Write("efface", "Effacé");
        await storage.Grains.ClearStateAsync(StateNames.Actor, Samples.Grain("efface"), await storage.Read("efface"));
        await storage.WriteAsync("signes", Samples.Actor("signes", "\"\\/ <&> é 😀 \u2028", "ligne\nligne\ttab"), null, Appended.Nothing);

        // Messages: one that waits, one under a lease, one delivered, one given up.
        await storage.WriteAsync("jardin", Samples.Actor("jardin", "Le Jardin"), changed, new Appended([], [], [.. s_messages.Select(id => new OutboxMessage(id, "test", $"{{\"id\":\"{id}\"}}"))]));
        var outbox = storage.Get<OutboxTable>();
        var claimed = (await outbox.ClaimAsync("server-1", Samples.Now, Samples.Now.AddMinutes(1), 3)).Select(message => message.Message.Id).ToList();
        Assert.Equal(3, claimed.Count);
        Assert.True(await outbox.DeliveredAsync(claimed[0], "server-1", Samples.Now.AddSeconds(1)));
        Assert.True(await outbox.PostponeAsync(claimed[1], "server-1", Samples.Now.AddHours(1), Samples.Now.AddSeconds(2), "refused: « non »"));

        // Reminders: one that rang and one that did not.
        var reminders = storage.Get<ReminderTable>();
        foreach (var name in new[] { "rings", "waits" })
        {
            await reminders.UpsertRow(new ReminderEntry { GrainId = Samples.Grain("jardin"), ReminderName = name, StartAt = Samples.Now.UtcDateTime.AddTicks(1), Period = TimeSpan.FromHours(1), ETag = "" });
        }

        Assert.True(await reminders.TryClaimAsync(Samples.Grain("jardin"), "rings", 7, "server-1"));
        await storage.Keys.TryPutFirstAsync(new StoredKey("first", [0, 1, 255], IsAdministrator: true), "first");
        await storage.Keys.PutAsync(new StoredKey("partner", [7], IsAdministrator: false, "mairie"), "partner");
        await storage.Keys.PutAsync(
            new StoredKey("animatrice", [8], IsAdministrator: false) { Given = [new(AccessRole.NetworkFacilitator, "networks/anjou"), new(AccessRole.ActorMember, "actors/jardin")], ExpiresAt = Samples.Now.AddDays(1) },
            "animatrice");
        Assert.True(await storage.Keys.RotateAsync("animatrice", [9, 0], Samples.Now.AddHours(1)));
        await storage.Keys.UsedAsync("animatrice", Samples.Now.AddSeconds(3));

        // Sources: a synchronisation that is over and one that is open, what they saw, two answers.
        var syncs = storage.Get<SyncTable>();
        await syncs.FinishAsync((await syncs.TryBeginAsync("mairie", ["actors", "resources"]))!.Id);
        await storage.Get<SightingTable>().NoteAsync("mairie", ["actors/jardin", "actors/signes"]);
        await syncs.TryBeginAsync("mairie", ["actors"]);
        await storage.Get<BatchTable>().PutAsync("mairie", "r1", new StoredBatch("hash", [0, 1, 255]));
        await storage.Get<BatchTable>().PutAsync("mairie", "r2", new StoredBatch("hash", []));

        // The audit trail: an entry, one whose fact was redacted, and a fact that waits.
        var audit = storage.Get<AuditTable>();
        await audit.NoteAsync("actors/jardin", new AuditFact("keys/first", "ActorsService/UpdateActor", 1, 2, ["displayName"]));
        await audit.NoteAsync("actors/parti", new AuditFact("keys/first", "ActorsService/DeleteActor", 1, 2, []));
        await audit.SealAsync(10);
        await audit.RedactAsync("actors/parti");
        await audit.NoteAsync("actors/jardin", new AuditFact("keys/first", "ActorsService/UpdateActor", 2, 3, ["description"]));

        // The register of erasures: one that is done, and one of a contact that goes on.
        var erasures = storage.Get<ErasureTable>();
        await erasures.DoneAsync((await erasures.BeginAsync(["actors/parti"], isWhole: true, "keys/first", "Demande « écrite »")).Id);
        await erasures.BeginAsync(["actors/jardin", "members/membre"], isWhole: false, "users/0a1b", "Demande");
    }

    /// <summary>Every row of every table of a backup, with all columns that the database has, in a form that both engines share.</summary>
    public static async Task<List<string>> RowsAsync(IDatabase database)
    {
        List<string> rows = [];
        foreach (var table in BackupFormat.Tables)
        {
            foreach (IDictionary<string, object?> row in await database.ReadAsync(connection => connection.QueryAsync($"SELECT * FROM {table.Name} ORDER BY {table.Order}")))
            {
                rows.Add($"{table.Name}: {string.Join(", ", row.OrderBy(cell => cell.Key, StringComparer.Ordinal).Select(cell => $"{cell.Key}={Shown(cell.Key, cell.Value)}"))}");
            }
        }

        return rows;
    }

    public static async Task<ImmutableArray<(string Table, string Column)>> ColumnsAsync(IDatabase database) => [.. await database.ReadAsync(connection =>
        connection.QueryAsync<(string, string)>(database.Engine == Engines.Sqlite
            ? "SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'"
            : "SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = current_schema()"))];

    private static string Shown(string column, object? value) => value switch
    {
        null => "null",
        byte[] bytes => Convert.ToHexString(bytes),
        _ when s_times.Contains(column) => Time(value).ToString("O", CultureInfo.InvariantCulture),
        _ when s_flags.Contains(column) => Convert.ToBoolean(value, CultureInfo.InvariantCulture).ToString(),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static DateTime Time(object value) => value is string text
        ? DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)
        : DateTime.SpecifyKind((DateTime)value, DateTimeKind.Utc);
}
