namespace CitizenNetwork.UnitTests.Storage.Plans;

/// <summary>How a statement is asked in the review.</summary>
/// <param name="Statement">Its name.</param>
/// <param name="Rows">Most rows that it may look at, whatever the tables hold.</param>
/// <param name="Values">Its parameters in PostgreSQL's words, <c>name type value</c>, separated by semicolons.</param>
/// <param name="Exception">Why it may read a large table from end to end; null: it may not.</param>
internal sealed record Sample(string Statement, int Rows, string Values, string? Exception = null)
{
    private const string State = "$1 text 'actor'; $2 text 'actors/a0500000'; $3 text 'actor'";
    private const string NewState = "$1 text 'actor'; $2 text 'actors/new'; $3 text 'actor'";
    private const string Written = "$4 json '{}'; $5 timestamptz '2026-11-22'";
    private const string Grain = "@type text 'resource'; @key text 'resources/big'; @kind text 'journal'";
    private const string Reminded = "@type text 'actor'; @key text 'actors/a0050000'";
    private const string Place = "$1 xid8 '150'; $2 bigint '0'";
    private const string Lease = "@id text 'waiting-1500'; @owner text 'other'";
    private const string Month = "'2026-11-01'";

    private const string Appending =
        "$6 bigint '7'; $7 text[] '{answer}'; $8 text[] '{journal,request}'; $9 text[] '{n1,n2}'; $10 boolean[] '{t,f}'; $11 json[] '{\"1\",\"2\"}'; "
        + "$12 text[] '{m1}'; $13 text[] '{mail}'; $14 json[] '{\"1\"}'";

    private const string Key = "@Id text 'k1'; @Hash bytea '\\x00'; @label text 'one'; @IsAdministrator boolean 'false'; @Source text 'mairie'; @now timestamptz '2026-11-22'";

    private const string Answered = "@source text 'mairie'; @requestId text 'r1'";

    private const string Mentioning = "@texts text[] '{%a0500000%}'";

    private const string Searched = "a person is looked for in everything that is stored, which no index does";

    /// <summary>What one batch of the sweeper takes.</summary>
    private const int Batch = 1_000;

    /// <summary>What one reading of the catalogue's pump takes.</summary>
    private const int Page = 500;

