using System.Collections.Frozen;
using System.Collections.Immutable;

namespace CitizenNetwork.Domain.Duplicates;

/// <summary>A word of a name.</summary>
/// <param name="Text">Folded.</param>
/// <param name="Weight">How much it tells, see <see cref="NameWords"/>.</param>
public readonly record struct NameWord(string Text, double Weight);

/// <summary>
/// The words of a name, each once, with what it tells: a proper name much, a kind of place little, the commune's own name
/// nearly nothing, since the commune is compared by itself. The weights are the same whatever records there are, so that a
/// score of today is the score of tomorrow.
/// </summary>
public sealed class NameWords
{
    /// <summary>Of a word that only says what kind of place it is.</summary>
    public const double KindWeight = 0.35;

    /// <summary>Of a word of the commune's name.</summary>
    public const double CommuneWeight = 0.1;

    private const double ProperWeight = 1;

    /// <summary>Several words, or other ones, that mean one kind of place.</summary>
    private static readonly ImmutableArray<(string[] Words, string[] Read)> s_phrases =
    [
        (["hotel", "ville"], ["mairie"]),
        (["maison", "services", "public"], ["france", "services"]),
        (["maison", "services", "publics"], ["france", "services"]),
        (["maison", "service", "public"], ["france", "services"]),
        (["maison", "france", "services"], ["france", "services"]),
        (["maison", "france", "service"], ["france", "services"]),
        (["france", "service"], ["france", "services"]),
        (["msap"], ["france", "services"]),
        (["msp"], ["france", "services"]),
        (["centre", "communal", "action", "sociale"], ["ccas"]),
        (["communaute", "communes"], ["cc"]),
        (["espace", "public", "numerique"], ["epn"]),
        (["mission", "locale"], ["mission-locale"]),
        (["pole", "emploi"], ["pole-emploi"]),
        (["point", "information", "jeunesse"], ["pij"]),
        (["point", "info", "jeunes"], ["pij"]),
        (["bureau", "information", "jeunesse"], ["pij"]),
        (["bij"], ["pij"]),
        (["centre", "social"], ["centre-social"]),
        (["centre", "socio", "culturel"], ["centre-social"]),
        (["centre", "socioculturel"], ["centre-social"]),
        (["csc"], ["centre-social"]),
        (["maison", "jeunes", "culture"], ["mjc"]),
        (["caisse", "allocations", "familiales"], ["caf"]),
        (["mutualite", "sociale", "agricole"], ["msa"]),
        (["caisse", "primaire", "assurance", "maladie"], ["cpam"]),
        (["bibliotheque"], ["mediatheque"]),
    ];

    private static readonly FrozenSet<string> s_kinds = FrozenSet.ToFrozenSet(
    [
        "accueil", "agence", "annexe", "antenne", "association", "atelier", "bureau", "bus", "caf", "cc", "ccas", "centre", "centre-social", "cias", "club", "collectif",
        "commune", "communal", "communale", "communautaire", "communaute", "cooperative", "coworking", "cpam", "culturel", "culturelle", "culture", "cyber", "cyberbase",
        "departement", "departemental", "departementale", "emploi", "epn", "espace", "etablissement", "fablab", "ferme", "fondation", "formation", "foyer", "france",
        "france-services", "intercommunal", "intercommunale", "jeunes", "jeunesse", "lieu", "local", "locale", "ludotheque", "mairie", "maison", "mediatheque",
        "mission-locale", "mjc", "mobile", "msa", "multimedia", "municipal", "municipale", "numerique", "pij", "point", "pole", "pole-emploi", "poste", "public", "publique",
        "quartier", "relais", "reseau", "rural", "rurale", "salle", "service", "services", "site", "social", "sociale", "solidarite", "solidarites", "structure",
        "territoire", "territorial", "tiers", "union", "ville", "intercommunalite",
    ]);

    private NameWords(ImmutableArray<NameWord> words)
    {
        Words = words;
        Weight = words.Sum(word => word.Weight);
        Key = string.Join(' ', words.Select(word => word.Text).Order(StringComparer.Ordinal));
    }

