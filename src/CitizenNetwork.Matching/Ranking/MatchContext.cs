using System.Collections.Immutable;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Domain.Themes;
using CitizenNetwork.Matching.Reciprocity;
using CitizenNetwork.Matching.Signals;
using CitizenNetwork.Matching.Text;
using CitizenNetwork.Matching.Text.Learned;

namespace CitizenNetwork.Matching.Ranking;

/// <summary>A query with what its signals need, computed once for all candidates.</summary>
internal sealed class MatchContext
{
    private readonly Func<string, double> _themeRarity;

    public MatchContext(MatchQuery query, TerritoryTable territories, ThemeList themes, CandidateSource source)
    {
        Query = query;
        Territories = territories;
        Rules = new EligibilityRules(query.Today, territories);
        Texts = source.Texts;
        Themes = ThemesOf(query.Asker, themes);
        PriorityThemes = [.. query.Preferences.PriorityThemes.Where(themes.Contains).Distinct(StringComparer.Ordinal)];
        var placeTerms = PlaceTerms(query.Asker.Place, territories);
        Terms = [.. QueryText.Of(query.Asker, Themes, themes).Where(term => !placeTerms.Contains(term.Term))];
        Words = new WordScorer(Terms, Texts, source.View.InitiativeShelf.Texts);
        Sense = new QuerySense(Terms, source.Model.Space, source.Model.Profiles(query.Category));
        DensityHalfMetres = DistanceSignal.HalfMetres(territories.Find(query.Asker.Place)?.Population ?? 0);
        Exchanges = new Exchanges(source.View, query.Asker);
        Weights = SignalWeights.For(this);
        _themeRarity = source.ThemeRarity;
        NeedWords = [.. query.Asker.Needs.Select(need => new WordScorer(QueryText.Of(need), Texts))];
    }

    public MatchQuery Query { get; }

    public Asker Asker => Query.Asker;

    public TerritoryTable Territories { get; }

    public EligibilityRules Rules { get; }

    /// <summary>Statistics of the category's texts.</summary>
    public TextStatistics Texts { get; }

    /// <summary>Themes of the asker that the list knows.</summary>
    public ImmutableArray<string> Themes { get; }

    public ImmutableArray<string> PriorityThemes { get; }

    public ImmutableArray<QueryTerm> Terms { get; }

    /// <summary>What sharing the terms is worth.</summary>
    public WordScorer Words { get; }

    /// <summary>What the terms mean to the model of the view.</summary>
    public QuerySense Sense { get; }

    /// <summary>Metres at which a meeting place is half as good, from the density around the asker.</summary>
    public double DensityHalfMetres { get; }

    /// <summary>What the asker and each candidate's actor bring each other.</summary>
    public Exchanges Exchanges { get; }

    /// <summary>Signals that count, with weights that add up to 1; the same for every candidate of the answer.</summary>
    public ImmutableArray<(ISignal Signal, double Weight)> Weights { get; }

    /// <summary>Words of each need, in the order of the asker's needs: a draft's needs have no ids.</summary>
    public ImmutableArray<WordScorer> NeedWords { get; }

    public double ThemeRarity(string theme) => _themeRarity(theme);

    /// <summary>Words of the place and of what contains it: nearness is told by other signals, not by naming the town.</summary>
    private static HashSet<string> PlaceTerms(PerimeterCode place, TerritoryTable territories) =>
        territories.Find(place) is not { } commune
            ? []
            : [.. commune.Parents.Select(territories.Find).OfType<Perimeter>().Append(commune).SelectMany(perimeter => FrenchAnalysis.Tokens(perimeter.Name)).Select(token => token.Term)];

    /// <summary>Themes of the needs come first: a single need that has its own speaks of these alone.</summary>
    private static ImmutableArray<string> ThemesOf(Asker asker, ThemeList themes)
    {
        var own = asker.Needs.SelectMany(need => need.Themes);
        var all = asker.Needs is [{ Themes.IsEmpty: false }] ? own : own.Concat(asker.Initiative.Themes);
        return [.. all.Where(themes.Contains).Distinct(StringComparer.Ordinal)];
    }
}
