using CitizenNetwork.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using SQLitePCL;

namespace CitizenNetwork.EndToEndTests.Running;

/// <summary>Makes the commits of a server's database fail, as a full disk does, and succeed again. Reads go on.</summary>
internal sealed class FailingCommits
{
    private int _refuse;

    public bool Failing
    {
        set => Volatile.Write(ref _refuse, value ? 1 : 0);
    }

    /// <summary>They succeed until they are told to fail.</summary>
    public static async Task<FailingCommits> OfAsync(IServiceProvider services)
    {
        FailingCommits commits = new();
        await services.GetRequiredService<SqliteDatabase>().WriteAsync(connection =>
        {
            raw.sqlite3_commit_hook(connection.Handle!, _ => Volatile.Read(ref commits._refuse), null!);
            return true;
        });
        return commits;
    }
}
