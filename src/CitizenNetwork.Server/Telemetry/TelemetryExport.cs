using CitizenNetwork.Storage.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CitizenNetwork.Server.Telemetry;

/// <summary>
/// Sends metrics and traces by OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set. The exporter reads the other standard
/// variables (OTEL_EXPORTER_OTLP_PROTOCOL, OTEL_METRIC_EXPORT_INTERVAL, OTEL_SERVICE_NAME, …) from the same configuration.
/// </summary>
internal sealed class TelemetryExport(IConfiguration configuration) : IHostedService
{
    /// <summary>Where to send; without it nothing is sent.</summary>
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string DefaultServiceName = "citizennetwork";

    private MeterProvider? _metrics;
    private TracerProvider? _traces;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(configuration[EndpointVariable]))
        {
            _metrics = Sdk.CreateMeterProviderBuilder()
                .ConfigureServices(services => services.AddSingleton(configuration))
                .SetResourceBuilder(Resource())
                .AddMeter(ServiceMetrics.Name, StorageMetrics.MeterName)
                .AddOtlpExporter()
                .Build();
            _traces = Sdk.CreateTracerProviderBuilder()
                .ConfigureServices(services => services.AddSingleton(configuration))
                .SetResourceBuilder(Resource())
                .AddSource(ServiceMetrics.Name)
                .AddOtlpExporter()
                .Build();
        }

        return Task.CompletedTask;
    }

    /// <summary>Sends what is left. Their disposal blocks for some seconds when nobody receives.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(Task.Run(() => _metrics?.Dispose(), CancellationToken.None), Task.Run(() => _traces?.Dispose(), CancellationToken.None)).WaitAsync(cancellationToken);

    /// <summary>What the environment names wins.</summary>
    private static ResourceBuilder Resource() => ResourceBuilder.CreateEmpty()
        .AddTelemetrySdk()
        .AddService(DefaultServiceName, serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version?.ToString())
        .AddEnvironmentVariableDetector();
}