    /// <summary>One for each statement of PostgreSQL, those that SQLite shares included.</summary>
    public static IReadOnlyList<Sample> Postgres { get; } =
    [
        new("ApiKeyTable.AnySql", 1, ""),
        new("ApiKeyTable.FindSql", 1, "@id text 'k1'"),
        new("ApiKeyTable.FirstSql", 1, Key),
        new("ApiKeyTable.ForgetOldSql", 1, "@id text 'k1'"),
        new("ApiKeyTable.ListSql", 50, "@afterId text ''; @source text 'mairie'; @limit integer '50'"),
        new("ApiKeyTable.PutSql", 1, $"{Key}; @grants text '5 mairie'; @ExpiresAt timestamptz '2027-11-22'"),
        new("ApiKeyTable.RemoveSql", 1, "@id text 'k1'"),
        new("ApiKeyTable.RotateSql", 1, "@id text 'k1'; @hash bytea '\\x01'; @oldUntil timestamptz '2026-11-23'"),
        new("ApiKeyTable.ShowSql", 1, "@id text 'k1'"),
        new("ApiKeyTable.UsedSql", 1, "@id text 'k1'; @at timestamptz '2026-11-22'"),
        new("AuditTable.AddPostgresSql", 1, "@Number bigint '1000'; @RecordedAt timestamptz '2026-11-22'; @Subject text 'actors/a0000001'; @Fact text '{}'; @Salt bytea '\\x00'; @FactHash bytea '\\x00'; @Hash bytea '\\x00'"),
        new("AuditTable.CountWaitingSql", 1, ""),
        new("AuditTable.HeadSql", 1, ""),
        new("AuditTable.ListSql", 500, "@after bigint '0'; @limit integer '500'"),
        new("AuditTable.ListSubjectSql", 500, "@subject text 'actors/a0000001'; @after bigint '0'; @limit integer '500'"),
        new("AuditTable.MovedSql", 1, "@Seq bigint '500000'"),
        new("AuditTable.NotePostgresSql", 1, "@type text 'audit'; @subject text 'actors/a0000001'; @kind text 'audit'; @id text 'n1'; @fact text '{}'; @now timestamptz '2026-11-22'"),
        new("AuditTable.RedactSql", 1, "@subject text 'actors/a0000001'"),
        new("AuditTable.WaitingSql", 200, "@limit integer '200'"),
        new("BatchTable.FindSql", 1, Answered),
        new("BatchTable.PutSql", 1, $"{Answered}; @Hash text 'h'; @Answer bytea '\\x00'; @now timestamptz '2026-11-22'"),
        new("BatchTable.SweepSql", 3 * Batch, $"@before timestamptz {Month}; @limit integer '{Batch}'"),
        new("ErasureTable.BeginPostgresSql", 1, "@Id text 'e1'; @NameHash text 'h'; @IsWhole boolean 'true'; @Principal text 'keys/k1'; @Reason text 'asked'; @BegunAt timestamptz '2026-11-22'; @names text '[]'"),
        new("ErasureTable.DoneSql", 1, "@now timestamptz '2026-11-22'; @id text 'e1'"),
        new("ErasureTable.FindSql", 1, "@id text 'e1'"),
        new("ErasureTable.ListSql", 50, "@after text ''; @limit integer '50'"),
        new("ErasureTable.PendingSql", 1, ""),
        new("LedgerTable.FindSql", 1, $"{Grain}; @id text 'past-050000'"),
        new("LedgerTable.OpenSql", LargePostgres.OpenRows, Grain),
        new("LedgerTable.PastSql", 50, $"{Grain}; @before bigint '9223372036854775807'; @limit integer '50'"),
        new("LedgerTable.SweepPostgresSql", 3 * Batch, $"@kind text 'request'; @before timestamptz {Month}; @limit integer '{Batch}'"),
        new("OutboxTable.ClaimPostgresSql", 500, $"@owner text 'me'; @now timestamptz '2026-11-22'; @until timestamptz '2026-11-23'; @limit integer '50'"),
        new("OutboxTable.CountWaitingSql", LargePostgres.Waiting, ""),
        new("OutboxTable.DeliveredSql", 1, $"{Lease}; @now timestamptz '2026-11-22'"),
        new("OutboxTable.PostponeSql", 1, $"{Lease}; @due timestamptz '2026-11-22'; @failed timestamptz '2026-11-22'; @error text 'refused'"),
        new("OutboxTable.SweepPostgresSql", 3 * Batch, $"@before timestamptz {Month}; @limit integer '{Batch}'"),
        new("PersonTable.KeysSql", LargePostgres.Rows, "", "a restore compares every name with those that were erased"),
        new("PersonTable.MessagesPostgresSql", LargePostgres.Delivered + LargePostgres.Waiting, Mentioning, Searched),
        new("PersonTable.RemoveBatchesSql", 1, "@source text 'mairie'"),
        new("PersonTable.RemoveMessageSql", 1, "@Id text 'sent-1000'"),
        new("PersonTable.RemoveRowSql", 1, "@Seq bigint '500000'"),
        new("PersonTable.RemoveSightingSql", 1, "@name text 'actors/a0000001'"),
        new("PersonTable.RewriteRowPostgresSql", 2, "@Payload text '{}'; @Seq bigint '500000'"),
        new("PersonTable.RowsPostgresSql", LargePostgres.Rows, Mentioning, Searched),
        new("PersonTable.StatesPostgresSql", LargePostgres.Rows, Mentioning, Searched),
        new("PostgresFeed.HeadSql", 1, ""),
        new("PostgresFeed.OldestSql", 1, Place),
        new("PostgresFeed.ReadSql", Page + 2, $"{Place}; $3 integer '{Page}'"),
        new("PostgresFeed.ReadStatesSql", Batch, $"{State}; $4 integer '{Batch}'"),
        new("PostgresFeed.SweepSql", 4 * Batch, $"$1 timestamptz {Month}; $2 integer '{Batch}'"),
        new("PostgresStateStore.ClearSql", 2, $"{State}; $4 bigint '7'; $5 timestamptz '2026-11-22'"),
        new("PostgresStateStore.FindAllSql", 2 * Page, $"$1 text[] {Repeat("actor")}; $2 text[] {Keys()}; $3 text[] {Repeat("actor")}"),
        new("PostgresStateStore.FindSql", 1, State),
        new("PostgresStateStore.FindVersionSql", 1, State),
        new("PostgresStateStore.InsertAppendingSql", 20, $"{NewState}; {Written}; {Appending}"),
        new("PostgresStateStore.InsertStateSql", 3, $"{NewState}; {Written}"),
        new("PostgresStateStore.UpdateAppendingSql", 20, $"{State}; {Written}; {Appending}"),
        new("PostgresStateStore.UpdateStateSql", 3, $"{State}; {Written}; $6 bigint '7'"),
        new("ReminderTable.ClaimSql", 1, $"{Reminded}; @name text 'deadline'; @tick bigint '1'; @owner text 'me'"),
        new("ReminderTable.FindSql", 1, $"{Reminded}; @name text 'deadline'"),
        new("ReminderTable.OfGrainSql", 1, Reminded),
        new("ReminderTable.RemoveSql", 1, $"{Reminded}; @name text 'deadline'; @etag text 'e'"),
        new("ReminderTable.RisingSql", 200, "@begin bigint '1000000000'; @end bigint '1004294967'"),
        new("ReminderTable.UpsertSql", 1, $"{Reminded}; @name text 'deadline'; @hash bigint '1'; @start text 's'; @period bigint '1'; @etag text 'e'"),
        new("ReminderTable.WrappingSql", LargePostgres.Reminders, "@begin bigint '0'; @end bigint '0'", "a server reads all reminders when it starts and at each of its rounds: (0, 0) is the full circle"),
        new("SightingTable.LastPostgresSql", 2 * Page, $"@names text[] {Keys()}"),
        new("SightingTable.NotePostgresSql", 3 * Page, $"@source text 'mairie'; @names text[] {Keys()}; @now timestamptz '2026-11-22'"),
        new("SightingTable.SincePostgresSql", Page, $"@number bigint '1'; @names text[] {Keys()}"),
        new("SyncTable.AbandonSql", 2, "@abandoned integer '3'; @source text 'mairie'; @open integer '1'; @id text 's1'"),
        new("SyncTable.BeginSql", 2, "@id text 's1'; @source text 'mairie'; @collections text 'actors'; @open integer '1'; @now timestamptz '2026-11-22'"),
        new("SyncTable.FindSql", 1, "@id text 's1'"),
        new("SyncTable.FinishSql", 1, "@finished integer '2'; @now timestamptz '2026-11-22'; @id text 's1'; @open integer '1'"),
        new("StorageProbe.ReadSql", 1, ""),
        new("StorageProbe.WriteSql", 1, "@now timestamptz '2026-11-22'"),
        new("ReminderTable.ClearSql", LargePostgres.Reminders, "", "empties the table, for tests"),
    ];

    /// <summary>Parameters: name, type, literal.</summary>
    public IReadOnlyList<(string Name, string Type, string Value)> Parameters { get; } =
    [
        .. Values.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(value => value.Split(' ', 3)).Select(parts => (parts[0], parts[1], parts[2])),
    ];

    private static string Repeat(string value) => $"'{{{string.Join(',', Enumerable.Repeat(value, Page))}}}'";

    private static string Keys() => $"'{{{string.Join(',', Enumerable.Range(1, Page).Select(number => $"actors/a{number * 1_000:D7}"))}}}'";
}
