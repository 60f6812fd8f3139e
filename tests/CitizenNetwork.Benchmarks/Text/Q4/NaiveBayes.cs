using CitizenNetwork.Matching.Text;

namespace CitizenNetwork.Benchmarks.Text.Q4;

/// <summary>
/// The yardstick: multinomial naive Bayes over the stems of the titles, as text books have it. It is as simple as can be
/// written by hand by somebody who wants no more than these answers.
/// </summary>
internal sealed class NaiveBayes
{
    private readonly Dictionary<string, double[]> _counts = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<string> _answers;
    private readonly double[] _words;
    private readonly double[] _projects;
    private readonly double _smoothing;

    /// <param name="known">Projects to learn from.</param>
    /// <param name="answers">All answers there are.</param>
    /// <param name="smoothing">Occurrences added to each word; 1 is Laplace's rule.</param>
    public NaiveBayes(IEnumerable<TitledProject> known, IReadOnlyList<string> answers, double smoothing)
    {
        _answers = answers;
        _words = new double[answers.Count];
        _projects = new double[answers.Count];
        _smoothing = smoothing;
        var places = answers.Select((answer, place) => (answer, place)).ToDictionary(entry => entry.answer, entry => entry.place, StringComparer.Ordinal);
        foreach (var project in known)
        {
            var place = places[project.Answer];
            _projects[place]++;
            foreach (var token in FrenchAnalysis.Tokens(project.Title))
            {
                if (!_counts.TryGetValue(token.Term, out var counts))
                {
                    _counts.Add(token.Term, counts = new double[answers.Count]);
                }

                counts[place]++;
                _words[place]++;
            }
        }
    }

    /// <summary>Answers, likeliest first.</summary>
    public IReadOnlyList<string> Order(string title)
    {
        var all = _projects.Sum();
        var scores = _projects.Select(count => Math.Log((count + 1) / (all + _projects.Length))).ToArray();
        foreach (var token in FrenchAnalysis.Tokens(title))
        {
            if (_counts.TryGetValue(token.Term, out var counts))
            {
                for (var place = 0; place < scores.Length; place++)
                {
                    scores[place] += Math.Log((counts[place] + _smoothing) / (_words[place] + (_smoothing * _counts.Count)));
                }
            }
        }

        return [.. Enumerable.Range(0, scores.Length).OrderByDescending(place => scores[place]).Select(place => _answers[place])];
    }
}
