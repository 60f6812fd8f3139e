using System.Collections.Immutable;
using System.Numerics.Tensors;

namespace CitizenNetwork.Matching.Text.Learned;

/// <summary>What a query means to the learned model, computed once for all candidates.</summary>
internal sealed class QuerySense
{
    /// <summary>Cosine up to which nearness of texts or words says nothing: nine of ten pairs of Paris projects of two themes lie below.</summary>
    private const double Floor = 0.4;

    /// <summary>Strongest words of each side among which neighbours are looked for.</summary>
    private const int Weighed = 3;

    /// <summary>Choices after which a profile counts as much as the candidate's own words; from there on, more.</summary>
    private const double TrustedExamples = 3;

    private readonly ImmutableArray<QueryTerm> _terms;
    private readonly TextSpace? _space;
    private readonly float[]? _place;
    private readonly TextProfiles? _profiles;
    private readonly double[]? _judged;

    public QuerySense(ImmutableArray<QueryTerm> terms, TextSpace? space, TextProfiles? profiles)
    {
        _terms = terms;
        _space = space;
        _place = space?.Of(terms.AsSpan());
        _profiles = profiles;
        _judged = profiles?.Judge(terms.AsSpan());
    }

    /// <summary>Whether any text can be near.</summary>
    public bool HasPlace => _place is not null;

    /// <summary>The candidates of which choices are known, where they say something of this query.</summary>
    public IEnumerable<string> Judged => _judged is null ? [] : _profiles!.Candidates.Select(entry => entry.Candidate);

    /// <summary>How near a text lies to what is looked for, 0 to 1; 0 without a model or known words.</summary>
    public double Nearness(AnalysedText text) =>
        _place is not null && text.In(_space!) is { } place
            ? Math.Clamp((TensorPrimitives.Dot(_place, place) - Floor) / (1 - Floor), 0, 1)
            : 0;

    /// <summary>
    /// The word of the query and the record's own word that are likest, of those that brought both texts near each other most;
    /// null when no two keep the same company: texts can be near as a whole, and naming such a pair would be no reason. Common
    /// words keep everybody's company.
    /// </summary>
    /// <param name="text">The record's text.</param>
    /// <param name="statistics">Of the texts of its kind.</param>
    public (string Asked, string Found)? Nearest(AnalysedText text, TextStatistics statistics)
    {
        if (_place is null || text.In(_space!) is not { } place)
        {
            return null;
        }

        var asked = _terms.Where(term => !statistics.IsCommon(term.Term)).OrderByDescending(term => term.Weight * _space!.Pull(term.Term, place)).Take(Weighed);
        var found = text.Terms.Where(term => term.Title + term.Description > 0 && !statistics.IsCommon(term.Term)).OrderByDescending(term => TextWeights.Of(term) * _space!.Pull(term.Term, _place)).Take(Weighed).ToList();
        var best = asked.SelectMany(one => found.Select(other => (Asked: one.Word, Found: other.Word, Likeness: _space!.Likeness(one.Term, other.Term)))).DefaultIfEmpty().MaxBy(pair => pair.Likeness);
        return best.Likeness > Floor ? (best.Asked, best.Found) : null;
    }

    /// <summary>
    /// How likely a candidate would be chosen for this, and how far that is to be trusted, both 0 to 1; null when too few
    /// choices of it are known.
    /// </summary>
    public (double Likelihood, double Trust)? Chosen(string candidate)
    {
        if (_judged is null || _profiles!.PlaceOf(candidate) is not { } place)
        {
            return null;
        }

        var examples = _profiles.Candidates[place].Examples;
        return (_judged[place], examples / (examples + TrustedExamples));
    }

    /// <summary>Words of the query for which a candidate was chosen before, strongest first.</summary>
    public ImmutableArray<string> ChosenFor(string candidate, int shown) =>
        _profiles?.PlaceOf(candidate) is { } place ? _profiles.Words(_terms.AsSpan(), place, shown) : [];
}
