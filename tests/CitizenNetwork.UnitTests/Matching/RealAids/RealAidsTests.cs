using System.Text.Json;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Ranking;
using CitizenNetwork.Testing;
using CitizenNetwork.UnitTests.Perimeters;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Matching.RealAids;

/// <summary>Who may have which of 180 real aids, by place and age, through the matcher and over the whole table of communes.</summary>
public sealed class RealAidsTests
{
    [SkippableFact]
    public void Suggest_DraftOfAPlaceAndAnAge_GetsExactlyTheAidsThatItMayHave()
    {
        var folder = Repository.RequireRealData();
        var aids = RealAid.Read(folder, CommittedTable.Value).Where(aid => aid.IsOfPlaceAndAge).ToList();
        Assert.Equal(180, aids.Count);
        var slugs = aids.ToDictionary(aid => aid.Call.Id.Name, aid => aid.Slug, StringComparer.Ordinal);
        var view = (new World { Calls = [.. aids.Select(aid => aid.Call)] }).View();
        Matcher matcher = new(CommittedTable.Value, Themes);
        var cases = File.ReadLines(Path.Combine(folder, "aides-jeunes", "oracle-eligibilite-territoire-age.jsonl")).Select(line => JsonElement.Parse(line)).ToList();
        Assert.Equal(4, cases.Count);
        foreach (var given in cases)
        {
            var age = given.GetProperty("age").GetInt32();
            var initiative = Initiative(string.Empty) with { Holder = null, Commune = new($"COM-{given.GetProperty("commune").GetString()}"), Audience = new(age, age) };
            Asker asker = new(initiative, null, ActorKind.Individual, null, []);

            var group = matcher.Suggest(view, new MatchQuery(asker, MatchPreferences.None, MatchCategory.Funding, 0, Matcher.MaxTake, Today));

            var expected = given.GetProperty("eligibles_territoire_age").EnumerateArray().Select(slug => slug.GetString()).Order(StringComparer.Ordinal);
            Assert.Equal(expected, group.Matches.Select(match => slugs[match.Candidate]).Order(StringComparer.Ordinal));
            Assert.Equal((180, 180), (group.Considered, group.Eligible + group.Removed.Sum(removed => removed.Count)));
            Assert.Subset(new HashSet<Criterion> { Criterion.ServedArea, Criterion.ExcludedArea, Criterion.Audience }, group.Removed.Select(removed => removed.Criterion).ToHashSet());

            // Whole years of one age leave nothing half known.
            Assert.DoesNotContain(group.Matches.SelectMany(match => match.Notes), note => note.Criterion != Criterion.Unspecified);
        }
    }

    [Fact]
    public void Intersect_TwoListsThatMustBothHold_KeepsWhatLiesInBoth()
    {
        AreaReader areas = new(CommittedTable.Value);

        Assert.Equal([MaineEtLoire], areas.Intersect([PaysDeLaLoire, new("REG-11")], [MaineEtLoire, new("DEP-62")]).AsEnumerable());
        Assert.Equal([MaineEtLoire], areas.Intersect([MaineEtLoire, new("DEP-62")], [PaysDeLaLoire]).AsEnumerable());
        Assert.Equal([Angers], areas.Intersect([MaineEtLoire], [Angers, Nantes]).AsEnumerable());
        Assert.Empty(areas.Intersect([MaineEtLoire], [Nantes]));
        Assert.Equal([PerimeterCode.France], areas.Intersect([PerimeterCode.France], [PerimeterCode.France]).AsEnumerable());
    }

    [Fact]
    public void Intersect_BodiesThatCrossABorder_KeepsTheCommunesInCommon()
    {
        // Redon Agglomération lies in three départements of two regions.
        AreaReader areas = new(CommittedTable.Value);
        PerimeterCode redon = new("EPCI-243500741");
        var common = areas.Intersect([redon], [LoireAtlantique]);

        Assert.NotEmpty(common);
        Assert.All(common, commune => Assert.True(CommittedTable.Value.IsWithin(commune, redon) && CommittedTable.Value.IsWithin(commune, LoireAtlantique)));
        Assert.Contains(CommittedTable.Value.All, commune => commune.Kind == PerimeterKind.Commune && CommittedTable.Value.IsWithin(commune.Code, redon) && !common.Contains(commune.Code));
    }

    [Fact]
    public void Read_PostCode_IsEveryCommuneThatHasIt()
    {
        var condition = JsonElement.Parse("""{"type": "codes_postaux", "values": ["67100"]}""");

        Assert.Equal([new("COM-67482")], new AreaReader(CommittedTable.Value).Read("codes_postaux", condition).AsEnumerable());
        Assert.Equal([Angers], new AreaReader(CommittedTable.Value).Read("communes", JsonElement.Parse("""{"values": ["49007"]}""")).AsEnumerable());
    }
}
