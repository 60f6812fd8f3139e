using System.Collections.Immutable;
using System.Globalization;
using CitizenNetwork.Contracts;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Sources;
using CitizenNetwork.Server.Audit;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Records;
using CitizenNetwork.Server.Security;
using CitizenNetwork.Storage.ApiKeys;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Keys;

/// <summary>Keys of programs, on the wire.</summary>
internal sealed class KeysService(ApiKeys keys, IApiKeys store, AuditNotes audit, [FromKeyedServices(Clock.Key)] TimeProvider clock) : V1.KeysService.KeysServiceBase
{
    public override async Task<V1.CreateKeyResponse> CreateKey(V1.CreateKeyRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var grants = Grants(request, violations);
        violations.Text("label", request.Label, 1, Limits.MaxTitleLength);
        var expiresAt = ExpireTime(request.ExpireTime, violations);
        RefusedException.ThrowIfAny(violations, request.Source);
        var (secret, id) = await keys.CreateAsync(grants, request.Label, expiresAt);
        await audit.NoteAsync(NameOf(id), context.CancellationToken);
        return new V1.CreateKeyResponse { Key = await ShowAsync(id), Secret = secret };
    }

    public override async Task<V1.ListKeysResponse> ListKeys(V1.ListKeysRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var page = Page.Of(request, request.PageSize, request.PageToken, violations);
        RefusedException.ThrowIfAny(violations, request.Source);
        var (items, next) = page.Take(await store.ListAsync(page.After, request.Source, page.Size + 1), key => key.Id);
        return new V1.ListKeysResponse { Keys = { items.Select(ToMessage) }, NextPageToken = next };
    }

    public override async Task<V1.RotateKeyResponse> RotateKey(V1.RotateKeyRequest request, ServerCallContext context)
    {
        Violations violations = new();
        RequireId(request.KeyId, violations);
        var grace = Grace(request.GracePeriod, violations);
        RefusedException.ThrowIfAny(violations, request.KeyId);
        var secret = await keys.RotateAsync(request.KeyId, grace) ?? throw NotFound(request.KeyId);
        await audit.NoteAsync(NameOf(request.KeyId), context.CancellationToken);
        return new V1.RotateKeyResponse { Key = await ShowAsync(request.KeyId), Secret = secret };
    }

    public override async Task<V1.Key> RevokeOldSecret(V1.RevokeOldSecretRequest request, ServerCallContext context)
    {
        Violations violations = new();
        RequireId(request.KeyId, violations);
        RefusedException.ThrowIfAny(violations, request.KeyId);
        if (!await store.ForgetOldAsync(request.KeyId))
        {
            throw NotFound(request.KeyId);
        }

        await audit.NoteAsync(NameOf(request.KeyId), context.CancellationToken);
        return await ShowAsync(request.KeyId);
    }

    public override async Task<Empty> RevokeKey(V1.RevokeKeyRequest request, ServerCallContext context)
    {
        Violations violations = new();
        RequireId(request.KeyId, violations);
        if (request.KeyId == Caller.KeyId)
        {
            // So that an administrator is left, who can undo what this one did.
            violations.Add("key_id", ViolationCode.OwnKey);
        }

        RefusedException.ThrowIfAny(violations, request.KeyId);
        if (!await store.RemoveAsync(request.KeyId))
        {
            throw NotFound(request.KeyId);
        }

        await audit.NoteAsync(NameOf(request.KeyId), context.CancellationToken);
        return new Empty();
    }

    /// <summary>What the audit trail calls a key, as it calls the caller who uses it.</summary>
    private static string NameOf(string keyId) => $"keys/{keyId}";

    private static ImmutableArray<Grant> Grants(V1.CreateKeyRequest request, Violations violations)
    {
        var grants = GrantFormat.Read("grants", request.Grants, violations);
        if (request.Source.Length == 0 && request.Grants.Count > 0)
        {
            return grants;
        }

        SourceRules.CheckSource("source", request.Source, violations);
        Grant source = new(AccessRole.PartnerSystem, request.Source);
        return grants.Contains(source) ? grants : [source, .. grants];
    }

    private static TimeSpan Grace(Duration? given, Violations violations)
    {
        if (given is null)
        {
            return ApiKeys.DefaultGrace;
        }

        if (given.Seconds < 0 || given.Nanos < 0 || given.Seconds > (long)ApiKeys.MaxGrace.TotalSeconds)
        {
            violations.Range("grace_period.seconds", given.Seconds, 0, (long)ApiKeys.MaxGrace.TotalSeconds);
            return TimeSpan.Zero;
        }

        return TimeSpan.FromSeconds(given.Seconds);
    }

    private static void RequireId(string id, Violations violations)
    {
        if (id.Length == 0)
        {
            violations.Add("key_id", ViolationCode.Required);
        }
    }

    private static RefusedException NotFound(string id) => new(Refusal.Of(RefusalCode.NotFound, id, Datum.Name(id)));

    private static V1.Key ToMessage(ListedKey key) => new()
    {
        KeyId = key.Id,
        Source = key.Source ?? string.Empty,
        Label = key.Label,
        Administrator = key.Grants.Contains(Grant.Administrator),
        CreateTime = key.CreatedAt.ToTimestamp(),
        Grants = { key.Grants.Select(GrantFormat.ToMessage) },
        ExpireTime = key.ExpiresAt?.ToTimestamp(),
        LastUseTime = key.LastUsedAt?.ToTimestamp(),
        OldSecretExpireTime = key.OldUntil?.ToTimestamp(),
    };

    /// <summary>The time from which on a key opens nothing; null: none was given.</summary>
    private DateTimeOffset? ExpireTime(Timestamp? given, Violations violations)
    {
        if (given is null)
        {
            return null;
        }

        var time = given.ToInstant();
        if (time <= clock.GetUtcNow())
        {
            violations.Add("expire_time", ViolationCode.NotInFuture, Datum.Text(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)));
        }

        return time;
    }

    private async Task<V1.Key> ShowAsync(string id) => ToMessage(await store.ShowAsync(id) ?? throw NotFound(id));
}
