namespace CitizenNetwork.Server.Transport;

/// <summary>TLS on both ports. All files may change while the server runs.</summary>
/// <param name="CertificateFile">PEM: the server's certificate, then those that lead from it to a known authority.</param>
/// <param name="KeyFile">PEM: the private key of the first one, not encrypted.</param>
/// <param name="ClientAuthorityFile">PEM: authorities whose certificates callers may show; null: callers show none.</param>
/// <param name="ClientsFile">JSON: which of those certificates open what; given with the authorities.</param>
internal sealed record TlsSettings(string CertificateFile, string KeyFile, string? ClientAuthorityFile = null, string? ClientsFile = null);
