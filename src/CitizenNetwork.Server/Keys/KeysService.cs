using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Sources;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Records;
using CitizenNetwork.Server.Security;
using CitizenNetwork.Storage.ApiKeys;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Keys;

/// <summary>Keys of partners, on the wire.</summary>
internal sealed class KeysService(ApiKeys keys, IApiKeys store) : V1.KeysService.KeysServiceBase
{
    public override async Task<V1.CreateKeyResponse> CreateKey(V1.CreateKeyRequest request, ServerCallContext context)
    {
        Violations violations = new();
        SourceRules.CheckSource("source", request.Source, violations);
        violations.Text("label", request.Label, 1, Limits.MaxTitleLength);
        RefusedException.ThrowIfAny(violations, request.Source);
        var (secret, id) = await keys.CreateBoundAsync(request.Source, request.Label);
        var made = (await store.ListAsync(string.Empty, request.Source, int.MaxValue)).First(key => key.Id == id);
        return new V1.CreateKeyResponse { Key = ToMessage(made), Secret = secret };
    }

    public override async Task<V1.ListKeysResponse> ListKeys(V1.ListKeysRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var page = Page.Of(request, request.PageSize, request.PageToken, violations);
        RefusedException.ThrowIfAny(violations, request.Source);
        var (items, next) = page.Take(await store.ListAsync(page.After, request.Source, page.Size + 1), key => key.Id);
        return new V1.ListKeysResponse { Keys = { items.Select(ToMessage) }, NextPageToken = next };
    }

    public override async Task<Empty> RevokeKey(V1.RevokeKeyRequest request, ServerCallContext context)
    {
        Violations violations = new();
        if (request.KeyId.Length == 0)
        {
            violations.Add("key_id", ViolationCode.Required);
        }
        else if (request.KeyId == Caller.KeyId)
        {
            // So that an administrator is left, who can undo what this one did.
            violations.Add("key_id", ViolationCode.OwnKey);
        }

        RefusedException.ThrowIfAny(violations, request.KeyId);
        return await store.RemoveAsync(request.KeyId) ? new Empty() : throw new RefusedException(Refusal.Of(RefusalCode.NotFound, request.KeyId, Datum.Name(request.KeyId)));
    }

    private static V1.Key ToMessage(ListedKey key) => new()
    {
        KeyId = key.Id,
        Source = key.Source ?? string.Empty,
        Label = key.Label,
        Administrator = key.IsAdministrator,
        CreateTime = key.CreatedAt.ToTimestamp(),
    };
}
