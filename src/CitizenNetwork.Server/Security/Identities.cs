using System.Collections.Immutable;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Quotas;
using CitizenNetwork.Server.Security.Tokens;
using CitizenNetwork.Server.Transport;
using Grpc.Core;

namespace CitizenNetwork.Server.Security;

/// <summary>
/// Who calls: by a key, a token or the certificate of the connection. A key or a token wins over the certificate, which
/// a proxy may show for all of its callers; both at once are refused, since nobody could tell which was meant.
/// </summary>
internal sealed class Identities(ApiKeys keys, KeyUse use, BearerTokens tokens, ClientCertificates certificates, IPrincipalGrants grants, CallQuota quota, RefusalStatus refusals)
{
    private const string TokenHeader = "authorization";

    /// <summary>Who calls; anonymous when nothing says it.</summary>
    /// <exception cref="RpcException">What says it is wrong, or cannot be checked now.</exception>
    public async ValueTask<Principal> OfAsync(ServerCallContext context)
    {
        if (MethodAccesses.IsOfPublished(context.Method))
        {
            // Health must answer whoever asks, also while the store, which knows the keys, does not.
            return Principal.Anonymous;
        }

        var (key, token) = (context.RequestHeaders.GetValue(ApiKeys.MetadataKey), context.RequestHeaders.GetValue(TokenHeader));
        if (!string.IsNullOrEmpty(key) && !string.IsNullOrEmpty(token))
        {
            throw Refused("TWO_CREDENTIALS", "Error_TwoCredentials", context);
        }

        return !string.IsNullOrEmpty(key) ? await OfKeyAsync(key, context)
            : !string.IsNullOrEmpty(token) ? await OfTokenAsync(token, context)
            : OfCertificate(context);
    }

    private async ValueTask<Principal> OfKeyAsync(string given, ServerCallContext context)
    {
        var (key, isExpired) = await keys.FindAsync(given);
        if (key is null)
        {
            throw Refused("API_KEY_REQUIRED", "Error_Unauthenticated", context, ("header", ApiKeys.MetadataKey));
        }

        if (isExpired)
        {
            throw Refused("API_KEY_EXPIRED", "Error_KeyExpired", context, ("expired_at", key.ExpiresAt!.Value.ToString("O", System.Globalization.CultureInfo.InvariantCulture)));
        }

        use.Note(key.Id);
        return new Principal($"keys/{key.Id}", [.. key.Grants, .. grants.Of($"keys/{key.Id}")], key);
    }

    private async ValueTask<Principal> OfTokenAsync(string header, ServerCallContext context)
    {
        try
        {
            var (id, isAdministrator) = await tokens.ReadAsync(header, context.CancellationToken);
            ImmutableArray<Grant> given = grants.Of(id);
            return new Principal(id, isAdministrator ? [Grant.Administrator, .. given] : given);
        }
        catch (TokenException wrong)
        {
            throw Refused(wrong.Reason, wrong.Text, context);
        }
        catch (IssuerUnavailableException)
        {
            throw refusals.Told(StatusCode.Unavailable, "ISSUER_UNAVAILABLE", "Error_IssuerUnavailable", context, [SigningKeys.RetryInfo]);
        }
    }

    private Principal OfCertificate(ServerCallContext context)
    {
        if (context.GetHttpContext().Connection.ClientCertificate is not { } certificate)
        {
            return Principal.Anonymous;
        }

        return certificates.Find(certificate) ?? throw Refused("CERTIFICATE_UNKNOWN", "Error_CertificateUnknown", context);
    }

    /// <summary>Guessing costs the address that does it.</summary>
    private RpcException Refused(string reason, string text, ServerCallContext context, params ReadOnlySpan<(string Key, string Value)> metadata)
    {
        quota.TakeOfAddress(context);
        return refusals.Told(StatusCode.Unauthenticated, reason, text, context, [], metadata);
    }
}
