using CitizenNetwork.Storage.Sqlite;

namespace CitizenNetwork.UnitTests.Storage;

/// <summary>The reminders' contract on SQLite.</summary>
public sealed class SqliteReminderTableTests : ReminderTableContract, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("citizennetwork-");

    public void Dispose() => _folder.Delete(recursive: true);

    protected override async Task<OpenedReminders> OpenAsync()
    {
        var database = await SqliteDatabase.OpenAsync(_folder.FullName, new StoppedClock());
        return new OpenedReminders(new SqliteReminderTable(database), database);
    }
}
