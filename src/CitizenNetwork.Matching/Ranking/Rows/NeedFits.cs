using CitizenNetwork.Matching.Signals;

namespace CitizenNetwork.Matching.Ranking.Rows;

/// <summary>How a class of candidates answers the asker's needs, before the needs' own words.</summary>
internal sealed class NeedFits : IEquatable<NeedFits>
{
    private readonly double?[] _fits;
    private readonly double _ofNone;

    public NeedFits(MatchContext context, Candidate candidate)
    {
        _fits = new double?[context.Asker.Needs.Length];
        for (var i = 0; i < _fits.Length; i++)
        {
            _fits[i] = NeedFitSignal.WithoutWords(context, candidate, i);
        }

        _ofNone = Array.TrueForAll(_fits, fit => fit is null) ? NeedFitSignal.OfNone(context, candidate) : 0;
        Most = Value(static (_, _) => 1, 0);
    }

    private NeedFits()
    {
        _fits = [];
    }

    /// <summary>Stands for what was not asked yet.</summary>
    public static NeedFits Unknown { get; } = new();

    /// <summary>The value of one that bears all the words of every need.</summary>
    public double Most { get; }

    /// <summary>The value of one row: that of the need it answers best.</summary>
    /// <param name="words">How much of a need's words a row bears.</param>
    /// <param name="row">The row.</param>
    public double Value(Func<int, int, double?> words, int row)
    {
        double? best = null;
        for (var i = 0; i < _fits.Length; i++)
        {
            if (_fits[i] is { } fit)
            {
                var value = NeedFitSignal.WithWords(fit, words(i, row));
                best = best is null || value > best ? value : best;
            }
        }

        return best ?? _ofNone;
    }

    public bool Equals(NeedFits? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => Most.GetHashCode();
}
