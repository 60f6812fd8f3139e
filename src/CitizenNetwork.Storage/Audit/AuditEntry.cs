using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CitizenNetwork.Storage.Audit;

/// <summary>One link of the audit chain.</summary>
/// <param name="Number">1 for the first; without gaps.</param>
/// <param name="RecordedAt">When it happened, UTC, to the microsecond.</param>
/// <param name="Subject">Resource name concerned; null once it was redacted.</param>
/// <param name="Fact">JSON of an <see cref="Contracts.Audit.AuditFact"/>; null once it was redacted.</param>
/// <param name="Salt">Random bytes that went into <paramref name="FactHash"/>; gone with the fact, so that nobody can guess it from its hash.</param>
/// <param name="FactHash">SHA-256 of salt, subject and fact.</param>
/// <param name="Hash">SHA-256 of the hash before, number, time and <paramref name="FactHash"/>.</param>
public sealed record AuditEntry(long Number, DateTimeOffset RecordedAt, string? Subject, string? Fact, byte[]? Salt, byte[] FactHash, byte[] Hash)
{
    /// <summary>Bytes of a salt.</summary>
    public const int SaltBytes = 16;

    /// <summary>Hash before the first entry.</summary>
    public static ReadOnlySpan<byte> Origin => new byte[SHA256.HashSizeInBytes];

    /// <summary>The entry that follows another.</summary>
    public static AuditEntry Next(long number, ReadOnlySpan<byte> before, DateTimeOffset recordedAt, string subject, string fact)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var factHash = HashOf(salt, subject, fact);
        return new AuditEntry(number, recordedAt, subject, fact, salt, factHash, HashOf(before, number, recordedAt, factHash));
    }

    /// <summary>Whether it follows on a hash, unaltered. What was redacted is taken by its hash.</summary>
    public bool Follows(ReadOnlySpan<byte> before) =>
        Hash.AsSpan().SequenceEqual(HashOf(before, Number, RecordedAt, FactHash))
        && (Fact is null || Subject is null || Salt is null || FactHash.AsSpan().SequenceEqual(HashOf(Salt, Subject, Fact)));

    private static byte[] HashOf(byte[] salt, string subject, string fact) => SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes($"{subject}\n{fact}")]);

    private static byte[] HashOf(ReadOnlySpan<byte> before, long number, DateTimeOffset recordedAt, byte[] factHash)
    {
        Span<byte> place = stackalloc byte[2 * sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(place, number);
        BinaryPrimitives.WriteInt64BigEndian(place[sizeof(long)..], recordedAt.UtcTicks / TimeSpan.TicksPerMicrosecond);
        return SHA256.HashData([.. before, .. place, .. factHash]);
    }
}
