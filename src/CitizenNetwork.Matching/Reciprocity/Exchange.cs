using System.Collections.Immutable;

namespace CitizenNetwork.Matching.Reciprocity;

/// <summary>One thing that a side brings to the other.</summary>
/// <param name="Offer">Resource name of what is brought; of the actor for what it does by its role.</param>
/// <param name="OfferTitle">What people call it.</param>
/// <param name="Need">Need that it answers, initiatives/{id}/needs/{need}; empty for a need of a draft.</param>
/// <param name="NeedTitle">What people call it.</param>
/// <param name="Score">How well, 0 to 1.</param>
public sealed record Brought(string Offer, string OfferTitle, string Need, string NeedTitle, double Score);

/// <summary>What two sides bring each other (seed 003-5). Seen from the other side, the two lists change places and the mutual score stays.</summary>
/// <param name="TheyBring">What the candidate's side brings to the asker's needs, best first.</param>
/// <param name="TheyBringScore">0 (nothing) to 1.</param>
/// <param name="YouBring">What the asker's side brings to the candidate's needs, best first.</param>
/// <param name="YouBringScore">0 (nothing) to 1.</param>
public sealed record Exchange(ImmutableArray<Brought> TheyBring, double TheyBringScore, ImmutableArray<Brought> YouBring, double YouBringScore)
{
    /// <summary>How much one well answered need makes of a direction; each further one takes as much of the rest.</summary>
    private const double OfOneNeed = 0.8;

    /// <summary>Share of a fit that the themes decide.</summary>
    private const double ThemeShare = 0.4;

    /// <summary>What themes count for when either side names none.</summary>
    private const double UnknownThemes = 0.5;

    /// <summary>Geometric mean of both directions: zero as soon as one of them brings nothing.</summary>
    public double MutualScore => Math.Sqrt(TheyBringScore * YouBringScore);

    public bool IsEmpty => TheyBring.IsEmpty && YouBring.IsEmpty;

    internal static Exchange Between(Party you, Party they)
    {
        var (theyBring, theyScore) = Give(they, you);
        var (youBring, youScore) = Give(you, they);
        return new Exchange(theyBring, theyScore, youBring, youScore);
    }

    /// <summary>The best offer for each need that one answers.</summary>
    private static (ImmutableArray<Brought> Brought, double Score) Give(Party from, Party to)
    {
        List<Brought> brought = [];
        foreach (var need in to.Needs)
        {
            Offered? best = null;
            var bestFit = 0.0;
            foreach (var offer in from.Offers)
            {
                var kind = offer.Fit(need.Kind);
                var fit = kind == 0 ? 0 : kind * (1 - ThemeShare + (ThemeShare * Shared(offer.Themes, need.Themes)));
                if (fit > bestFit || (fit > 0 && fit.Equals(bestFit) && string.CompareOrdinal(offer.Name, best!.Name) < 0))
                {
                    (best, bestFit) = (offer, fit);
                }
            }

            if (best is not null)
            {
                brought.Add(new Brought(best.Name, best.Title, need.Name, need.Title, bestFit));
            }
        }

        var left = brought.Aggregate(1.0, (rest, one) => rest * (1 - (OfOneNeed * one.Score)));
        return ([.. brought.OrderByDescending(one => one.Score).ThenBy(one => one.Need, StringComparer.Ordinal).ThenBy(one => one.NeedTitle, StringComparer.Ordinal)], 1 - left);
    }

    /// <summary>Share of the shorter list that both name.</summary>
    private static double Shared(ImmutableArray<string> a, ImmutableArray<string> b)
    {
        if (a.IsEmpty || b.IsEmpty)
        {
            return UnknownThemes;
        }

        var shared = 0;
        foreach (var theme in a)
        {
            shared += b.Contains(theme, StringComparer.Ordinal) ? 1 : 0;
        }

        return Math.Min(1, (double)shared / Math.Min(a.Length, b.Length));
    }
}