    /// <summary>The words in the order of the name.</summary>
    public ImmutableArray<NameWord> Words { get; }

    /// <summary>Sum of their weights.</summary>
    public double Weight { get; }

    /// <summary>Whether it says no more than where it is, as sources do that hold one kind of place: "Senonches".</summary>
    public bool IsPlaceAlone => Words.All(word => word.Weight <= CommuneWeight);

    /// <summary>The same for names that differ only by order, case, accents and particles.</summary>
    public string Key { get; }

    /// <summary>Reads a name.</summary>
    /// <param name="name">As people wrote it.</param>
    /// <param name="commune">Name of the commune; empty: not known.</param>
    public static NameWords Of(string name, string commune)
    {
        var place = Wording.Words(commune).ToHashSet(StringComparer.Ordinal);
        return new NameWords([.. Read(Wording.Words(name)).Distinct(StringComparer.Ordinal).Select(word => new NameWord(word, WeightOf(word, place)))]);
    }

    /// <summary>Whether both say what kind of place they are, and nothing of it is the same: a town hall is no library.</summary>
    public bool IsOtherKindThan(NameWords other)
    {
        var (mine, theirs) = (Kinds(this), Kinds(other));
        return mine.Count > 0 && theirs.Count > 0 && !mine.Overlaps(theirs);

        static HashSet<string> Kinds(NameWords name) => [.. name.Words.Where(word => word.Weight == KindWeight).Select(word => word.Text)];
    }

    /// <summary>How alike two names are: 0 nothing in common, 1 the same words.</summary>
    public double LikenessTo(NameWords other)
    {
        if (Weight == 0 || other.Weight == 0)
        {
            return 0;
        }

        var (mine, theirs) = Shared(this, other);
        var dice = (mine + theirs) / (Weight + other.Weight);

        // One name often says more than the other: "Toussaint" and "Médiathèque Toussaint, Angers". Only a proper name may be so contained.
        var least = Math.Min(Weight, other.Weight);
        var contained = least >= ProperWeight ? Math.Min(1, Math.Min(mine, theirs) / least) : dice;
        return (DiceShare * dice) + ((1 - DiceShare) * contained);
    }

    /// <summary>How much of a likeness is what both names share, the rest being how far the shorter is contained in the longer.</summary>
    private const double DiceShare = 0.6;

    /// <summary>Weight of the words of each that the other has too.</summary>
    private static (double Mine, double Theirs) Shared(NameWords a, NameWords b)
    {
        var (mine, theirs) = (0d, 0d);
        Span<bool> taken = stackalloc bool[Math.Min(b.Words.Length, MaxWords)];
        foreach (var word in a.Words.AsSpan()[..Math.Min(a.Words.Length, MaxWords)])
        {
            for (var i = 0; i < taken.Length; i++)
            {
                if (!taken[i] && Wording.AreAlike(word.Text, b.Words[i].Text))
                {
                    taken[i] = true;
                    mine += word.Weight;
                    theirs += b.Words[i].Weight;
                    break;
                }
            }
        }

        return (mine, theirs);
    }

    /// <summary>Words of a name that are compared: the longest title holds no more that people would read.</summary>
    private const int MaxWords = 32;

    private static double WeightOf(string word, HashSet<string> place) =>
        place.Contains(word) ? CommuneWeight : s_kinds.Contains(word) ? KindWeight : ProperWeight;

    private static List<string> Read(List<string> words)
    {
        for (var at = 0; at < words.Count; at++)
        {
            foreach (var (from, to) in s_phrases)
            {
                if (Begins(words, at, from))
                {
                    words.RemoveRange(at, from.Length);
                    words.InsertRange(at, to);
                    at += to.Length - 1;
                    break;
                }
            }
        }

        return words;
    }

    private static bool Begins(List<string> words, int at, string[] phrase)
    {
        for (var i = 0; i < phrase.Length; i++)
        {
            if (at + i >= words.Count || words[at + i] != phrase[i])
            {
                return false;
            }
        }

        return true;
    }
}
