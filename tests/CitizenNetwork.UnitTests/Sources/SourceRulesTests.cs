using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Sources;

namespace CitizenNetwork.UnitTests.Sources;

public sealed class SourceRulesTests
{
    [Theory]
    [InlineData("mairie", "12", "mairie-12-b944553a4654152d6bc9")]
    [InlineData("cartographie-49", "Salle des fêtes n° 3", "")]
    [InlineData("abc", "→", "")]
    [InlineData("abcdefghijklmnopqrstuvwxyz012345", "https://exemple.fr/une/tres/longue/adresse/qui/ne/tient/pas", "")]
    public void RecordId_OfAnyRow_IsAValidIdThatNeverChanges(string source, string externalId, string stored)
    {
        var id = SourceRules.RecordId(source, externalId);

        Assert.True(Slug.IsValid(id), id);
        Assert.Equal(id, SourceRules.RecordId(source, externalId));
        Assert.Matches("-[0-9a-f]{20}$", id);

        // Records are found by it for ever.
        Assert.True(stored.Length == 0 || id == stored, id);
    }

    [Fact]
    public void RecordId_OfRowsThatReadAlike_Differs()
    {
        (string, string)[] rows = [("mairie", "a-1"), ("mairie", "a 1"), ("mairie", "A 1"), ("mairie-a", "1"), ("mairie", "a1"), ("mairie", "é"), ("mairie", "e")];

        Assert.Equal(rows.Length, rows.Select(row => SourceRules.RecordId(row.Item1, row.Item2)).Distinct().Count());
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(0, 10, false)]
    [InlineData(2, 10, false)]
    [InlineData(3, 10, true)]
    [InlineData(1, 4, true)]
    [InlineData(1, 5, false)]
    [InlineData(1_000_000_000, 4_999_999_999, true)]
    public void AreTooMany_OfAShare_IsSoAboveAFifth(long missing, long all, bool expected) => Assert.Equal(expected, SourceRules.AreTooMany(missing, all));

    [Theory]
    [InlineData("mairie", null)]
    [InlineData("cartographie-49", null)]
    [InlineData("", ViolationCode.Required)]
    [InlineData("ab", ViolationCode.BadId)]
    [InlineData("49", ViolationCode.BadId)]
    [InlineData("Mairie", ViolationCode.BadId)]
    [InlineData("mairie d’angers", ViolationCode.BadId)]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456", ViolationCode.BadId)]
    public void CheckSource_OfAnId_AcceptsThePattern(string source, ViolationCode? expected)
    {
        Violations violations = new();
        SourceRules.CheckSource("source", source, violations);

        Assert.Equal(expected, violations.ToImmutable().SingleOrDefault()?.Code);
    }
}
