using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Resources;
using System.Text.RegularExpressions;

namespace CitizenNetwork.EndToEndTests.Cli;

/// <summary>The words of the command line, in both languages.</summary>
public sealed class CliTextsTests
{
    [Fact]
    public void Texts_OfBothLanguages_SayTheSameInOtherWords()
    {
        var (french, english) = (Read(CultureInfo.InvariantCulture), Read(CultureInfo.GetCultureInfo("en")));

        Assert.NotEmpty(french);
        Assert.Equal(french.Keys, english.Keys);
        Assert.All(french, pair => Assert.Equal(Placeholders(pair.Value), Placeholders(english[pair.Key])));
        Assert.All(french, pair => Assert.True(pair.Value != english[pair.Key] || pair.Key == "Status_Migration", pair.Key));
    }

    private static SortedDictionary<string, string> Read(CultureInfo culture)
    {
        ResourceManager texts = new("CitizenNetwork.Cli.Texts.Texts", Assembly.Load("citizennet"));
        return new(texts.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!), StringComparer.Ordinal);
    }

    private static IEnumerable<string> Placeholders(string text) =>
        Regex.Matches(text, @"\{\d\}", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(match => match.Value).Order(StringComparer.Ordinal);
}
