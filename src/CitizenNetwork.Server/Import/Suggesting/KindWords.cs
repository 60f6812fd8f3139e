using CitizenNetwork.Domain.Common;

namespace CitizenNetwork.Server.Import.Suggesting;

/// <summary>What words of directories say about the kind of an actor; a part of the word is enough.</summary>
internal static class KindWords
{
    private static readonly (string Part, string Kind)[] s_parts =
    [
        ("associat", "ASSOCIATION"), ("centre social", "ASSOCIATION"), ("espace de vie sociale", "ASSOCIATION"), ("cooperativ", "COOPERATIVE"), ("scop", "COOPERATIVE"), ("scic", "COOPERATIVE"),
        ("mutuelle", "MUTUAL"), ("fondation", "FOUNDATION"), ("entreprise", "COMPANY"), ("prive", "COMPANY"), ("societe", "COMPANY"), ("la poste", "COMPANY"),
        ("collectivite", "LOCAL_AUTHORITY"), ("commune", "LOCAL_AUTHORITY"), ("mairie", "LOCAL_AUTHORITY"), ("epci", "LOCAL_AUTHORITY"), ("departement", "LOCAL_AUTHORITY"), ("region", "LOCAL_AUTHORITY"),
        ("ccas", "PUBLIC_SERVICE"), ("action soc", "PUBLIC_SERVICE"), ("public", "PUBLIC_SERVICE"), ("france services", "PUBLIC_SERVICE"), ("mediatheque", "PUBLIC_SERVICE"), ("bibliotheque", "PUBLIC_SERVICE"),
        ("caf", "PUBLIC_SERVICE"), ("cpam", "PUBLIC_SERVICE"), ("msa", "PUBLIC_SERVICE"), ("pole emploi", "PUBLIC_SERVICE"), ("mission locale", "SUPPORT_STRUCTURE"), ("groupe informel", "INFORMAL_COLLECTIVE"), ("collectif", "INFORMAL_COLLECTIVE"),
    ];

    /// <summary>The kind, or null when the word says nothing known.</summary>
    public static string? Of(string word)
    {
        var folded = TextFolding.Fold(word);
        return s_parts.FirstOrDefault(known => folded.Contains(known.Part, StringComparison.Ordinal)).Kind;
    }
}
