using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Sources;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Security;
using CitizenNetwork.Server.Texts;
using CitizenNetwork.Storage.Sources;
using Google.Protobuf;
using Grpc.Core;
using ActorMethods = CitizenNetwork.Server.Records.RecordMethods<CitizenNetwork.Contracts.Actors.IActorGrain, CitizenNetwork.Domain.Actors.Actor, CitizenNetwork.Protocol.V1.Actor>;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Sources;

/// <summary>What every batch says beside its rows.</summary>
internal sealed record BatchRequest(IMessage Message, string Source, string SyncId, string RequestId, string Licence);

/// <summary>Takes batches and streams of rows from callers: whether they may, whether they already did, how many, then writes.</summary>
internal sealed class SourceBatches(SourceWriter writer, Synchronisations syncs, BatchTable answered, WriteQuota quota, SourceFormat format)
{
    /// <summary>Most rows of a batch: its answer stays within one message, too, when every row is refused.</summary>
    public const int MaxRows = 200;

    /// <summary>Most rows of a stream: it bounds what is remembered of those that came before.</summary>
    public const int MaxStreamRows = 100_000;

    public async Task<V1.UpsertResponse> WriteAsync(BatchRequest request, IEnumerable<SourceRow> given, ServerCallContext context)
    {
        Violations violations = new();
        var rows = given.Select(row => row with { Licence = request.Licence }).ToList();
        var source = SourceGate.Named(request.Source, context, violations);
        ActorMethods.CheckRequestId(violations, request.RequestId);
        violations.Text("licence", request.Licence, 0, SourceRules.MaxLicenceLength);
        violations.Count("rows", rows.Count, MaxRows);
        if (rows.Count == 0)
        {
            violations.Add("rows", ViolationCode.Required);
        }

        RefusedException.ThrowIfAny(violations, source);
        SourceGate.Require(source, context);
        var hash = Convert.ToHexStringLower(SHA256.HashData(request.Message.ToByteArray()));
        if (await ReplayAsync(source, request.RequestId, hash, context) is { } first)
        {
            return first;
        }

        await CheckSyncAsync(request.SyncId, source, writer.CollectionOf(rows[0]), context);
        quota.Take(Caller.KeyId, rows.Count, context);
        V1.UpsertResponse answer = new() { Summary = new V1.UpsertSummary() };
        await foreach (var result in writer.WriteAsync(source, rows.ToAsyncEnumerable(), context.CancellationToken))
        {
            answer.Results.Add(format.ToMessage(result, Language.Of(context)));
            SourceFormat.Count(answer.Summary, result.Outcome);
        }

        if (request.RequestId.Length > 0)
        {
            await answered.PutAsync(source, request.RequestId, new StoredBatch(hash, answer.ToByteArray()), context.CancellationToken);
        }

        return answer;
    }

    public async Task StreamAsync(IAsyncStreamReader<V1.StreamUpsertsRequest> requests, IServerStreamWriter<V1.StreamUpsertsResponse> answers, ServerCallContext context)
    {
        V1.UpsertSummary summary = new();
        if (await requests.MoveNext(context.CancellationToken))
        {
            Violations violations = new();
            RequestInterceptor.Check(new V1.StreamUpsertsRequest { Source = requests.Current.Source, SyncId = requests.Current.SyncId, Licence = requests.Current.Licence }, string.Empty, violations);
            var source = SourceGate.Named(requests.Current.Source, context, violations);
            violations.Text("licence", requests.Current.Licence, 0, SourceRules.MaxLicenceLength);
            RefusedException.ThrowIfAny(violations, source);
            SourceGate.Require(source, context);
            await foreach (var result in writer.WriteAsync(source, ReadAsync(requests, source, context, context.CancellationToken), context.CancellationToken))
            {
                SourceFormat.Count(summary, result.Outcome);
                await answers.WriteAsync(new V1.StreamUpsertsResponse { Result = format.ToMessage(result, Language.Of(context)) });
            }
        }

        await answers.WriteAsync(new V1.StreamUpsertsResponse { Summary = summary });
    }

    /// <summary>The rows of a stream whose first message has come.</summary>
    private async IAsyncEnumerable<SourceRow> ReadAsync(IAsyncStreamReader<V1.StreamUpsertsRequest> requests, string source, ServerCallContext context, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (syncId, licence) = (requests.Current.SyncId, requests.Current.Licence);
        HashSet<string> covered = [];
        var count = 0;
        if (RowOf(requests.Current) is null && !await requests.MoveNext(cancellation))
        {
            yield break;
        }

        do
        {
            var row = RowOf(requests.Current);
            if (row is null || ++count > MaxStreamRows)
            {
                throw new RefusedException(Refusal.Invalid(source, [row is null
                    ? new FieldViolation("row", ViolationCode.Required, [])
                    : new FieldViolation("rows", ViolationCode.TooMany, [Datum.Number(MaxStreamRows), Datum.Number(count)])]));
            }

            if (covered.Add(writer.CollectionOf(row)))
            {
                await CheckSyncAsync(syncId, source, writer.CollectionOf(row), context);
            }

            quota.Take(Caller.KeyId, 1, context);
            yield return row with { Licence = licence };
        }
        while (await requests.MoveNext(cancellation));
    }

    private static SourceRow? RowOf(V1.StreamUpsertsRequest request) => request.RowCase switch
    {
        V1.StreamUpsertsRequest.RowOneofCase.Actor => new SourceRow(request.Actor.ExternalId, request.Actor.Actor ?? new()),
        V1.StreamUpsertsRequest.RowOneofCase.Initiative => new SourceRow(request.Initiative.ExternalId, request.Initiative.Initiative ?? new()),
        V1.StreamUpsertsRequest.RowOneofCase.Resource => new SourceRow(request.Resource.ExternalId, request.Resource.Resource ?? new()),
        V1.StreamUpsertsRequest.RowOneofCase.FundingCall => new SourceRow(request.FundingCall.ExternalId, request.FundingCall.FundingCall ?? new()),
        V1.StreamUpsertsRequest.RowOneofCase.HostingOffer => new SourceRow(request.HostingOffer.ExternalId, request.HostingOffer.HostingOffer ?? new()),
        _ => null,
    };

    private async Task<V1.UpsertResponse?> ReplayAsync(string source, string requestId, string hash, ServerCallContext context)
    {
        if (requestId.Length == 0 || await answered.FindAsync(source, requestId, context.CancellationToken) is not { } first)
        {
            return null;
        }

        return first.Hash == hash
            ? V1.UpsertResponse.Parser.ParseFrom(first.Answer)
            : throw new RefusedException(Refusal.Invalid(source, [new FieldViolation("request_id", ViolationCode.RequestIdReused, [Datum.Text(requestId)])]));
    }

    /// <summary>A synchronisation that rows name must be their source's, be open and cover their collection.</summary>
    private async Task CheckSyncAsync(string id, string source, string collection, ServerCallContext context)
    {
        if (id.Length == 0)
        {
            return;
        }

        var sync = await syncs.FindAsync(id, context.CancellationToken);
        if (sync.Source != source)
        {
            throw new RefusedException(Refusal.Of(RefusalCode.NotFound, id, Datum.Name(id)));
        }

        if (!sync.Collections.Contains(collection))
        {
            throw new RefusedException(Refusal.Invalid(id, [new FieldViolation("sync_id", ViolationCode.NotInSync, [Datum.Text(collection), Datum.Text(string.Join(", ", sync.Collections))])]));
        }

        Synchronisations.Required(sync, SyncState.Open);
    }
}
