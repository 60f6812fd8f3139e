using CitizenNetwork.Contracts;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Server.Members;
using CitizenNetwork.Server.Quotas;
using CitizenNetwork.Server.Security.Tokens;
using CitizenNetwork.Server.Transport;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CitizenNetwork.Server.Security;

/// <summary>What finds out who calls and what they may ask.</summary>
internal static class SecurityRegistrations
{
    public static IServiceCollection AddIdentities(this IServiceCollection services, ServerSettings settings)
    {
        services
            .AddSingleton<ApiKeys>()
            .AddSingleton<KeyUse>()
            .AddHostedService(provider => provider.GetRequiredService<KeyUse>())
            .AddSingleton(provider => new BearerTokens(settings.Tokens, provider.GetService<SigningKeys>(), ClockOf(provider)))
            .AddSingleton(provider => new ClientCertificates(settings.Tls, ClockOf(provider), provider.GetRequiredService<ILogger<ClientCertificates>>()))
            .AddSingleton<Identities>()
            .AddSingleton<Admission>()
            .AddSingleton(CallLimits.Default)
            .AddSingleton<CallQuota>();
        services.TryAddSingleton<IPrincipalGrants>(provider => provider.GetRequiredService<Memberships>());
        if (settings.Tls is { } tls)
        {
            services.AddSingleton(provider => new TlsListening(tls, provider.GetRequiredService<ClientCertificates>(), ClockOf(provider), provider.GetRequiredService<ILogger<TlsListening>>()));
        }

        return settings.Tokens is { } tokens ? services.AddSingleton(tokens).AddSingleton<SigningKeys>() : services;
    }

    private static TimeProvider ClockOf(IServiceProvider provider) => provider.GetRequiredKeyedService<TimeProvider>(Clock.Key);
}
