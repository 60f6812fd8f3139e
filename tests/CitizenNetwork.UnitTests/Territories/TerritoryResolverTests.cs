using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Testing;
using Microsoft.VisualBasic.FileIO;

namespace CitizenNetwork.UnitTests.Perimeters;

/// <summary>What people type, over the product's own table.</summary>
[Trait("seed", "001-9")]
public sealed class TerritoryResolverTests
{
    private static readonly TerritoryTable s_table = CommittedTable.Value;

    [Theory]
    [InlineData("Trélazé", "COM-49353")]
    [InlineData("trelaze", "COM-49353")]
    [InlineData("  TRELAZE ", "COM-49353")]
    [InlineData("Trélazé (49)", "COM-49353")]
    [InlineData("Trélazé, Maine-et-Loire", "COM-49353")]
    [InlineData("Trélazé, 49", "COM-49353")]
    [InlineData("Trélazé 49", "COM-49353")]
    [InlineData("Trélazé, France", "COM-49353")]
    [InlineData("49800 Trélazé", "COM-49353")]
    [InlineData("Trélazé 49800", "COM-49353")]
    [InlineData("49804 TRELAZE CEDEX", "COM-49353")]
    [InlineData("ANGERS CEDEX 01", "COM-49007")]
    [InlineData("COM-49353", "COM-49353")]
    [InlineData("com-2a004", "COM-2A004")]
    [InlineData("49353", "COM-49353")]
    [InlineData("2A004", "COM-2A004")]
    [InlineData("49300", "COM-49099")]
    [InlineData("St-Étienne", "COM-42218")]
    [InlineData("st etienne", "COM-42218")]
    [InlineData("St Barthélemy d’Anjou", "COM-49267")]
    [InlineData("Ste-Gemmes-sur-Loire", "COM-49278")]
    [InlineData("Chalonnes s/ Loire", "COM-49063")]
    [InlineData("Chalonnes s/Loire", "COM-49063")]
    [InlineData("CHALONNES S LOIRE", "COM-49063")]
    [InlineData("Fontenay s/s Bois", "COM-94033")]
    [InlineData("Mt-St-Michel", "COM-50353")]
    [InlineData("Œting", "COM-57521")]
    [InlineData("Oeting", "COM-57521")]
    [InlineData("L'Haÿ-les-Roses", "COM-94038")]
    [InlineData("L’Haÿ les Roses", "COM-94038")]
    [InlineData("Hay les Roses (L')", "COM-94038")]
    [InlineData("Mans (Le)", "COM-72181")]
    [InlineData("Le Mans", "COM-72181")]
    [InlineData("58120 Château-Chinon (Ville)", "COM-58062")]
    [InlineData("49800 Trélazé (49)", "COM-49353")]
    [InlineData("97240 François", "COM-97210")]
    [InlineData("Ponts de Cé", "COM-49246")]
    [InlineData("ville de Nantes", "COM-44109")]
    [InlineData("Mairie d'Angers", "COM-49007")]
    [InlineData("Saint-Denis, La Réunion", "COM-97411")]
    [InlineData("Saint-Denis (Réunion)", "COM-97411")]
    [InlineData("saint denis 974", "COM-97411")]
    [InlineData("93200 Saint-Denis", "COM-93066")]
    [InlineData("Paris", "COM-75056")]
    [InlineData("Marseille", "COM-13055")]
    [InlineData("Lens-Liévin", "EPCI-246200364")]
    [InlineData("CA Lens Liévin", "EPCI-246200364")]
    [InlineData("Communauté d’agglomération de Lens-Liévin", "EPCI-246200364")]
    [InlineData("Angers Loire Métropole", "EPCI-244900015")]
    [InlineData("Lyon Métropole", "EPCI-200046977")]
    [InlineData("Métropole de Lyon", "EPCI-200046977")]
    [InlineData("Grand Paris", "EPCI-200054781")]
    [InlineData("Plaine Commune", "EPCI-200057867")]
    [InlineData("244900015", "EPCI-244900015")]
    [InlineData("communauté de communes du Lévézou Pareloup", "EPCI-241200765")]
    [InlineData("Maine et Loire", "DEP-49")]
    [InlineData("49", "DEP-49")]
    [InlineData("2A", "DEP-2A")]
    [InlineData("département de la Mayenne", "DEP-53")]
    [InlineData("Guadeloupe", "DEP-971")]
    [InlineData("région Bretagne", "REG-53")]
    [InlineData("Pays de la Loire", "REG-52")]
    [InlineData("France", "PAYS-99100")]
    public void Resolve_WhatOneTerritoryIsCalled_IsThatOne(string typed, string code)
    {
        var resolution = s_table.Resolve(typed);
        Assert.Equal(code, resolution.Answer?.Code.Value ?? Listed(resolution));
        Assert.Equal(code, resolution.Answer!.Perimeter.Code.Value);
    }

