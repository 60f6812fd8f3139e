using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Testing;
using FsCheck;
using FsCheck.Fluent;

// Not CitizenNetwork.UnitTests.Territories: that namespace would hide Samples.Territories from every other test.
namespace CitizenNetwork.UnitTests.Perimeters;

/// <summary>The committed table of communes, and the lookups that work on it.</summary>
public sealed class TerritoryTableTests
{
    private static readonly TerritoryTable s_table = CommittedTable.Value;

    [Fact]
    [Trait("seed", "001-9")]
    public void Parents_OfACommune_WalkUpAllLevels()
    {
        var trelaze = s_table.Find(Samples.Trelaze)!;
        Assert.Equal("Trélazé", trelaze.Name);
        Assert.Equal(PerimeterKind.Commune, trelaze.Kind);
        Assert.Equal(["EPCI-244900015", "DEP-49", "REG-52", "PAYS-99100"], trelaze.Parents.Select(parent => parent.Value));
        Assert.Equal(
            [PerimeterKind.Epci, PerimeterKind.Departement, PerimeterKind.Region, PerimeterKind.Country],
            trelaze.Parents.Select(parent => s_table.Find(parent)!.Kind));
        Assert.Equal(
            ["CU Angers Loire Métropole", "Maine-et-Loire", "Pays de la Loire", "France"],
            trelaze.Parents.Select(parent => s_table.Find(parent)!.Name));
    }

    [Theory]
    [Trait("seed", "001-9")]
    [InlineData("COM-49353", "COM-49353", true)]
    [InlineData("COM-49353", "EPCI-244900015", true)]
    [InlineData("COM-49353", "DEP-49", true)]
    [InlineData("COM-49353", "REG-52", true)]
    [InlineData("COM-49353", "PAYS-99100", true)]
    [InlineData("DEP-49", "REG-52", true)]
    [InlineData("EPCI-244900015", "PAYS-99100", true)]
    [InlineData("EPCI-244900015", "DEP-49", true)]
    [InlineData("EPCI-244900015", "DEP-44", false)]
    [InlineData("COM-49353", "COM-49007", false)]
    [InlineData("COM-49328", "EPCI-244900015", false)]
    [InlineData("DEP-49", "COM-49353", false)]
    [InlineData("COM-99999", "COM-99999", false)]
    [InlineData("COM-99999", "PAYS-99100", false)]
    [InlineData("COM-49353", "DEP-99", false)]
    public void IsWithin_TwoTerritories_SaysWhetherOneHoldsTheOther(string inner, string outer, bool within) =>
        Assert.Equal(within, s_table.IsWithin(new PerimeterCode(inner), new PerimeterCode(outer)));

    [Fact]
    [Trait("seed", "001-9")]
    public void FinestContaining_SeveralLevels_IsTheFinest()
    {
        Assert.Equal("EPCI-244900015", s_table.FinestContaining(Samples.Angers, [Samples.PaysDeLaLoire, Samples.AngersLoireMetropole, Samples.MaineEtLoire, Samples.Saumur])?.Code.Value);
        Assert.Equal("COM-49007", s_table.FinestContaining(Samples.Angers, [Samples.MaineEtLoire, Samples.Angers])?.Code.Value);
        Assert.Null(s_table.FinestContaining(Samples.Angers, [Samples.Saumur, Samples.LoireAtlantique]));
        Assert.Null(s_table.FinestContaining(Samples.Angers, []));
        Assert.Null(s_table.FinestContaining(default, [Samples.MaineEtLoire]));
    }

    [Fact]
    public void DistanceMetres_AngersToSaumur_IsWhatHaversineSays()
    {
        // By hand, from 47.47665 N 0.55622 W to 47.26744 N 0.08298 W: 42.56 km.
        const double ByHand = 42_558;
        var distance = s_table.DistanceMetres(Samples.Angers, Samples.Saumur);
        Assert.InRange(distance!.Value, ByHand * 0.95, ByHand * 1.05);
        Assert.Equal(distance.Value, s_table.DistanceMetres(Samples.Saumur, Samples.Angers)!.Value, 0.001);
        Assert.Equal(0, s_table.DistanceMetres(Samples.Angers, Samples.Angers));
    }

