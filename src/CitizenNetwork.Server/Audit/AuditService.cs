using System.Globalization;
using CitizenNetwork.Contracts.Audit;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Records;
using CitizenNetwork.Storage.Audit;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Audit;

/// <summary>The audit trail on the wire.</summary>
internal sealed class AuditService(AuditTable audit) : V1.AuditService.AuditServiceBase
{
    /// <summary>Most characters of a subject: no resource name is longer.</summary>
    private const int MaxSubjectLength = 300;

    public override async Task<V1.ListAuditEntriesResponse> ListAuditEntries(V1.ListAuditEntriesRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var page = Page.Of(request, request.PageSize, request.PageToken, violations);
        violations.Text("subject", request.Subject, 0, MaxSubjectLength);
        long after = 0;
        if (page.After.Length > 0 && !long.TryParse(page.After, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            violations.Add("page_token", ViolationCode.BadPageToken);
        }

        RefusedException.ThrowIfAny(violations, "audit");
        var (items, next) = page.Take(await audit.ListAsync(after, request.Subject, page.Size + 1, context.CancellationToken), entry => entry.Number.ToString(CultureInfo.InvariantCulture));
        return new V1.ListAuditEntriesResponse { Entries = { items.Select(ToMessage) }, NextPageToken = next };
    }

    public override async Task<V1.VerifyAuditResponse> VerifyAudit(V1.VerifyAuditRequest request, ServerCallContext context)
    {
        var verdict = await audit.VerifyAsync(context.CancellationToken);
        return new V1.VerifyAuditResponse
        {
            Holds = verdict.FirstWrong is null,
            EntryCount = verdict.Entries,
            RedactedCount = verdict.Redacted,
            FirstWrongNumber = verdict.FirstWrong ?? 0,
            HeadHash = Convert.ToHexStringLower(verdict.Head),
            WaitingCount = verdict.Waiting,
        };
    }

    public override async Task ExportAudit(V1.ExportAuditRequest request, IServerStreamWriter<V1.AuditEntry> responseStream, ServerCallContext context)
    {
        long after = 0;
        while (await audit.ListAsync(after, string.Empty, AuditTable.PageSize, context.CancellationToken) is { Count: > 0 } page)
        {
            foreach (var entry in page)
            {
                await responseStream.WriteAsync(ToMessage(entry), context.CancellationToken);
            }

            after = page[^1].Number;
        }
    }

    private static V1.AuditEntry ToMessage(AuditEntry entry)
    {
        var fact = entry.Fact is { } text ? (AuditFact)StateJson.Read(System.Text.Encoding.UTF8.GetBytes(text), typeof(AuditFact)) : null;
        return new V1.AuditEntry
        {
            Number = entry.Number,
            Time = entry.RecordedAt.ToTimestamp(),
            Subject = entry.Subject ?? string.Empty,
            Principal = fact?.Principal ?? string.Empty,
            Method = fact?.Method ?? string.Empty,
            RevisionBefore = fact?.Before ?? 0,
            RevisionAfter = fact?.After ?? 0,
            Fields = { fact?.Fields.AsEnumerable() ?? [] },
            Purpose = fact?.Purpose ?? string.Empty,
            Redacted = fact is null,
            FactJson = entry.Fact ?? string.Empty,
            Salt = ByteString.CopyFrom(entry.Salt ?? []),
            FactHash = ByteString.CopyFrom(entry.FactHash),
            Hash = ByteString.CopyFrom(entry.Hash),
        };
    }
}
