using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Server.Errors;

namespace CitizenNetwork.Server.Transport;

/// <summary>Who shows a certificate, and what that opens.</summary>
internal sealed record Client(string Id, ImmutableArray<Grant> Grants);

/// <summary>
/// Which certificates open what: a JSON array of objects with either <c>dns</c>, a DNS name among the certificate's
/// subject alternative names, or <c>subject</c>, its whole subject as in <c>CN=portail, O=Mairie</c>, and with
/// <c>grants</c>, each of a role as the API names it and its place.
/// </summary>
internal static class ClientsFile
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>A DNS name as a client's name.</summary>
    public static string DnsName(string name) => $"dns:{name.ToLowerInvariant()}";

    /// <summary>A subject as a client's name.</summary>
    public static string SubjectName(string subject) => $"subject:{subject}";

    /// <summary>Clients by their names.</summary>
    /// <exception cref="JsonException">It is no such array.</exception>
    /// <exception cref="InvalidDataException">A line of it cannot be.</exception>
    public static FrozenDictionary<string, Client> Read(byte[] json)
    {
        var clients = (JsonSerializer.Deserialize<Line[]>(json, s_options) ?? throw new InvalidDataException("The file of the clients is empty.")).Select(Read).ToList();
        return clients.CountBy(client => client.Key).FirstOrDefault(name => name.Value > 1) is { Key: { } twice }
            ? throw new InvalidDataException($"{twice} is named twice.")
            : clients.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static KeyValuePair<string, Client> Read(Line line)
    {
        var name = (line.Dns, line.Subject) switch
        {
            ({ Length: > 0 } dns, null) => DnsName(dns),
            (null, { Length: > 0 } subject) => SubjectName(subject),
            _ => throw new InvalidDataException("Each client is named by either dns or subject."),
        };
        ImmutableArray<Grant> grants = [.. (line.Grants ?? []).Select(grant => new Grant(RoleOf(grant.Role), grant.Place ?? string.Empty))];
        return grants.FirstOrDefault(grant => !grant.IsValid()) is { } wrong
            ? throw new InvalidDataException($"{name} has a grant that cannot be: {RefusalStatus.UpperSnake(wrong.Role)} in \"{wrong.Place}\".")
            : KeyValuePair.Create(name, new Client(ClientCertificates.IdOf(name), grants));
    }

    private static AccessRole RoleOf(string? name) => Enum.GetValues<AccessRole>().FirstOrDefault(role => RefusalStatus.UpperSnake(role) == name);

    private sealed record Line(string? Dns, string? Subject, LineGrant[]? Grants);

    private sealed record LineGrant(string? Role, string? Place);
}
