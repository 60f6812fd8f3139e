using System.Security.Cryptography;
using System.Text;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.Domain.Sources;

/// <summary>How sources and their rows are named, and what a withdrawal may take.</summary>
public static class SourceRules
{
    /// <summary>What the id of a source looks like, for messages.</summary>
    public const string Pattern = "[a-z][a-z0-9-]{2,31}";

    /// <summary>Most characters of a source's id.</summary>
    public const int MaxSourceLength = 32;

    /// <summary>Most characters of an external id.</summary>
    public const int MaxExternalIdLength = 200;

    /// <summary>Most characters of a licence's name.</summary>
    public const int MaxLicenceLength = 100;

    /// <summary>Largest share of a source's records that is withdrawn without being confirmed, in percent: a source that lost more has more likely lost its way.</summary>
    public const int MaxMissingPercent = 20;

    /// <summary>What a reader puts where text was damaged on its way.</summary>
    private const char Replacement = '\uFFFD';

    /// <summary>Characters of the readable part of a record's id.</summary>
    private const int ReadableLength = 40;

    /// <summary>Characters of the part that makes it unique: 80 bits.</summary>
    private const int SuffixLength = 20;

    public static bool IsSource(string source) => source.Length <= MaxSourceLength && Slug.IsValid(source);

    public static void CheckSource(string field, string source, Violations violations)
    {
        if (source.Length == 0)
        {
            violations.Add(field, ViolationCode.Required);
        }
        else if (!IsSource(source))
        {
            violations.Add(field, ViolationCode.BadId, Datum.Text(Pattern), Datum.Text(source));
        }
    }

    public static void CheckExternalId(string field, string externalId, Violations violations)
    {
        violations.Text(field, externalId, 1, MaxExternalIdLength);
        if (externalId.Any(character => char.IsControl(character) || character == Replacement))
        {
            violations.Add(field, ViolationCode.InvalidText);
        }
    }

    /// <summary>
    /// Id of the record of a row, from nothing but the two: servers that are sent the same row at the same time meet in one
    /// grain, which is its single writer.
    /// </summary>
    public static string RecordId(string source, string externalId)
    {
        // No source holds a line feed, so that no two pairs give the same text.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{source}\n{externalId}"));
        return $"{Slug.Readable($"{source} {externalId}", source, ReadableLength)}-{Convert.ToHexStringLower(hash)[..SuffixLength]}";
    }

    /// <summary>Whether so many records are too many to go without being confirmed.</summary>
    public static bool AreTooMany(long missing, long all) => missing * 100 > all * MaxMissingPercent;
}
