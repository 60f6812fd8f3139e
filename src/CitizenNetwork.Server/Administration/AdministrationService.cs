using System.Reflection;
using CitizenNetwork.Server.Audit;
using CitizenNetwork.Server.Catalogue;
using CitizenNetwork.Storage;
using CitizenNetwork.Storage.Backup;
using CitizenNetwork.Storage.Outbox;
using CitizenNetwork.Storage.States;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Administration;

/// <summary>What an operator asks of a running server.</summary>
internal sealed class AdministrationService(
    IDatabase database,
    BackupWriter backup,
    CataloguePump pump,
    CitizenNetwork.Matching.Catalogue.Catalogue catalogue,
    OutboxTable outbox,
    StateFences fences,
    AuditNotes audit,
    StartTime started)
    : V1.AdministrationService.AdministrationServiceBase
{
    private static readonly string s_version =
        typeof(AdministrationService).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public override async Task Backup(V1.BackupRequest request, IServerStreamWriter<V1.BackupChunk> responseStream, ServerCallContext context)
    {
        // It holds everything, contacts too: that it left is noted before any of it does.
        await audit.NoteAsync("backup", context.CancellationToken);
        await using ChunkStream chunks = new(responseStream);
        await backup.WriteAsync(chunks, context.CancellationToken);
        await chunks.CompleteAsync(context.CancellationToken);
    }

    public override async Task<V1.GetStatusResponse> GetStatus(V1.GetStatusRequest request, ServerCallContext context)
    {
        var cancellation = context.CancellationToken;
        return new V1.GetStatusResponse
        {
            ProgramVersion = s_version,
            StartTime = Timestamp.FromDateTimeOffset(started.Value),
            Engine = database.Engine,
            Migration = await database.MigrationAsync(cancellation),
            FeedLagMs = Milliseconds(await pump.LagAsync(cancellation) ?? TimeSpan.Zero),
            CatalogueAgeMs = Milliseconds(pump.Age),
            Collections = { catalogue.Current.Counts().Select(count => new V1.CollectionCount { Collection = count.Collection, Records = count.Records }) },
            WaitingMessages = await outbox.CountWaitingAsync(cancellation),
            Activations = fences.Watched,
        };
    }

    // A clock that another server's writes are ahead of shows no age below zero.
    private static long Milliseconds(TimeSpan time) => Math.Max(0, (long)time.TotalMilliseconds);
}
