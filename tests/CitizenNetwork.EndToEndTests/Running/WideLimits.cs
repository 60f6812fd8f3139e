using CitizenNetwork.Server.Quotas;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.EndToEndTests.Running;

/// <summary>Limits that no test reaches: one test asks more in a second than a person in a day.</summary>
internal static class WideLimits
{
    private static readonly CallLimit s_wide = new(1_000_000, 1_000_000_000, 1_000_000);

    public static IServiceCollection AddWideLimits(this IServiceCollection services) => services.AddSingleton(new CallLimits(s_wide, s_wide, 1_000));
}
