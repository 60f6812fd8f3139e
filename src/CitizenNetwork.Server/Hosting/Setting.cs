namespace CitizenNetwork.Server.Hosting;

/// <summary>One thing that a start of the server can be told, and a row of the table in deploy/settings.md.</summary>
/// <param name="Variable">Name in the environment.</param>
/// <param name="Option">Name on the command line, which wins; null: the environment only.</param>
/// <param name="Default">Value when it is not given; empty: none.</param>
/// <param name="Right">What a right value is; completes "it must be".</param>
/// <param name="Meaning">What it sets.</param>
internal sealed record Setting(string Variable, string? Option, string Default, string Right, string Meaning)
{
    /// <summary>How messages name a setting that may be given in two ways.</summary>
    public string Names => Option is null ? Variable : $"{Variable}, {Option}";
}

/// <summary>Every setting of the server; deploy/settings.md holds the same table, and a test compares both.</summary>
internal static class KnownSettings
{
    /// <summary>Begins the name of every variable of ours.</summary>
    public const string Prefix = "CITIZENNETWORK_";

    private const string PortNumber = "a whole number from 0 (a free port) to 65535";
    private const string ConnectionString = "an Npgsql connection string that names at least Host and Database";

    private const string IssuerAddress = "an https address, or an http one of this machine";

    public static readonly Setting DataFolder = new(
        "CITIZENNETWORK_DATA_FOLDER", "--data", "data", "a folder, made when it is missing", "Folder of the SQLite database.");

    public static readonly Setting Database = new(
        "CITIZENNETWORK_DATABASE", null, "", ConnectionString, "PostgreSQL database, which several servers may share; without it the database is SQLite in the data folder.");

    public static readonly Setting DatabaseFile = new(
        "CITIZENNETWORK_DATABASE_FILE", null, "", $"a readable file that holds {ConnectionString}", "File of that connection string, for a secret; instead of CITIZENNETWORK_DATABASE, not beside it.");

    public static readonly Setting Listen = new(
        "CITIZENNETWORK_LISTEN", null, "127.0.0.1", "an IP address of this machine, 0.0.0.0 or ::", "Address that both ports listen on. Without TLS, beyond loopback, only a trusted network may reach it.");

    public static readonly Setting GrpcPort = new(
        "CITIZENNETWORK_GRPC_PORT", "--grpc-port", "5080", PortNumber, "Port of gRPC. One that is given must be free; the default gives way to a free one.");

    public static readonly Setting HttpPort = new(
        "CITIZENNETWORK_HTTP_PORT", "--http-port", "5081", PortNumber, "Port of HTTP/1.1, as above.");

    public static readonly Setting Config = new(
        "CITIZENNETWORK_CONFIG", "--config", "", "a file of one JSON object", "Further configuration, such as the clustering of the official Orleans (deploy/orleans.json).");

    public static readonly Setting LogFormat = new(
        "CITIZENNETWORK_LOG_FORMAT", null, "text", "text or json", "Form of log lines, which are written to standard error.");

    public static readonly Setting FirstKeyFile = new(
        "CITIZENNETWORK_FIRST_KEY_FILE", null, "", "a file in an existing folder", "File that `serve` writes the first API key to (mode 600) instead of printing it; one that holds something is never overwritten.");

    public static readonly Setting TlsCertificate = new(
        "CITIZENNETWORK_TLS_CERTIFICATE", null, "", "a readable PEM file of the server's certificate and those above it", "Switches TLS (1.2 or later) on for both ports. The files may be replaced while the server runs: the next connection gets the new certificate.");

    public static readonly Setting TlsKey = new(
        "CITIZENNETWORK_TLS_KEY", null, "", "a readable PEM file of that certificate's private key, not encrypted", "Private key of that certificate; given with it.");

    public static readonly Setting TlsClientAuthorities = new(
        "CITIZENNETWORK_TLS_CLIENT_AUTHORITIES", null, "", "a readable PEM file of certificates", "Authorities whose certificates callers may show instead of a key (mutual TLS).");

    public static readonly Setting TlsClients = new(
        "CITIZENNETWORK_TLS_CLIENTS", null, "", "a readable JSON file", "Which of those certificates open what, as below; given with the authorities.");

    public static readonly Setting OidcIssuer = new(
        "CITIZENNETWORK_OIDC_ISSUER", null, "", IssuerAddress, "OpenID Connect issuer whose tokens (authorization: Bearer) open calls, exactly as its tokens write it.");

    public static readonly Setting OidcAudience = new(
        "CITIZENNETWORK_OIDC_AUDIENCE", null, "", "a text", "What those tokens must be for (aud); given with the issuer.");

    public static readonly Setting OidcMetadata = new(
        "CITIZENNETWORK_OIDC_METADATA", null, "", IssuerAddress, "Address of the issuer's discovery document, if it is not at .well-known/openid-configuration below the issuer.");

    public static readonly Setting OidcAdministratorClaim = new(
        "CITIZENNETWORK_OIDC_ADMINISTRATOR_CLAIM", null, "", "a claim and a value as in roles=citizennetwork-admin", "Claim that makes its bearer an administrator of the platform; without it, nobody is by a token.");

    public static IReadOnlyList<Setting> All { get; } =
    [
        DataFolder, Database, DatabaseFile, Listen, GrpcPort, HttpPort, Config, LogFormat, FirstKeyFile,
        TlsCertificate, TlsKey, TlsClientAuthorities, TlsClients, OidcIssuer, OidcAudience, OidcMetadata, OidcAdministratorClaim,
    ];

    /// <summary>Variables that the tests of this project read; a server started by them sees them, too.</summary>
    public static IReadOnlyList<string> OfTests { get; } =
    [
        "CITIZENNETWORK_DATA", "CITIZENNETWORK_POSTGRES", "CITIZENNETWORK_SEED",
        "CITIZENNETWORK_HOSTILE_CASES", "CITIZENNETWORK_HOSTILE_FIRST", "CITIZENNETWORK_HOSTILE_SEED",
    ];
}
