namespace CitizenNetwork.Server.Telemetry;

/// <summary>
/// Where the gauges ask, set by whoever knows; a gauge whose source is missing or answers null shows nothing. They are
/// called on the exporter's thread at every export and must answer at once.
/// </summary>
internal sealed class TelemetrySources
{
    /// <summary>Seconds by which the change feed is behind the store.</summary>
    public Func<double?>? FeedLag { get; set; }

    /// <summary>Seconds since the catalogue was last known to be complete.</summary>
    public Func<double?>? CatalogueAge { get; set; }

    /// <summary>Grains in memory.</summary>
    public Func<long?>? Activations { get; set; }
}
