using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Sources;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Records;
using CitizenNetwork.Storage.Sources;
using Google.Protobuf.Collections;
using Grpc.Core;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Sources;

/// <summary>What sources register, on the wire.</summary>
internal sealed class SourcesService(
    SourceBatches batches,
    Synchronisations syncs,
    SightingTable sightings,
    CitizenNetwork.Matching.Catalogue.Catalogue catalogue)
    : V1.SourcesService.SourcesServiceBase
{
    public override Task<V1.UpsertResponse> UpsertActors(V1.UpsertActorsRequest request, ServerCallContext context) =>
        batches.WriteAsync(new(request, request.Source, request.SyncId, request.RequestId, request.Licence), request.Rows.Select(row => new SourceRow(row.ExternalId, row.Actor ?? new())), context);

    public override Task<V1.UpsertResponse> UpsertInitiatives(V1.UpsertInitiativesRequest request, ServerCallContext context) =>
        batches.WriteAsync(new(request, request.Source, request.SyncId, request.RequestId, request.Licence), request.Rows.Select(row => new SourceRow(row.ExternalId, row.Initiative ?? new())), context);

    public override Task<V1.UpsertResponse> UpsertResources(V1.UpsertResourcesRequest request, ServerCallContext context) =>
        batches.WriteAsync(new(request, request.Source, request.SyncId, request.RequestId, request.Licence), request.Rows.Select(row => new SourceRow(row.ExternalId, row.Resource ?? new())), context);

    public override Task<V1.UpsertResponse> UpsertFundingCalls(V1.UpsertFundingCallsRequest request, ServerCallContext context) =>
        batches.WriteAsync(new(request, request.Source, request.SyncId, request.RequestId, request.Licence), request.Rows.Select(row => new SourceRow(row.ExternalId, row.FundingCall ?? new())), context);

    public override Task<V1.UpsertResponse> UpsertHostingOffers(V1.UpsertHostingOffersRequest request, ServerCallContext context) =>
        batches.WriteAsync(new(request, request.Source, request.SyncId, request.RequestId, request.Licence), request.Rows.Select(row => new SourceRow(row.ExternalId, row.HostingOffer ?? new())), context);

    public override Task StreamUpserts(IAsyncStreamReader<V1.StreamUpsertsRequest> requestStream, IServerStreamWriter<V1.StreamUpsertsResponse> responseStream, ServerCallContext context) =>
        batches.StreamAsync(requestStream, responseStream, context);

    public override async Task<V1.ListSourceRecordsResponse> ListSourceRecords(V1.ListSourceRecordsRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var page = Page.Of(request, request.PageSize, request.PageToken, violations);
        var source = SourceGate.Named(request.Source, context, violations);
        CheckCollections(request.Collections, violations);
        RefusedException.ThrowIfAny(violations, source);
        var (items, next) = page.Take(
            catalogue.Current.SourceRows(source, SourceFormat.At(page.After, source))
            .Where(entry => request.ShowWithdrawn || !entry.Row.IsWithdrawn)
            .Where(entry => request.Collections.Count == 0 || request.Collections.Contains(entry.Collection.ToString())),
            SourceFormat.Place);
        return new V1.ListSourceRecordsResponse { Records = { await ToMessagesAsync(items, context) }, NextPageToken = next };
    }

    public override async Task<V1.Sync> BeginSync(V1.BeginSyncRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var source = SourceGate.Named(request.Source, context, violations);
        if (request.Collections.Count == 0)
        {
            violations.Add("collections", ViolationCode.Required);
        }

        CheckCollections(request.Collections, violations);
        RefusedException.ThrowIfAny(violations, source);
        SourceGate.Require(source, context);
        return SourceFormat.ToMessage(await syncs.BeginAsync(source, request.Collections, context.CancellationToken));
    }

    public override async Task<V1.Sync> FinishSync(V1.FinishSyncRequest request, ServerCallContext context)
    {
        SourceGate.Require((await FindAsync(request.SyncId, context)).Source, context);
        var sync = await syncs.FinishAsync(request.SyncId, context.CancellationToken);
        return SourceFormat.ToMessage(sync, await syncs.LookAsync(sync, context.CancellationToken));
    }

    public override async Task<V1.ListMissingRecordsResponse> ListMissingRecords(V1.ListMissingRecordsRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var page = Page.Of(request, request.PageSize, request.PageToken, violations);
        var sync = Synchronisations.Required(await FindAsync(request.SyncId, context, violations), SyncState.Finished);
        var following = await syncs.MissingAsync(sync, SourceFormat.At(page.After, sync.Source)).Take(page.Size + 1).ToListAsync(context.CancellationToken);
        var (items, next) = page.Take(following, SourceFormat.Place);
        return new V1.ListMissingRecordsResponse { Records = { await ToMessagesAsync(items, context) }, NextPageToken = next };
    }

    public override async Task<V1.WithdrawMissingResponse> WithdrawMissing(V1.WithdrawMissingRequest request, ServerCallContext context)
    {
        Violations violations = new();
        violations.Range("expected_count", request.ExpectedCount, 0, int.MaxValue);
        var sync = await FindAsync(request.SyncId, context, violations);
        SourceGate.Require(sync.Source, context);
        Synchronisations.Required(sync, SyncState.Finished);
        var (withdrawn, kept) = await syncs.WithdrawAsync(sync, request.ExpectedCount, request.ConfirmLarge, context.CancellationToken);
        return new V1.WithdrawMissingResponse { WithdrawnCount = withdrawn, KeptCount = kept };
    }

    private void CheckCollections(RepeatedField<string> collections, Violations violations)
    {
        for (var i = 0; i < collections.Count; i++)
        {
            if (!syncs.Collections.Contains(collections[i]))
            {
                violations.Add($"collections[{i}]", ViolationCode.BadPattern, Datum.Text(string.Join(", ", syncs.Collections)));
            }
            else if (collections.Take(i).Contains(collections[i]))
            {
                violations.Add($"collections[{i}]", ViolationCode.Duplicate, Datum.Text(collections[i]));
            }
        }
    }

    private Task<StoredSync> FindAsync(string id, ServerCallContext context, Violations? violations = null)
    {
        violations ??= new Violations();
        if (id.Length == 0)
        {
            violations.Add("sync_id", ViolationCode.Required);
        }

        RefusedException.ThrowIfAny(violations, id);
        return syncs.FindAsync(id, context.CancellationToken);
    }

    private async Task<IEnumerable<V1.SourceRecord>> ToMessagesAsync(List<SourceEntry> entries, ServerCallContext context)
    {
        var seen = await sightings.FindAsync([.. entries.Select(entry => entry.Name)], context.CancellationToken);
        return entries.Select(entry => SourceFormat.ToMessage(entry, seen.GetValueOrDefault(entry.Name)));
    }
}
