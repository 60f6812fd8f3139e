using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Server.Security;
using CitizenNetwork.Storage.Feed;
using CitizenNetwork.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.EndToEndTests.Sources;

/// <summary>What tests of sources share: each has a source of its own.</summary>
public abstract class SourceTestBase(ServerFixture server)
{
    protected ServerFixture Server => server;

    protected Wire Wire => server.Wire;

    /// <summary>A source that no other test has.</summary>
    protected string Source { get; } = Samples.NewId("source");

    protected static ResourceRow Row(string externalId, string title = "Une salle") => new() { ExternalId = externalId, Resource = Samples.Resource(title) };

    protected static IEnumerable<ResourceRow> Rows(int count, string title = "Une salle") => Enumerable.Range(1, count).Select(i => Row($"salle {i}", $"{title} {i}"));

    protected async Task<UpsertResponse> UpsertAsync(IEnumerable<ResourceRow> rows, string syncId = "", string requestId = "", Wire? wire = null) =>
        await (wire ?? Wire).Sources.UpsertResourcesAsync(new UpsertResourcesRequest { Source = Source, Rows = { rows }, SyncId = syncId, RequestId = requestId });

    protected async Task<Sync> BeginAsync(params string[] collections) =>
        await Wire.Sources.BeginSyncAsync(new BeginSyncRequest { Source = Source, Collections = { collections.Length == 0 ? ["resources"] : collections } });

    protected async Task<Sync> FinishAsync(Sync sync) => await Wire.Sources.FinishSyncAsync(new FinishSyncRequest { SyncId = sync.SyncId });

    /// <summary>A whole synchronisation of these rows.</summary>
    protected async Task<Sync> SyncAsync(params IEnumerable<ResourceRow> rows)
    {
        var sync = await BeginAsync();
        foreach (var batch in rows.Chunk(200))
        {
            await UpsertAsync(batch, sync.SyncId);
        }

        return await FinishAsync(sync);
    }

    protected async Task<WithdrawMissingResponse> WithdrawAsync(Sync sync, int expected, bool confirm = false) =>
        await Wire.Sources.WithdrawMissingAsync(new WithdrawMissingRequest { SyncId = sync.SyncId, ExpectedCount = expected, ConfirmLarge = confirm });

    /// <summary>All records of the source, page by page.</summary>
    protected async Task<List<SourceRecord>> RecordsAsync(bool withdrawn = false, int pageSize = 0)
    {
        List<SourceRecord> all = [];
        await Pages.AllAsync(
            async token => await Wire.Sources.ListSourceRecordsAsync(new ListSourceRecordsRequest { Source = Source, ShowWithdrawn = withdrawn, PageSize = pageSize, PageToken = token }),
            page => page.Records,
            page => page.NextPageToken,
            all);
        return all;
    }

    /// <summary>A key that is bound to a source.</summary>
    protected async Task<(Wire Wire, string Key)> BoundAsync(string source)
    {
        var (key, _) = await server.Server.Services.GetRequiredService<ApiKeys>().CreateAsync([new Domain.Access.Grant(Domain.Access.AccessRole.PartnerSystem, source)], "tests", expiresAt: null);
        return (server.With(key), key);
    }

    /// <summary>A place in the feed behind what was written; another test's open transaction on the same server may hold the feed back.</summary>
    protected async Task<FeedPosition> HeadAfterAsync(IReadOnlyList<string> names)
    {
        var head = await Feed.HeadAsync();
        await Eventually.HoldsAsync(async () => await ChangesAsync(head = await Feed.HeadAsync(), names) == 0, "the feed's head is behind what was written");
        return head;
    }

    /// <summary>How many changes of these records the feed bears since a place.</summary>
    protected async Task<int> ChangesAsync(FeedPosition since, IEnumerable<string> names)
    {
        var keys = names.ToHashSet();
        return (await Feed.ReadAsync(since, 10_000)).Rows.Count(row => keys.Contains(row.Row.Key));
    }

    internal IChangeFeed Feed => server.Server.Services.GetRequiredService<IChangeFeed>();
}