    [Theory]
    [InlineData("Marseille 15e", "COM-13215", "COM-13055")]
    [InlineData("Marseille 15ème arrondissement", "COM-13215", "COM-13055")]
    [InlineData("marseille 15", "COM-13215", "COM-13055")]
    [InlineData("15e arrondissement de Marseille", "COM-13215", "COM-13055")]
    [InlineData("13015 Marseille", "COM-13215", "COM-13055")]
    [InlineData("Paris XVIIIe", "COM-75118", "COM-75056")]
    [InlineData("Paris 01", "COM-75101", "COM-75056")]
    [InlineData("Paris 1er", "COM-75101", "COM-75056")]
    [InlineData("69003 Lyon", "COM-69383", "COM-69123")]
    [InlineData("69383", "COM-69383", "COM-69123")]
    [InlineData("Lomme", "COM-59355", "COM-59350")]
    [InlineData("Chênehutte-Trèves-Cunault", "COM-49094", "COM-49261")]
    [InlineData("49149", "COM-49149", "COM-49261")]
    [InlineData("Arbignieu", "COM-01015", "COM-01015")]
    [InlineData("COM-01340", "COM-01340", "COM-01015")]
    public void Resolve_APartOrAnOldCommune_IsItWithTheCommuneOfToday(string typed, string code, string commune)
    {
        var resolution = s_table.Resolve(typed);
        Assert.Equal((code, commune), (resolution.Answer?.Code.Value ?? Listed(resolution), resolution.Answer?.Perimeter.Code.Value));
        Assert.NotNull(resolution.Answer!.Part);
    }

    [Fact]
    public void Resolve_ANameOfSeveral_IsAllOfThemTheMostPopulousFirst()
    {
        var resolution = s_table.Resolve("Saint Denis");
        Assert.Null(resolution.Answer);
        Assert.False(resolution.AreSimilar);
        Assert.Equal(["COM-97411", "COM-93066"], resolution.Candidates.Take(2).Select(place => place.Code.Value));
        Assert.Subset(resolution.Candidates.Select(place => place.Code.Value).ToHashSet(), new HashSet<string> { "COM-11339", "COM-30247" });
    }

    [Fact]
    public void Resolve_ACommuneAndADepartementOfOneName_IsBothUnlessAKindIsAsked()
    {
        Assert.Equal(["DEP-53", "COM-53147"], s_table.Resolve("Mayenne").Candidates.Select(place => place.Code.Value));
        Assert.Equal("COM-53147", s_table.Resolve("Mayenne", PerimeterKind.Commune).Answer?.Code.Value);
        Assert.Equal("DEP-53", s_table.Resolve("Mayenne", PerimeterKind.Departement).Answer?.Code.Value);
        Assert.Equal("EPCI-200046977", s_table.Resolve("Lyon", PerimeterKind.Epci).Answer?.Code.Value);
    }

    [Fact]
    public void Resolve_APostCodeOfSeveral_IsAllOfThem() =>
        Assert.Equal(["Loire-Authion", "Trélazé", "Sarrigné"], s_table.Resolve("49800").Candidates.Select(place => place.Name).Take(3));

    [Fact]
    public void Resolve_APostCodeThatIsAnInseeCodeElsewhere_IsBoth() =>
        //// 13015 is the post code of Marseille's 15th arrondissement and the INSEE code of Bouc-Bel-Air.
        Assert.Equal(["COM-13215", "COM-13015"], s_table.Resolve("13015").Candidates.Select(place => place.Code.Value));

    [Fact]
    public void Resolve_ANamesakeInAMergedCommune_IsOfferedToo()
    {
        // Marans is a commune of Charente-Maritime, and one that was merged in Maine-et-Loire.
        Assert.Equal(["COM-17218", "COM-49331"], s_table.Resolve("Marans").Candidates.Select(place => place.Perimeter.Code.Value).Order(StringComparer.Ordinal));
        Assert.Equal("COM-49331", s_table.Resolve("Marans (49)").Answer?.Perimeter.Code.Value);
        Assert.Equal("COM-17218", s_table.Resolve("17230 Marans").Answer?.Code.Value);
    }

