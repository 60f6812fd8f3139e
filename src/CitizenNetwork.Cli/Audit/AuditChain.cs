using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Cli.Audit;

/// <summary>Reckons the audit chain anew as audit.proto says it is made, with nothing of the service that made it.</summary>
internal sealed class AuditChain
{
    private byte[] _hash = new byte[SHA256.HashSizeInBytes];

    /// <summary>Entries that follow on each other so far.</summary>
    public long Entries { get; private set; }

    /// <summary>Of these, whose fact was redacted.</summary>
    public long Redacted { get; private set; }

    /// <summary>Number of the first entry that was altered, is missing or does not follow; 0: none.</summary>
    public long FirstWrong { get; private set; }

    /// <summary>Hash of the last entry, hexadecimal.</summary>
    public string Head => Convert.ToHexStringLower(_hash);

    /// <summary>Takes the next entry.</summary>
    /// <returns>Whether it follows.</returns>
    public bool Add(AuditEntry entry)
    {
        var number = Entries + 1;
        if (entry.Number != number || entry.Time is null || !IsOfItsHash(entry) || Next(entry) is not { } hash || !entry.Hash.Span.SequenceEqual(hash))
        {
            FirstWrong = number;
            return false;
        }

        (Entries, _hash) = (number, hash);
        Redacted += entry.Redacted ? 1 : 0;
        return true;
    }

    private byte[] Next(AuditEntry entry)
    {
        Span<byte> place = stackalloc byte[2 * sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(place, entry.Number);
        BinaryPrimitives.WriteInt64BigEndian(place[sizeof(long)..], entry.Time.ToDateTimeOffset().UtcTicks / TimeSpan.TicksPerMicrosecond);
        return SHA256.HashData([.. _hash, .. place, .. entry.FactHash]);
    }

    /// <summary>What was redacted is taken by its hash, and then says nothing else. The hash is of fact_json: what is told beside it has to be the same.</summary>
    private static bool IsOfItsHash(AuditEntry entry) => entry.Redacted
        ? IsSame(entry, new AuditEntry())
        : entry.FactHash.Span.SequenceEqual(SHA256.HashData([.. entry.Salt, .. Encoding.UTF8.GetBytes($"{entry.Subject}\n{entry.FactJson}")]))
            && Read(entry) is { } fact
            && IsSame(entry, fact);

    private static bool IsSame(AuditEntry entry, AuditEntry fact) =>
        entry.Subject == fact.Subject
        && entry.FactJson == fact.FactJson
        && entry.Principal == fact.Principal
        && entry.Method == fact.Method
        && entry.RevisionBefore == fact.RevisionBefore
        && entry.RevisionAfter == fact.RevisionAfter
        && entry.Purpose == fact.Purpose
        && entry.Fields.Equals(fact.Fields);

    /// <summary>The entry as its fact_json has it; null: that is no fact.</summary>
    private static AuditEntry? Read(AuditEntry entry)
    {
        try
        {
            using var document = JsonDocument.Parse(entry.FactJson);
            var fact = document.RootElement;
            return new AuditEntry
            {
                Subject = entry.Subject,
                FactJson = entry.FactJson,
                Principal = Text("principal"),
                Method = Text("method"),
                RevisionBefore = Number("before"),
                RevisionAfter = Number("after"),
                Purpose = Text("purpose"),
                Fields = { fact.TryGetProperty("fields", out var fields) ? fields.EnumerateArray().Select(field => field.GetString() ?? string.Empty) : [] },
            };

            string Text(string name) => fact.TryGetProperty(name, out var value) ? value.GetString() ?? string.Empty : string.Empty;
            long Number(string name) => fact.TryGetProperty(name, out var value) ? value.GetInt64() : 0;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
