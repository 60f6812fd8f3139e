namespace CitizenNetwork.Domain.Territories;

/// <summary>Words before a name that say what kind of territory it is: « communauté de communes du », « département de ».</summary>
internal static class KindWords
{
    private static readonly (string[] Words, PerimeterKind Kind)[] s_kinds =
    [
        (["communaute", "de", "communes"], PerimeterKind.Epci),
        (["communaute", "d", "agglomeration"], PerimeterKind.Epci),
        (["communaute", "d", "agglo"], PerimeterKind.Epci),
        (["communaute", "urbaine"], PerimeterKind.Epci),
        (["cc"], PerimeterKind.Epci),
        (["ca"], PerimeterKind.Epci),
        (["cu"], PerimeterKind.Epci),
        (["com", "com"], PerimeterKind.Epci),
        (["agglomeration"], PerimeterKind.Epci),
        (["agglo"], PerimeterKind.Epci),
        (["metropole"], PerimeterKind.Epci),
        (["departement"], PerimeterKind.Departement),
        (["region"], PerimeterKind.Region),
        (["commune"], PerimeterKind.Commune),
        (["ville"], PerimeterKind.Commune),
        (["mairie"], PerimeterKind.Commune),
    ];

    private static readonly string[] s_links = ["de", "du", "des", "d", "la", "l", "le", "les"];

    /// <summary>The name without the words for its kind, and the kind; nulls when it begins with none or is nothing else.</summary>
    public static (PlaceWords? Name, PerimeterKind? Kind) Without(PlaceWords words)
    {
        foreach (var (kindWords, kind) in s_kinds)
        {
            if (!words.Words.Take(kindWords.Length).SequenceEqual(kindWords))
            {
                continue;
            }

            var rest = kindWords.Length;
            while (rest < words.Words.Count && s_links.Contains(words.Words[rest]))
            {
                rest++;
            }

            return rest < words.Words.Count ? (words.From(rest), kind) : (null, null);
        }

        return (null, null);
    }
}
