using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Server.Texts;

namespace CitizenNetwork.UnitTests.Texts;

/// <summary>How data are shown: amounts, distances, days, shares, names.</summary>
public sealed class ShownTests
{
    [Theory]
    [InlineData(0, "0 €", "0 euros")]
    [InlineData(50, "0,50 €", "0.50 euros")]
    [InlineData(20_00, "20 €", "20 euros")]
    [InlineData(12_050, "120,50 €", "120.50 euros")]
    [InlineData(3_000_00, "3\u202F000 €", "3,000 euros")]
    [InlineData(1_234_567_89, "1\u202F234\u202F567,89 €", "1,234,567.89 euros")]
    [InlineData(-1, "-0,01 €", "-0.01 euros")]
    public void Show_Amount_IsInEurosOfTheLanguage(long cents, string french, string english) => Shown(Datum.AmountCents(cents), french, english);

    [Theory]
    [InlineData(0, "0 m", "0 m")]
    [InlineData(850.4, "850 m", "850 m")]
    [InlineData(6_449, "6,4 km", "6.4 km")]
    [InlineData(48_300, "48 km", "48 km")]
    [InlineData(1_234_567, "1\u202F235 km", "1,235 km")]
    public void Show_Distance_HasAPrecisionThatMakesSense(double metres, string french, string english) => Shown(Datum.Metres(metres), french, english);

    [Theory]
    [InlineData("2027-05-01", "1er mai 2027", "1 May 2027")]
    [InlineData("2026-11-23", "23 novembre 2026", "23 November 2026")]
    [InlineData("2026-08-02", "2 août 2026", "2 August 2026")]
    [InlineData("2028-02-29", "29 février 2028", "29 February 2028")]
    [InlineData("2026-12-11", "11 décembre 2026", "11 December 2026")]
    public void Show_Day_IsWrittenOut(string iso, string french, string english) => Shown(new Datum(DatumKind.Date, iso), french, english);

    [Theory]
    [InlineData(500, "5 %", "5%")]
    [InlineData(550, "5,5 %", "5.5%")]
    [InlineData(1_225, "12,25 %", "12.25%")]
    [InlineData(0, "0 %", "0%")]
    public void Show_Share_IsAPercentage(long basisPoints, string french, string english) => Shown(Datum.BasisPoints(basisPoints), french, english);

    [Theory]
    [InlineData(7, "7", "7")]
    [InlineData(1_500, "1\u202F500", "1,500")]
    [InlineData(-3, "-3", "-3")]
    public void Show_Number_IsGrouped(long number, string french, string english) => Shown(Datum.Number(number), french, english);

    [Theory]
    [InlineData("COM-49353", "Trélazé")]
    [InlineData("DEP-49", "Maine-et-Loire")]
    [InlineData("PAYS-99100", "France")]
    [InlineData("COM-99999", "COM-99999")]
    public void Show_Perimeter_IsItsNameOrElseItsCode(string code, string name) => Shown(Datum.Perimeter(new PerimeterCode(code)), name, name);

    [Fact]
    public void Show_Theme_IsItsLabelOrElseItsCode()
    {
        Shown(Datum.Theme("food"), "alimentation", "food");
        Shown(Datum.Theme("unheard-of"), "unheard-of", "unheard-of");
    }

    [Fact]
    public void Show_Term_IsItsLabelOrElseItsCode()
    {
        Shown(Datum.Term(Domain.Common.Phase.Realisation), "concrétisation", "realisation");
        Shown(new Datum(DatumKind.Term, "Phase.Later"), "Phase.Later", "Phase.Later");
    }

    [Theory]
    [InlineData(null, "fr-FR")]
    [InlineData("", "fr-FR")]
    [InlineData("fr", "fr-FR")]
    [InlineData("en", "en-GB")]
    [InlineData("en-US,fr;q=0.8", "en-GB")]
    [InlineData("FR-ca, en", "fr-FR")]
    [InlineData("EN", "en-GB")]
    [InlineData("de, en;q=0.5", "en-GB")]
    [InlineData("de, br", "fr-FR")]
    [InlineData("*", "fr-FR")]
    [InlineData(" , ;;, en", "en-GB")]
    public void Parse_Language_IsTheFirstThatWeSpeakElseFrench(string? accepted, string language) => Assert.Equal(language, Language.Parse(accepted).Name);

    private static void Shown(Datum datum, string french, string english)
    {
        Assert.Equal(french, Spoken.Sentences.Show(datum, Language.French));
        Assert.Equal(english, Spoken.Sentences.Show(datum, Language.English));
    }
}
