using System.Security.Cryptography;
using System.Text;
using CitizenNetwork.Server.Import.Mapping;

namespace CitizenNetwork.Server.Import.Writing;

/// <summary>The name of a record that a source knows under an id of its own: always the same, so that a second import finds it.</summary>
internal static class SourceNames
{
    /// <summary>Characters of the source that a name shows.</summary>
    private const int MaxReadable = 30;

    /// <summary>Hex digits of the hash: 80 bits, so that a million records never meet.</summary>
    private const int HashLength = 20;

    public static string Of(RecordKind kind, string source, string externalId) => $"{kind.Collection}/{Id(source, externalId)}";

    public static string Id(string source, string externalId)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{source}\n{externalId}")))[..HashLength];
        return $"{(source.Length > MaxReadable ? source[..MaxReadable] : source).TrimEnd('-')}-{hash}";
    }
}
