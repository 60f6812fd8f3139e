namespace CitizenNetwork.Server.Hosting;

/// <summary>What a start of the server is told.</summary>
/// <param name="DataFolder">Folder of the database; made when it is missing.</param>
/// <param name="GrpcPort">Port of gRPC (HTTP/2 without TLS) on loopback; a free one when it is taken or 0.</param>
/// <param name="HttpPort">Port of HTTP/1.1 on loopback; a free one when it is taken or 0.</param>
/// <param name="ConfigurationFile">JSON file of further configuration, such as deploy/orleans.json; null: none.</param>
internal sealed record ServerSettings(string DataFolder, int GrpcPort, int HttpPort, string? ConfigurationFile = null)
{
    public const string DefaultDataFolder = "data";
    public const int DefaultGrpcPort = 5080;
    public const int DefaultHttpPort = 5081;

    /// <summary>Most bytes of one message received.</summary>
    public const int MaxMessageBytes = 4 * 1024 * 1024;
}
