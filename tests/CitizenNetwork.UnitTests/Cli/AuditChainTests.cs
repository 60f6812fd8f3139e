using System.Text;
using CitizenNetwork.Cli.Audit;
using CitizenNetwork.Contracts.Audit;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Stored = CitizenNetwork.Storage.Audit.AuditEntry;

namespace CitizenNetwork.UnitTests.Cli;

/// <summary>The chain that the command line reckons is that of the store, and shows every alteration.</summary>
public sealed class AuditChainTests
{
    private const int Altered = 3;

    private static readonly DateTimeOffset s_start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Alterations => [.. s_alterations.Keys];

    private static readonly Dictionary<string, Action<AuditEntry>> s_alterations = new(StringComparer.Ordinal)
    {
        ["number"] = entry => entry.Number++,
        ["time"] = entry => entry.Time = entry.Time.ToDateTimeOffset().AddTicks(10).ToTimestamp(),
        ["no time"] = entry => entry.Time = null,
        ["subject"] = entry => entry.Subject = "actors/autre",
        ["principal"] = entry => entry.Principal = "keys/autre",
        ["method"] = entry => entry.Method = "ActorsService/DeleteActor",
        ["before"] = entry => entry.RevisionBefore++,
        ["after"] = entry => entry.RevisionAfter++,
        ["fields"] = entry => entry.Fields.Add("contact"),
        ["purpose"] = entry => entry.Purpose = "autre",
        ["fact"] = entry => entry.FactJson = entry.FactJson.Replace("keys/", "cles/", StringComparison.Ordinal),
        ["no fact"] = entry => entry.FactJson = string.Empty,
        ["salt"] = entry => entry.Salt = Turned(entry.Salt),
        ["fact hash"] = entry => entry.FactHash = Turned(entry.FactHash),
        ["hash"] = entry => entry.Hash = Turned(entry.Hash),
        ["redacted in name alone"] = entry => entry.Redacted = true,
    };

    [Fact]
    public void Chain_OfTheStore_FollowsWithWhatWasRedacted()
    {
        AuditChain chain = new();
        var entries = Entries();
        entries[1] = new AuditEntry { Number = entries[1].Number, Time = entries[1].Time, Redacted = true, FactHash = entries[1].FactHash, Hash = entries[1].Hash };

        Assert.All(entries, entry => Assert.True(chain.Add(entry)));
        Assert.Equal((entries.Count, 1, 0), (chain.Entries, chain.Redacted, chain.FirstWrong));
        Assert.Equal(Convert.ToHexStringLower(entries[^1].Hash.Span), chain.Head);
    }

    [Theory]
    [MemberData(nameof(Alterations))]
    public void Chain_WithAnAlteredEntry_NamesIt(string alteration)
    {
        AuditChain chain = new();
        var entries = Entries();
        s_alterations[alteration](entries[Altered - 1]);

        Assert.Equal(Altered - 1, entries.TakeWhile(chain.Add).Count());
        Assert.Equal((Altered - 1, Altered), (chain.Entries, chain.FirstWrong));
    }

    [Fact]
    public void Chain_WithoutAnEntryOrWithTwoTurned_NamesThePlace()
    {
        var gap = Entries();
        gap.RemoveAt(Altered - 1);
        AuditChain missing = new();
        var turned = Entries();
        (turned[Altered - 1], turned[Altered]) = (turned[Altered], turned[Altered - 1]);
        AuditChain order = new();

        Assert.Equal((Altered - 1, Altered - 1), (gap.TakeWhile(missing.Add).Count(), turned.TakeWhile(order.Add).Count()));
        Assert.Equal((Altered, Altered), (missing.FirstWrong, order.FirstWrong));
    }

    private static List<AuditEntry> Entries()
    {
        List<AuditEntry> entries = [];
        var hash = Stored.Origin.ToArray();
        for (var number = 1; number <= 5; number++)
        {
            AuditFact fact = new("keys/essai", "ActorsService/UpdateActor", number, number + 1, ["description", "themes"], "suivi");
            var stored = Stored.Next(number, hash, s_start.AddMinutes(number), $"actors/a{number}", Encoding.UTF8.GetString(StateJson.Write(fact)));
            entries.Add(new AuditEntry
            {
                Number = stored.Number,
                Time = stored.RecordedAt.ToTimestamp(),
                Subject = stored.Subject,
                Principal = fact.Principal,
                Method = fact.Method,
                RevisionBefore = fact.Before,
                RevisionAfter = fact.After,
                Fields = { fact.Fields.AsEnumerable() },
                Purpose = fact.Purpose,
                FactJson = stored.Fact,
                Salt = ByteString.CopyFrom(stored.Salt),
                FactHash = ByteString.CopyFrom(stored.FactHash),
                Hash = ByteString.CopyFrom(stored.Hash),
            });
            hash = stored.Hash;
        }

        return entries;
    }

    private static ByteString Turned(ByteString bytes)
    {
        var copy = bytes.ToByteArray();
        copy[0] ^= 1;
        return ByteString.CopyFrom(copy);
    }
}
