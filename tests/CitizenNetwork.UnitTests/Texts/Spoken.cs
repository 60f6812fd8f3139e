using System.Globalization;
using System.Text.RegularExpressions;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Server.Reference;
using CitizenNetwork.Server.Texts;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.UnitTests.Texts;

/// <summary>The sentences of the product over its own reference files, and what every sentence has to fulfil.</summary>
internal static partial class Spoken
{
    private const int TimeoutMilliseconds = 1_000;

    private static readonly ServiceProvider s_services = new ServiceCollection().AddReferenceData().BuildServiceProvider();

    /// <summary>Words that a French sentence holds only when it was not translated; no French word is spelt like them.</summary>
    private static readonly string[] s_english =
    [
        "the", "of", "and", "is", "are", "was", "with", "this", "that", "not", "your", "its", "from", "be", "has", "only", "will", "which", "until", "it", "to", "by", "must", "have", "given", "known",
    ];

    /// <summary>The same for English ones; words that French names of places hold are left out.</summary>
    private static readonly string[] s_french = ["est", "une", "pour", "avec", "dans", "que", "qui", "pas", "plus", "ce", "cette", "sont", "aux", "jusqu", "dont"];

    public static Sentences Sentences { get; } = s_services.GetRequiredService<Sentences>();

    public static TerritoryTable Territories { get; } = s_services.GetRequiredService<TerritoryTable>();

    public static CultureInfo[] Languages { get; } = [Language.French, Language.English];

    /// <summary>Fails, naming the sentence, when one of the two could not be shown to people.</summary>
    /// <param name="what">What it says, for the message of a failure.</param>
    /// <param name="french">In French.</param>
    /// <param name="english">In English.</param>
    /// <param name="codes">True: it quotes codes that the caller has to write.</param>
    public static void Check(string what, string french, string english, bool codes = false)
    {
        foreach (var text in new[] { french, english })
        {
            Assert.False(string.IsNullOrWhiteSpace(text), $"{what} is empty.");
            Assert.False(Placeholder().IsMatch(text), $"{what} leaves a placeholder: {text}");
            Assert.True(codes || !(RawCode().IsMatch(text) || text.Contains('{', StringComparison.Ordinal) || text.Contains('}', StringComparison.Ordinal)), $"{what} shows a code: {text}");
            Assert.False(text.Contains("  ", StringComparison.Ordinal) || text.Contains("« »", StringComparison.Ordinal) || text.Contains("()", StringComparison.Ordinal), $"{what} has a hole: {text}");
        }

        Assert.True(french != english, $"{what} is the same in both languages: {french}");
        Assert.Empty(Words(french).Intersect(s_english, StringComparer.Ordinal).Select(word => $"{what}: « {word} » in « {french} »"));
        Assert.Empty(Words(english).Intersect(s_french, StringComparer.Ordinal).Select(word => $"{what}: “{word}” in “{english}”"));
    }

    private static IEnumerable<string> Words(string text) => Word().Matches(text).Select(match => match.Value.ToLowerInvariant());

    [GeneratedRegex(@"[\p{L}_]+", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex Word();

    [GeneratedRegex(@"\{\d*\}", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex Placeholder();

    /// <summary>ACTOR_KIND_COMPANY, SubState.Idea, COM-49007, actors/ruche.</summary>
    [GeneratedRegex(@"[A-Z]{2,}_[A-Z]|\b[A-Z]\w+\.[A-Z][a-z]|\b(COM|EPCI|DEP|REG|PAYS)-\w|\b(actors|initiatives|resources|fundingCalls|hostingOffers|networks)/", RegexOptions.ExplicitCapture, TimeoutMilliseconds)]
    private static partial Regex RawCode();
}
