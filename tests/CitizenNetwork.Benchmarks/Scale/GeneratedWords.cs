using System.Text;

namespace CitizenNetwork.Benchmarks.Scale;

/// <summary>Texts of words that are as unequally frequent as those of a language (Zipf).</summary>
internal sealed class GeneratedWords
{
    private const int Vocabulary = 20_000;

    private static readonly string[] s_common =
    [
        "atelier", "vélo", "réparation", "jardin", "partagé", "quartier", "jeunes", "repas", "culture", "musique", "entraide", "compost", "logement", "débat", "école",
        "marché", "salle", "cuisine", "numérique", "accompagnement", "emploi", "santé", "famille", "théâtre", "bibliothèque", "énergie", "mobilité", "alimentation", "seniors", "festival",
    ];

    private static readonly string[] s_syllables =
        ["ba", "bou", "cha", "cla", "con", "dé", "dro", "fa", "fla", "gue", "jou", "la", "lé", "mar", "mi", "nou", "pa", "per", "pla", "ran", "ri", "sa", "tou", "tra", "vé", "vin"];

    private readonly string[] _words;
    private readonly double[] _bounds;
    private readonly Random _random;

    public GeneratedWords(Random random)
    {
        _random = random;
        _words = new string[Vocabulary];
        _bounds = new double[Vocabulary];
        var sum = 0.0;
        for (var i = 0; i < Vocabulary; i++)
        {
            _words[i] = i < s_common.Length ? s_common[i] : string.Concat(Enumerable.Range(0, random.Next(2, 5)).Select(_ => s_syllables[random.Next(s_syllables.Length)]));
            _bounds[i] = sum += 1.0 / (i + 5);
        }
    }

    public string Text(int least, int most)
    {
        StringBuilder text = new();
        for (var left = _random.Next(least, most + 1); left > 0; left--)
        {
            var place = Array.BinarySearch(_bounds, _random.NextDouble() * _bounds[^1]);
            text.Append(_words[Math.Min(place < 0 ? ~place : place, Vocabulary - 1)]).Append(left > 1 ? " " : "");
        }

        return text.ToString();
    }
}