    [Theory]
    [InlineData("COM-85165")]
    [InlineData("DEP-49")]
    [InlineData("COM-99999")]
    public void DistanceMetres_CentreNotKnown_IsNull(string code)
    {
        Assert.Null(s_table.DistanceMetres(Samples.Angers, new PerimeterCode(code)));
        Assert.Null(s_table.DistanceMetres(new PerimeterCode(code), Samples.Angers));
    }

    [Fact]
    public void DistanceTo_AnyTwoPoints_IsAMetric() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Points(), Points(), Points(), (a, b, c) =>
            a.DistanceTo(b) is >= 0 and <= 20_016_000
            && Math.Abs(a.DistanceTo(b) - b.DistanceTo(a)) < 0.01
            && a.DistanceTo(a) == 0
            && a.DistanceTo(c) <= a.DistanceTo(b) + b.DistanceTo(c) + 0.01));

    [Theory]
    [InlineData("Trelaze", "COM-49353")]
    [InlineData("TRÉLAZÉ", "COM-49353")]
    [InlineData("Trelase", "COM-49353")]
    [InlineData("COM-Trelaze", "COM-49353")]
    [InlineData("St-Barthélemy-d'Anjou", "COM-49267")]
    [InlineData("St Barthelemy d’Anjou", "COM-49267")]
    [InlineData("49100", "COM-49007")]
    [InlineData("COM-49353", "COM-49353")]
    [InlineData("49353", "COM-49353")]
    [InlineData("Anger", "COM-49007")]
    public void Nearest_WhatSomebodyTyped_OffersThePlaceFirst(string typed, string code)
    {
        var nearest = s_table.Nearest(typed, 3, PerimeterKind.Commune);
        Assert.Equal(3, nearest.Length);
        Assert.Equal(code, nearest[0].Code.Value);
    }

    [Fact]
    public void Nearest_APostCode_OffersItsCommunesTheLargestFirst() =>
        Assert.Equal(["Loire-Authion", "Trélazé", "Sarrigné"], s_table.Nearest("49800", 3, PerimeterKind.Commune).Select(near => near.Name));

    [Fact]
    public void Nearest_OfAKind_OffersThatKindAlone()
    {
        Assert.Equal("DEP-49", s_table.Nearest("Maine et Loire", 1)[0].Code.Value);
        Assert.All(s_table.Nearest("Angers", 5, PerimeterKind.Epci), near => Assert.Equal(PerimeterKind.Epci, near.Kind));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("COM-")]
    [InlineData("\uFFFE")]
    public void Nearest_Nonsense_StillOffersSomething(string typed) => Assert.Equal(3, s_table.Nearest(typed, 3).Length);

    [Fact]
    public void Nearest_AMegabyte_AnswersLikeItsBeginning() =>
        Assert.Equal(s_table.Nearest(new string('a', 100), 3).AsEnumerable(), s_table.Nearest(new string('a', 1_000_000), 3));

    [Fact]
    public void Parse_TheCommittedTable_HoldsTogether()
    {
        Assert.Equal(
            [(PerimeterKind.Commune, 34_969), (PerimeterKind.Epci, 1_266), (PerimeterKind.Departement, 109), (PerimeterKind.Region, 26), (PerimeterKind.Country, 1)],
            s_table.All.CountBy(perimeter => perimeter.Kind).OrderBy(count => count.Key).Select(count => (count.Key, count.Value)));

        // One loop instead of assertions about each: a collection assertion keeps a text for every one of 36,000.
        foreach (var perimeter in s_table.All)
        {
            var parents = perimeter.Parents.Select(s_table.Find).ToList();
            Assert.True(parents.TrueForAll(parent => parent is not null && parent.Kind > perimeter.Kind), $"{perimeter.Code} has a parent that is not known or not wider.");
            Assert.True(parents.Select(parent => parent!.Kind).SequenceEqual(parents.Select(parent => parent!.Kind).Order()), $"{perimeter.Code} does not name the finest parent first.");
            Assert.True(perimeter.Kind != PerimeterKind.Commune || perimeter.Departement is not null, $"{perimeter.Code} lies in no département.");
            Assert.True(perimeter.Centre is null or { Latitude: > -22 and < 52, Longitude: > -64 and < 56 }, $"{perimeter.Code} lies elsewhere.");
            Assert.True(perimeter.PostCodes.All(code => code.Length == 5 && code.All(char.IsAsciiDigit)), $"{perimeter.Code} has a post code that is none.");
        }
    }

    [Fact]
    public void Centres_OfAHundredCommunes_AreNotKnown()
    {
        var unplaced = s_table.All.Where(perimeter => perimeter is { Kind: PerimeterKind.Commune, Centre: null }).ToList();
        Assert.Equal(100, unplaced.Count);
        Assert.Equal(94, unplaced.Count(commune => commune.Departement!.Value.Value.Length == "DEP-988".Length));
        Assert.Equal(["L'Oie", "Sainte-Florence"], s_table.UnplacedIn(new PerimeterCode("DEP-85")).Select(commune => commune.Name));
    }

    [Theory]
    [Trait("seed", "001-9")]
    [InlineData("COM-49353", 1_200, 1_500)] // Trélazé, 12.2 km² (INSEE); so small a contour loses much when it is simplified.
    [InlineData("COM-75056", 19_500, 21_000)] // Paris, 105 km² (INSEE).
    [InlineData("COM-13004", 0, 80)] // Arles, the widest of mainland France.
    [InlineData("DEP-973", 2, 5)] // Guyane.
    [InlineData("PAYS-99100", 100, 120)]
    public void Density_OfAPlace_IsItsPopulationOverTheAreaOfItsContour(string code, double least, double most) =>
        Assert.InRange(s_table.Find(new PerimeterCode(code))!.Density!.Value, least, most);

    [Fact]
    public void Density_WithoutContourOrInhabitants_IsNotKnown()
    {
        Assert.Null(s_table.Find(new PerimeterCode("COM-98735"))!.Density);
        Assert.Null(s_table.Find(new PerimeterCode("COM-55039"))!.Density);
    }

    [Fact]
    public void AreaHectares_OfACommuneMergedAfterTheContours_IsThatOfAll() =>
        //// Orée d'Anjou has a new code since the contours, under which nothing is drawn: 157 km² (INSEE).
        Assert.InRange(s_table.Find(new PerimeterCode("COM-49126"))!.AreaHectares, 15_000, 16_500);

    [Theory]
    [InlineData("COM-49149", "Gennes", CommunePartKind.Delegated, "COM-49261")]
    [InlineData("COM-59355", "Lomme", CommunePartKind.Associated, "COM-59350")]
    [InlineData("COM-69385", "Lyon 5e Arrondissement", CommunePartKind.MunicipalArrondissement, "COM-69123")]
    [InlineData("COM-49069", "Champtoceaux", CommunePartKind.Delegated, "COM-49126")]
    public void FindPlace_OfAnOldCode_IsThePartAndItsCommuneOfToday(string code, string name, CommunePartKind kind, string commune)
    {
        var place = s_table.FindPlace(new PerimeterCode(code))!;
        Assert.Equal((name, kind, commune), (place.Part!.Name, place.Part.Kind, place.Perimeter.Code.Value));
        Assert.Equal(commune, s_table.Current(new PerimeterCode(code)).Value);
        Assert.Equal(commune, s_table.Find(new PerimeterCode(code))!.Code.Value);
        Assert.True(s_table.IsWithin(new PerimeterCode(code), place.Perimeter.Departement!.Value));
        Assert.True(s_table.IsWithin(new PerimeterCode(commune), new PerimeterCode(code)));
    }

    [Fact]
    public void Current_OfACodeOfToday_IsItself()
    {
        // Arboys en Bugey took over the code of Arbignieu, now one of its parts.
        Assert.Equal("COM-01015", s_table.Current(new PerimeterCode("COM-01015")).Value);
        Assert.Null(s_table.FindPlace(new PerimeterCode("COM-01015"))!.Part);
        Assert.Equal("COM-99999", s_table.Current(new PerimeterCode("COM-99999")).Value);
        Assert.Null(s_table.FindPlace(new PerimeterCode("COM-99999")));
        Assert.Null(s_table.FindPlace(default));
    }

    [Theory]
    [InlineData("COM-49007\tAngers")]
    [InlineData("VILLE-1\tAngers\t\t\t\t\t")]
    [InlineData("COM-49007\tAngers\t\tbeaucoup\t\t\t")]
    [InlineData("COM-49007\tAngers\t\t\tnord\touest\t")]
    [InlineData("COM-49149\tGennes\tCOM-49261\t\t\t\t\t\tvillage")]
    [InlineData("COM-49149\tGennes\t\t\t\t\t\t\tdelegated")]
    [InlineData("DEP-49\tMaine-et-Loire\tCOM-49261\t\t\t\t\t\tmerged")]
    [InlineData("COM-49007\tAngers\t\t\t\t\t\t\t\t")]
    public void Parse_ALineThatIsNone_IsRefused(string line) => Assert.Throws<FormatException>(() => TerritoryTable.Parse(new StringReader(line)));

    [Fact]
    public void Parse_CommentsAndEmptyLines_ArePassedOver() =>
        Assert.Equal("Angers", Assert.Single(TerritoryTable.Parse(new StringReader("# a comment\n\nCOM-49007\tAngers\t\t\t\t\t\n")).All).Name);

    [Theory]
    [InlineData("COM-2A004", PerimeterKind.Commune)]
    [InlineData("EPCI-244900015", PerimeterKind.Epci)]
    [InlineData("DEP-2A", PerimeterKind.Departement)]
    [InlineData("REG-52", PerimeterKind.Region)]
    [InlineData("PAYS-99100", PerimeterKind.Country)]
    [InlineData("49007", null)]
    [InlineData("com-49007", null)]
    [InlineData("", null)]
    public void KindOf_APrefix_IsItsKind(string code, PerimeterKind? kind) => Assert.Equal(kind, TerritoryTable.KindOf(code));

    [SkippableFact]
    public void Table_AgainstTheOfficialCode_HoldsEveryCommuneAsItIs()
    {
        var lines = File.ReadLines(Repository.RequireRealData("territoires-cog", "communes.csv")).Select(line => line.Split(',')).ToList();
        var expected = lines.Skip(1).Select(line => string.Join(
            '|',
            $"COM-{line[Column("code_insee")]}",
            line[Column("nom")],
            line[Column("code_ept")],
            line[Column("code_epci")],
            line[Column("population")].Trim('0').Length == 0 ? string.Empty : line[Column("population")],
            Degrees(line[Column("latitude")]),
            Degrees(line[Column("longitude")]))).ToHashSet(StringComparer.Ordinal);
        var found = s_table.All.Where(perimeter => perimeter.Kind == PerimeterKind.Commune).Select(commune => string.Join(
            '|',
            commune.Code,
            commune.Name,
            string.Join('|', commune.Parents.Select(parent => parent.Value).Where(parent => parent.StartsWith("EPCI-", StringComparison.Ordinal)).Select(parent => parent["EPCI-".Length..]).Prepend(string.Empty).Prepend(string.Empty).TakeLast(2)),
            commune.Population == 0 ? string.Empty : commune.Population.ToString(System.Globalization.CultureInfo.InvariantCulture),
            commune.Centre?.Latitude.ToString(System.Globalization.CultureInfo.InvariantCulture),
            commune.Centre?.Longitude.ToString(System.Globalization.CultureInfo.InvariantCulture))).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(expected.Except(found, StringComparer.Ordinal));
        Assert.Empty(found.Except(expected, StringComparer.Ordinal));

        // The source writes 1.0 where the table has 1.
        static string Degrees(string text) => text.Length == 0 ? text : double.Parse(text, System.Globalization.CultureInfo.InvariantCulture).ToString(System.Globalization.CultureInfo.InvariantCulture);

        int Column(string name) => Array.IndexOf(lines[0], name);
    }

    [SkippableFact]
    public void Parts_AgainstTheOfficialCode_AreAllThere()
    {
        var expected = File.ReadLines(Repository.RequireRealData("territoires-cog", "communes-anciennes.csv")).Skip(1).Select(line => line.Split(',')).Select(line => $"COM-{line[0]} {line[1]} COM-{line[3]}");
        var found = s_table.Parts.Where(part => part.Kind != CommunePartKind.Merged).Select(part => $"{part.Code} {part.Name} {part.Commune}");
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    private static Arbitrary<GeoPoint> Points() =>
        (from latitude in Gen.Choose(-90_000, 90_000)
         from longitude in Gen.Choose(-180_000, 180_000)
         select new GeoPoint(latitude / 1_000.0, longitude / 1_000.0)).ToArbitrary();
}
