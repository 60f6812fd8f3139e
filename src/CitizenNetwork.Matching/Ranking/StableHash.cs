using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CitizenNetwork.Domain.Eligibility;

namespace CitizenNetwork.Matching.Ranking;

/// <summary>Numbers drawn from names: the same in every process and on every machine.</summary>
internal static class StableHash
{
    /// <summary>Bytes of a match id: 16 hexadecimal digits.</summary>
    private const int MatchIdBytes = 8;

    /// <summary>Who asks, as far as ids are concerned: the initiative, or a draft's sentence and commune.</summary>
    public static string NameOf(Asker asker) =>
        asker.IsDraft ? $"{asker.Initiative.Sentence}|{asker.Initiative.Commune}" : asker.Initiative.Id.Name;

    /// <summary>Stable id of a pair and a category.</summary>
    public static string MatchId(Asker asker, MatchCategory category, string candidate) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{NameOf(asker)}|{category}|{candidate}")).AsSpan(0, MatchIdBytes));

    /// <summary>Beginning of the hashes that order equal scores: another each day and for each asker.</summary>
    public static ulong Rotation(Asker asker, DateOnly day) =>
        Continue(14_695_981_039_346_656_037, $"{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}|{NameOf(asker)}|");

    /// <summary>Place of a candidate among its equals.</summary>
    public static ulong Place(ulong rotation, string candidate)
    {
        // FNV-1a leaves similar names near each other; the mixing of MurmurHash3 spreads them.
        var hash = Continue(rotation, candidate);
        hash ^= hash >> 33;
        hash *= 0xFF51_AFD7_ED55_8CCD;
        hash ^= hash >> 33;
        hash *= 0xC4CE_B9FE_1A85_EC53;
        return hash ^ (hash >> 33);
    }

    private static ulong Continue(ulong hash, string text)
    {
        foreach (var character in text)
        {
            hash = (hash ^ character) * 1_099_511_628_211;
        }

        return hash;
    }
}
