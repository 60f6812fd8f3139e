using CitizenNetwork.Server.Catalogue;
using CitizenNetwork.Storage.States;

namespace CitizenNetwork.Server.Telemetry;

/// <summary>What measures, always, and what sends, when it is told where.</summary>
internal static class TelemetryRegistrations
{
    /// <summary>Before any other hosted service: it is then stopped after them, and sends what their end measured.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services) => services
        .AddSingleton<TelemetrySources>()
        .AddSingleton<ServiceMetrics>()
        .AddHostedService<TelemetryExport>();

    /// <summary>Tells the gauges where to ask.</summary>
    public static void UseGauges(this IServiceProvider services)
    {
        var sources = services.GetRequiredService<TelemetrySources>();
        var pump = services.GetRequiredService<CataloguePump>();
        var fences = services.GetRequiredService<StateFences>();
        sources.FeedLag = () => pump.Lag.TotalSeconds;
        sources.CatalogueAge = () => pump.Age.TotalSeconds;
        sources.Activations = () => fences.Watched;
    }
}
