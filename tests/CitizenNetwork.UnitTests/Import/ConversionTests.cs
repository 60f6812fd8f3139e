using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Server.Import.Communes;
using CitizenNetwork.Server.Import.Conversions;
using CitizenNetwork.Server.Import.Readers;
using CitizenNetwork.UnitTests.Texts;

namespace CitizenNetwork.UnitTests.Import;

public sealed class ConversionTests
{
    [Theory]
    [InlineData("2026-11-30", "2026-11-30")]
    [InlineData("2020/06/30 14:16:50.898", "2020-06-30")]
    [InlineData("2019-07-07T22:00:00.000Z", "2019-07-08")]
    [InlineData("30/11/2022", "2022-11-30")]
    [InlineData("1er août 2022", "2022-08-01")]
    [InlineData("20230112", "2023-01-12")]
    [InlineData("31/02/2022", null)]
    [InlineData("11/30/2022", null)]
    [InlineData("bientôt", null)]
    public void Days_InThreeStyles_AreReadDayBeforeMonth(string text, string? expected) => Assert.Equal(expected, Days.Read(text)?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("600 092,00 €", true, "600092.00")]
    [InlineData("29\u00a0650,40 €", true, "29650.40")]
    [InlineData("1,234.5", false, "1234.5")]
    [InlineData("3,5", false, null)]
    [InlineData("1.234,5", true, "1234.5")]
    [InlineData("-0.5", false, "-0.5")]
    [InlineData("#N/A", true, null)]
    public void Numbers_AsPeopleWriteThem_AreReadOrLeft(string text, bool comma, string? expected) =>
        Assert.Equal(expected, Numbers.Read(text, comma)?.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The origin of the projection is exact by its definition (EPSG:2154); the others are computed with the formulas of IGN's note NT/G 71.</summary>
    [Theory]
    [InlineData(700_000, 6_600_000, 46.5, 3)]
    [InlineData(652_470.6423, 6_862_036.8029, 48.856614, 2.3522219)]
    [InlineData(432_685.1421, 6_713_747.9403, 47.47, -0.55)]
    [InlineData(1_176_777.1776, 6_108_370.5518, 41.92, 8.74)]
    [InlineData(655_705.5567, 7_103_986.1411, 51.03, 2.37)]
    public void Lambert93_ControlPoints_AreWithinACentimetre(double x, double y, double latitude, double longitude) =>
        Assert.True(Lambert93.ToPoint(x, y).DistanceTo(new GeoPoint(latitude, longitude)) < 0.01);

    [Theory]
    [InlineData("Mo-Fr 09:00-12:00,14:00-18:00; Sa 09:00-12:00; PH off", true)]
    [InlineData("24/7", true)]
    [InlineData("Sa 09:00-13:00,13:00-17:00", true)]
    [InlineData("week 1-53/2 Fr 09:00-12:00", true)]
    [InlineData("Jul-Aug Mo 10:00-26:00", true)]
    [InlineData("du lundi au vendredi de 9h à 12h", false)]
    [InlineData("Mo-Fr 09:00-12:75", false)]
    [InlineData("Mo 25:00-26:00", false)]
    [InlineData("", false)]
    public void OpeningHours_OfTheSyntax_AreValid(string text, bool expected) => Assert.Equal(expected, OpeningHours.IsValid(text));

    [Theory]
    [InlineData("123 456 782", "123456782")]
    [InlineData("21490007800012", "214900078")]
    [InlineData("35600000000048", "356000000")]
    [InlineData("123456789", null)]
    [InlineData("00000000000000", null)]
    [InlineData("12345", null)]
    public void Siren_OfANumber_IsCheckedByItsDigits(string text, string? expected) => Assert.Equal(expected, Identifiers.Siren(text));

    [Theory]
    [InlineData("Appelez le 02 41 05 40 00 ou +33 6 12 34 56 78.", "Appelez le [téléphone] ou [téléphone].")]
    [InlineData("a.b@exemple.fr", "[courriel]")]
    [InlineData("SIRET 21490007800012, dossier 0123456789012", "SIRET 21490007800012, dossier 0123456789012")]
    public void ContactDetails_InATextAreTakenOut(string text, string expected) => Assert.Equal(expected, ContactDetails.Without(text));

    [Fact]
    public void HtmlText_OfAFragment_KeepsWordsAndLines() =>
        Assert.Equal("Titre & suite\n\nUn\n\n- a\n\n- b", HtmlText.Read("<h2>Titre &amp; suite</h2><script>x()</script><p>Un</p><ul><li>a</li><li>b</li></ul>"));

    [Fact]
    public void HtmlText_NestedWithoutEnd_IsReadWithoutHarm() => Assert.Contains("fin", HtmlText.Read(string.Concat(Enumerable.Repeat("<div>", 50_000)) + "fin"), StringComparison.Ordinal);

    [Theory]
    [InlineData("a;b;c\n1;2,5;3\n4;5,5;6\n", ';')]
    [InlineData("nom,ville\n\"Dupont; fils\",Angers\n", ',')]
    [InlineData("a\tb\n1\t2\n", '\t')]
    [InlineData("seul\n1\n", ',')]
    public void Separators_OfTheFirstLines_AreFound(string text, char expected) => Assert.Equal(expected, Separators.Detect(text));

    [Theory]
    [InlineData("DEP-2A", "", "DEP-2A")]
    [InlineData("49", "", "DEP-49")]
    [InlineData("49007", "", "COM-49007")]
    [InlineData("9306", "commune", "COM-09306")]
    [InlineData("244900015", "", "EPCI-244900015")]
    [InlineData("3", "région", "REG-03")]
    [InlineData("#Invalid Ref: Nouvelle-Calédonie", "#Invalid Ref: Nouvelle-Calédonie", "#Invalid Ref: Nouvelle-Calédonie")]
    public void TerritoryCodes_AsFilesWriteThem_GetTheirPrefix(string text, string level, string expected) => Assert.Equal(expected, TerritoryCodes.Read(text, level));

    [Theory]
    [InlineData("49007", "", "", "COM-49007", 0)]
    [InlineData("", "ANGERS CEDEX 01", "49045", "COM-49007", 0)]
    [InlineData("", "St-Barthelemy d'Anjou", "49124", "COM-49267", 0)]
    [InlineData("", "Angerss", "49000", "COM-49007", 2)]
    [InlineData("9999", "Angers", "", null, 0)]
    [InlineData("", "Nulleville", "99999", null, 0)]
    public void Communes_OfHints_AreFoundOrLeft(string code, string name, string postCode, string? expected, int evidence)
    {
        var answer = new CommuneFinder(Spoken.Territories).Find(new CommuneHints(code, name, postCode, null));
        Assert.Equal(expected, answer.Commune?.Code.Value);
        Assert.Equal(evidence, expected is null ? 0 : (int)answer.Evidence);
    }
}
