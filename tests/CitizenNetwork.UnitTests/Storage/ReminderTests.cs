using CitizenNetwork.Storage.Reminders;
using CitizenNetwork.Testing;

namespace CitizenNetwork.UnitTests.Storage;

/// <summary>The reminders' contract on each engine.</summary>
public abstract class EngineReminderTests(IEngine engine) : ReminderTableContract, IAsyncLifetime
{
    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await engine.DisposeAsync();

    protected override async Task<OpenedReminders> OpenAsync()
    {
        var database = await engine.OpenAsync(new StoppedClock());
        return new OpenedReminders(new ReminderTable(database), database);
    }
}

/// <summary>See <see cref="EngineReminderTests"/>.</summary>
public sealed class SqliteReminderTests() : EngineReminderTests(new SqliteEngine());

/// <summary>See <see cref="EngineReminderTests"/>.</summary>
public sealed class PostgresReminderTests() : EngineReminderTests(new PostgresEngine());
