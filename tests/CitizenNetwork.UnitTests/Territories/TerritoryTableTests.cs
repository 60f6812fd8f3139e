using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Testing;
using FsCheck;
using FsCheck.Fluent;

// Not CitizenNetwork.UnitTests.Territories: that namespace would hide Samples.Territories from every other test.
namespace CitizenNetwork.UnitTests.Perimeters;

/// <summary>The committed table of communes, and the lookups that work on it.</summary>
public sealed class TerritoryTableTests
{
    private static readonly TerritoryTable s_table = Read();

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
        var all = s_table.All.ToList();
        Assert.True(all.Count(perimeter => perimeter.Kind == PerimeterKind.Commune) >= 2_000);
        Assert.All(all, perimeter => Assert.True(perimeter.Parents.All(parent => s_table.Find(parent) is { } known && known.Kind > perimeter.Kind), $"{perimeter.Code} has a parent that is not known or not wider."));
        Assert.All(all, perimeter => Assert.Equal(perimeter.Parents.Select(parent => s_table.Find(parent)!.Kind).Order(), perimeter.Parents.Select(parent => s_table.Find(parent)!.Kind)));
        Assert.All(all.Where(perimeter => perimeter.Kind == PerimeterKind.Commune), commune => Assert.Contains(commune.Parents, parent => s_table.Find(parent)!.Kind == PerimeterKind.Departement));
        Assert.All(all.Where(perimeter => perimeter.Centre is not null), perimeter => Assert.True(perimeter.Centre is { Latitude: > 45 and < 49, Longitude: > -3 and < 2 }, $"{perimeter.Code} lies elsewhere."));
        Assert.All(all.SelectMany(perimeter => perimeter.PostCodes), code => Assert.Matches(@"^\d{5}$", code));
    }

    [Theory]
    [InlineData("COM-49007\tAngers")]
    [InlineData("VILLE-1\tAngers\t\t\t\t\t")]
    [InlineData("COM-49007\tAngers\t\tbeaucoup\t\t\t")]
    [InlineData("COM-49007\tAngers\t\t\tnord\touest\t")]
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
        string[] departements = ["49", "44", "53", "72", "37", "86", "79", "85"];
        var expected = lines.Skip(1).Where(line => departements.Contains(line[Column("code_departement")])).Select(line => string.Join(
            '|',
            $"COM-{line[Column("code_insee")]}",
            line[Column("nom")],
            line[Column("code_epci")],
            line[Column("population")],
            line[Column("latitude")],
            line[Column("longitude")]));
        var found = s_table.All.Where(perimeter => perimeter.Kind == PerimeterKind.Commune).Select(commune => string.Join(
            '|',
            commune.Code,
            commune.Name,
            commune.Parents.Select(parent => parent.Value).FirstOrDefault(parent => parent.StartsWith("EPCI-", StringComparison.Ordinal))?["EPCI-".Length..],
            commune.Population.ToString(System.Globalization.CultureInfo.InvariantCulture),
            commune.Centre?.Latitude.ToString(System.Globalization.CultureInfo.InvariantCulture),
            commune.Centre?.Longitude.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));

        int Column(string name) => Array.IndexOf(lines[0], name);
    }

    private static TerritoryTable Read()
    {
        using StreamReader reader = new(Path.Combine(Repository.Root, "src", "CitizenNetwork.Server", "Reference", "territories.tsv"));
        return TerritoryTable.Parse(reader);
    }

    private static Arbitrary<GeoPoint> Points() =>
        (from latitude in Gen.Choose(-90_000, 90_000)
         from longitude in Gen.Choose(-180_000, 180_000)
         select new GeoPoint(latitude / 1_000.0, longitude / 1_000.0)).ToArbitrary();
}
