using System.Globalization;
using System.Resources;

namespace CitizenNetwork.Cli.Texts;

/// <summary>The words of this program, French first: <c>Texts.resx</c> and <c>Texts.en.resx</c>.</summary>
internal static class Words
{
    public const string LanguageOption = "--lang";

    private static readonly ResourceManager s_texts = new("CitizenNetwork.Cli.Texts.Texts", typeof(Words).Assembly);

    /// <summary>Language of all that is said; set once, before anything is.</summary>
    public static CultureInfo Language { get; set; } = LanguageOf([]);

    /// <summary>Language that a command line asks for.</summary>
    public static CultureInfo LanguageOf(string[] args)
    {
        var place = Array.IndexOf(args, LanguageOption);
        var isEnglish = args.Contains($"{LanguageOption}=en") || args.Contains($"{LanguageOption}:en") || (place >= 0 && place + 1 < args.Length && args[place + 1] == "en");
        return CultureInfo.GetCultureInfo(isEnglish ? "en-GB" : "fr-FR");
    }

    public static string Of(string key, params ReadOnlySpan<object?> data) =>
        string.Format(Language, s_texts.GetString(key, Language) ?? throw new MissingManifestResourceException($"No words for {key}."), data);
}
