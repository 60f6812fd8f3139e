using System.Collections.Immutable;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Themes;

namespace CitizenNetwork.Matching.Text;

/// <summary>The words that an asker or one of its needs looks for.</summary>
internal static class QueryText
{
    /// <summary>Most terms looked for: a text of average length has fewer; the rest would cost without telling more.</summary>
    private const int MaxTerms = 200;

    private const double TitleWeight = 1;
    private const double TagsWeight = 0.5;
    private const double DescriptionWeight = 0.5;

    public static ImmutableArray<QueryTerm> Of(Asker asker, ImmutableArray<string> themes, ThemeList list)
    {
        var initiative = asker.Initiative;
        QueryTermCollector terms = new();
        foreach (var need in asker.Needs)
        {
            terms.Add(need.Title, TitleWeight);
            terms.Add(KindWords.Of(need.Kind), TagsWeight);
        }

        terms.Add(initiative.Title, TitleWeight);
        terms.Add(initiative.Sentence, TitleWeight);
        terms.Add(KindWords.Of(initiative.Type), TagsWeight);
        foreach (var theme in themes)
        {
            terms.Add(WordsOf(list.Find(theme)!), TagsWeight);
        }

        foreach (var need in asker.Needs)
        {
            terms.Add(need.Description, DescriptionWeight);
        }

        terms.Add(initiative.Description, DescriptionWeight);
        return terms.ToImmutable();
    }

    /// <summary>French words of a theme, for comparing.</summary>
    public static string WordsOf(Theme theme) => $"{theme.French} {theme.Words}";

    public static ImmutableArray<QueryTerm> Of(Need need)
    {
        QueryTermCollector terms = new();
        terms.Add(need.Title, TitleWeight);
        terms.Add(need.Description, DescriptionWeight);
        return terms.ToImmutable();
    }

    /// <summary>Keeps each term once, with its greatest weight, in the order in which terms came.</summary>
    private sealed class QueryTermCollector
    {
        private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
        private readonly List<QueryTerm> _terms = [];

        public void Add(string text, double weight)
        {
            foreach (var token in FrenchAnalysis.Tokens(text))
            {
                if (_places.TryGetValue(token.Term, out var place))
                {
                    _terms[place] = _terms[place] with { Weight = Math.Max(_terms[place].Weight, weight) };
                }
                else if (_terms.Count < MaxTerms)
                {
                    _places.Add(token.Term, _terms.Count);
                    _terms.Add(new QueryTerm(token.Term, weight, token.Word));
                }
            }
        }

        public ImmutableArray<QueryTerm> ToImmutable() => [.. _terms];
    }
}
