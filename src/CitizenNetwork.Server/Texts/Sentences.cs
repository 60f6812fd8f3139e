using System.Collections.Immutable;
using System.Globalization;
using System.Resources;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Domain.Themes;

namespace CitizenNetwork.Server.Texts;

/// <summary>Turns codes with data into sentences. The words live in <c>Texts.resx</c> (French) and <c>Texts.en.resx</c>.</summary>
internal sealed class Sentences(TerritoryTable territories, ThemeList themes)
{
    private static readonly ResourceManager s_texts = new("CitizenNetwork.Server.Texts.Texts", typeof(Sentences).Assembly);

    /// <summary>The sentence of a key with its data put in.</summary>
    /// <exception cref="MissingManifestResourceException">No sentence has the key: a defect of ours that a test looks for.</exception>
    public string Write(string key, ImmutableArray<Datum> data, CultureInfo language)
    {
        var template = Find(key, language) ?? throw new MissingManifestResourceException($"No sentence for {key}.");
        var shown = new object[data.Length];
        for (var i = 0; i < shown.Length; i++)
        {
            shown[i] = Show(data[i], language);
        }

        return string.Format(language, template, shown);
    }

    /// <summary>The sentence of the most precise key that has one: key_case, else key.</summary>
    public string Write(string key, string @case, ImmutableArray<Datum> data, CultureInfo language) =>
        @case.Length > 0 && Find($"{key}_{@case}", language) is not null ? Write($"{key}_{@case}", data, language) : Write(key, data, language);

    /// <summary>Whether a key has words in a language.</summary>
    public static string? Find(string key, CultureInfo language) => s_texts.GetString(key, language);

    /// <summary>A piece of data as people read it.</summary>
    public string Show(Datum datum, CultureInfo language) => datum.Kind switch
    {
        DatumKind.AmountCents => Euros(long.Parse(datum.Value, CultureInfo.InvariantCulture), language),
        DatumKind.Metres => Distance(double.Parse(datum.Value, CultureInfo.InvariantCulture), language),
        DatumKind.Date => Day(DateOnly.ParseExact(datum.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture), language),
        DatumKind.Number => long.Parse(datum.Value, CultureInfo.InvariantCulture).ToString("N0", language),
        DatumKind.BasisPoints => (long.Parse(datum.Value, CultureInfo.InvariantCulture) / 100m).ToString("0.##", language) + (language == Language.French ? " %" : "%"),
        DatumKind.Perimeter => territories.Find(new PerimeterCode(datum.Value))?.Name ?? datum.Value,
        DatumKind.Theme => Theme(datum.Value, language),
        DatumKind.Term => Find($"Term_{datum.Value}", language) ?? datum.Value,
        _ => datum.Value,
    };

    public static string Euros(long cents, CultureInfo language) =>
        (cents / 100m).ToString(cents % 100 == 0 ? "N0" : "N2", language) + (language == Language.French ? " €" : " euros");

    public static string Distance(double metres, CultureInfo language) =>
        metres < 1_000 ? $"{Math.Round(metres).ToString("N0", language)} m" : $"{(metres / 1_000).ToString(metres < 10_000 ? "N1" : "N0", language)} km";

    private static string Day(DateOnly day, CultureInfo language) =>
        day.Day == 1 && language == Language.French ? day.ToString("'1er' MMMM yyyy", language) : day.ToString("d MMMM yyyy", language);

    private string Theme(string code, CultureInfo language) =>
        themes.Find(code) is not { } theme ? code : language == Language.French ? theme.French : theme.English;
}