    [Theory]
    [InlineData("Angers (75)", "COM-49007")]
    [InlineData("49800 Cholet", "COM-49099")]
    public void Resolve_ANameThatLiesElsewhere_IsOfferedAndNotTaken(string typed, string offered)
    {
        var resolution = s_table.Resolve(typed);
        Assert.Null(resolution.Answer);
        Assert.False(resolution.AreSimilar);
        Assert.Equal(offered, resolution.Candidates[0].Code.Value);
    }

    [Fact]
    public void Resolve_AHamletWithAPostCode_IsOfferedTheCommunesOfThePostCode() =>
        Assert.Equal(["COM-97411"], s_table.Resolve("97490 Sainte-Clotilde").Candidates.Select(place => place.Code.Value));

    [Theory]
    [InlineData("Trelase", "COM-49353")]
    [InlineData("Châlons", "COM-51108")]
    [InlineData("Barthélemy d'Anjou", "COM-49267")]
    [InlineData("Angerss (49)", "COM-49007")]
    [InlineData("agglo de Saumur", "EPCI-200071876")]
    public void Resolve_WhatOnlyResembles_IsOfferedAndNotTaken(string typed, string offered)
    {
        var resolution = s_table.Resolve(typed);
        Assert.Null(resolution.Answer);
        Assert.True(resolution.AreSimilar);
        Assert.Contains(offered, resolution.Candidates.Select(place => place.Code.Value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("(")]
    [InlineData("()")]
    [InlineData("(49)")]
    [InlineData(",")]
    [InlineData(", 49")]
    [InlineData("99999")]
    [InlineData("\uFFFE")]
    [InlineData("qwxzqwxzqwxz")]
    [InlineData("CEDEX 01")]
    [InlineData("arrondissement")]
    public void Resolve_Nonsense_IsNothing(string typed)
    {
        var resolution = s_table.Resolve(typed);
        Assert.Null(resolution.Answer);
        Assert.Empty(resolution.Candidates);
    }

    [Fact]
    public void Resolve_AMegabyte_AnswersLikeItsBeginning() =>
        Assert.Equal(s_table.Resolve(new string('a', 200)).Candidates, s_table.Resolve(new string('a', 1_000_000)).Candidates);

    [Fact]
    public void Resolve_EveryCommuneByItsNameAndPostCode_IsNeverAnother()
    {
        List<string> wrong = [];
        foreach (var commune in s_table.All.Where(perimeter => perimeter is { Kind: PerimeterKind.Commune, PostCodes.IsEmpty: false }))
        {
            var resolution = s_table.Resolve($"{commune.PostCodes[0]} {commune.Name.ToUpperInvariant()}");
            if (resolution.Answer is { } answer ? answer.Perimeter != commune : !resolution.Candidates.Any(place => place.Perimeter == commune))
            {
                wrong.Add($"{commune.Name} ({commune.Code}): {Listed(resolution)}");
            }
        }

        Assert.Empty(wrong);
    }

    /// <summary>Post codes and communes as seven real directories write them, against another rule's resolution of the same rows.</summary>
    [SkippableFact]
    public void Resolve_PlacesOfRealDirectories_AnswersNearlyAllAndNoneWrongly()
    {
        using TextFieldParser parser = new(Repository.RequireRealData("acteurs-mednum", "lieux-unifies.csv")) { Delimiters = [","], HasFieldsEnclosedInQuotes = true };
        var header = parser.ReadFields()!;
        var (rows, answered) = (0, 0);
        while (parser.ReadFields() is { } fields)
        {
            var commune = fields[Array.IndexOf(header, "commune")];
            var known = fields[Array.IndexOf(header, "code_insee_resolu")];
            if (commune.Length == 0 || known.Length == 0)
            {
                continue;
            }

            rows++;
            if (s_table.Resolve($"{fields[Array.IndexOf(header, "code_postal")]} {commune}", PerimeterKind.Commune).Answer is { } answer)
            {
                answered++;
                Assert.Equal($"{commune}: {s_table.Current(new PerimeterCode($"COM-{known}"))}", $"{commune}: {answer.Perimeter.Code}");
            }
        }

        Assert.InRange(rows, 1_400, 1_430);
        Assert.InRange(answered, 0.97 * rows, rows);
    }

    private static string Listed(Resolution resolution) =>
        string.Join(", ", resolution.Candidates.Take(5).Select(place => $"{place.Name} {place.Code}").Prepend(resolution.Answer?.Code.Value ?? "no answer"));
}
