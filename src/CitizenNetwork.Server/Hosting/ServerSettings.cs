using System.Net;
using CitizenNetwork.Server.Logging;
using CitizenNetwork.Server.Security.Tokens;
using CitizenNetwork.Server.Transport;

namespace CitizenNetwork.Server.Hosting;

/// <summary>What a start of the server is told; deploy/settings.md says how.</summary>
/// <param name="DataFolder">Folder of the SQLite database; made when it is missing.</param>
/// <param name="GrpcPort">Port of gRPC (HTTP/2 without TLS); 0: a free one.</param>
/// <param name="HttpPort">Port of HTTP/1.1; 0: a free one.</param>
/// <param name="ConfigurationFile">JSON file of further configuration, such as deploy/orleans.json; null: none.</param>
internal sealed record ServerSettings(string DataFolder, int GrpcPort, int HttpPort, string? ConfigurationFile = null)
{
    /// <summary>Connection string of PostgreSQL, which holds a password: neither printed nor logged. Null: SQLite in the folder.</summary>
    public string? Postgres { get; init; }

    /// <summary>Address that both ports listen on.</summary>
    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>Somebody asked for this very gRPC port: taken, it ends the start. Otherwise a free one takes its place.</summary>
    public bool IsGrpcPortGiven { get; init; }

    /// <summary>As <see cref="IsGrpcPortGiven"/>, of the HTTP/1.1 port.</summary>
    public bool IsHttpPortGiven { get; init; }

    public LogFormat LogFormat { get; init; }

    /// <summary>File that the first API key is written to; null: it is printed.</summary>
    public string? FirstKeyFile { get; init; }

    /// <summary>TLS on both ports; null: none.</summary>
    public TlsSettings? Tls { get; init; }

    /// <summary>Issuer whose tokens open calls; null: none.</summary>
    public TokenSettings? Tokens { get; init; }

    /// <summary>Most bytes of one message received.</summary>
    public const int MaxMessageBytes = 4 * 1024 * 1024;

    /// <summary>Most open connections of both ports; each may make the server hold about 1 MiB that nobody has read yet. The next one is closed at once.</summary>
    public const int MaxConnections = 2_000;

    /// <summary>
    /// Most calls of one connection at a time; the next one waits at its client. The transport ends a connection that resets
    /// streams faster than their handlers end, so this bounds what a rapid reset can start.
    /// </summary>
    public const int MaxStreamsPerConnection = 100;

    /// <summary>Most bytes of all headers of one call, names and values; of which a key and a trace need a few hundred.</summary>
    public const int MaxHeaderBytes = 16 * 1024;

    /// <summary>Time for the headers of one call to arrive.</summary>
    public static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Quiet time of a connection after which the server asks whether the other side is still there.</summary>
    public static readonly TimeSpan KeepAlivePingDelay = TimeSpan.FromSeconds(60);

    /// <summary>Time for the answer to that question, after which the connection is closed.</summary>
    public static readonly TimeSpan KeepAlivePingTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Time for accepted calls to end when the server stops; what still runs then is cut off.</summary>
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Without the connection string.</summary>
    public override string ToString() => $"{nameof(ServerSettings)} of {(Postgres is null ? DataFolder : "PostgreSQL")} on {Listen}, ports {GrpcPort} and {HttpPort}";
}
