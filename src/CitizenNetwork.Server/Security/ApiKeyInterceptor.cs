using System.Collections.Immutable;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Members;
using CitizenNetwork.Storage.ApiKeys;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CitizenNetwork.Server.Security;

/// <summary>Says whose call it is, by its key; a key that opens nothing is refused, whatever the method asks.</summary>
internal sealed class ApiKeyInterceptor(ApiKeys keys, Memberships memberships, RefusalStatus refusals) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        await Authenticate(context);
        Caller.Enter(context);
        return await continuation(request, context);
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await Authenticate(context);
        Caller.Enter(context);
        return await continuation(requestStream, context);
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await Authenticate(context);
        Caller.Enter(context);
        await continuation(request, responseStream, context);
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await Authenticate(context);
        Caller.Enter(context);
        await continuation(requestStream, responseStream, context);
    }

    private async ValueTask Authenticate(ServerCallContext context)
    {
        var given = context.RequestHeaders.GetValue(ApiKeys.MetadataKey);
        if (given is null)
        {
            return;
        }

        Caller.Note(context, await keys.FindAsync(given) is { } key
            ? new Principal($"keys/{key.Id}", [.. GrantsOf(key), .. memberships.GrantsOf($"keys/{key.Id}")], key)
            : throw refusals.Told(StatusCode.Unauthenticated, "API_KEY_REQUIRED", "Error_Unauthenticated", context, [], ("header", ApiKeys.MetadataKey)));
    }

    private static ImmutableArray<Grant> GrantsOf(StoredKey key) =>
        key.IsAdministrator ? [Grant.Administrator] : key.Source is { } source ? [new Grant(AccessRole.PartnerSystem, source)] : [new Grant(AccessRole.PlatformEditor, string.Empty)];
}
