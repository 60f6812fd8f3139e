namespace CitizenNetwork.Server.Telemetry;

/// <summary>What measures, always, and what sends, when it is told where.</summary>
internal static class TelemetryRegistrations
{
    /// <summary>Before any other hosted service: it is then stopped after them, and sends what their end measured.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services) => services
        .AddSingleton<ServiceMetrics>()
        .AddSingleton<IIncomingGrainCallFilter, TurnFilter>()
        .AddHostedService<TelemetryExport>();
}
