using System.Globalization;

namespace CitizenNetwork.Server.Duplicates;

/// <summary>Where a page of the review list ended: a pair is found again by its score and name.</summary>
/// <param name="Rank">Its score.</param>
/// <param name="Name">Its name.</param>
internal sealed record PairPlace(double Rank, string Name)
{
    public static string Of(ReviewedPair pair) => $"{pair.Rank.ToString("R", CultureInfo.InvariantCulture)}\n{pair.Name}";

    /// <summary>The place that a token holds; null for the beginning.</summary>
    public static PairPlace? Read(string place) =>
        place.Split('\n') is [var rank, var name] && double.TryParse(rank, NumberStyles.Float, CultureInfo.InvariantCulture, out var read) ? new PairPlace(read, name) : null;

    /// <summary>Whether a pair follows this place.</summary>
    public bool IsBefore(ReviewedPair pair) => pair.Rank < Rank || (pair.Rank == Rank && string.CompareOrdinal(pair.Name, Name) > 0);
}
