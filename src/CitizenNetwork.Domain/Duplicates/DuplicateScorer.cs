using System.Collections.Immutable;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Resources;

namespace CitizenNetwork.Domain.Duplicates;

/// <summary>
/// Tells how likely two records are one place or body. Each clue gives points, which add up like the logarithms of odds: no
/// clue decides alone, and what is not known gives none. One legal unit has many places, so its number says little.
/// </summary>
public static class DuplicateScorer
{
    /// <summary>Score below which no pair is told.</summary>
    public const double Possible = 0.3;

    /// <summary>Score from which a pair is worth a look.</summary>
    public const double Likely = 0.5;

    /// <summary>Score from which a pair is nearly always one.</summary>
    public const double NearlySure = 0.9;

    /// <summary>Points of any two records before anything is compared: most are not one.</summary>
    private const double Start = -3;

    private const double SameNamePoints = 3.5;

    /// <summary>Points of names that have nothing in common.</summary>
    private const double UnlikeNamesPoints = -5;

    /// <summary>Points of a name that only says the commune: what else is there may be something else at the same address.</summary>
    private const double NoNamePoints = -1.5;

    /// <summary>Likeness of names that tells nothing.</summary>
    private const double NeutralLikeness = 0.55;

    /// <summary>Likeness from which names are told as similar.</summary>
    private const double SimilarLikeness = 0.7;

    /// <summary>Points that a name loses which holds no proper name: "Mairie" may be said of a place or of what is in it.</summary>
    private const double KindNameLoss = 0.5;

    /// <summary>Points of names that say two kinds of place.</summary>
    private const double OtherKindOfNamePoints = -1.5;

    private const double SameAddressPoints = 2.5;
    private const double SameStreetPoints = 1;
    private const double OtherNumberOfStreetPoints = -1;
    private const double OtherStreetPoints = -1.5;
    private const double SameCommunePoints = 0.5;

    /// <summary>Points of two communes that are not known to be near each other.</summary>
    private const double OtherCommunePoints = -5;

    /// <summary>Points of two communes when the points are the same place: a border, or a wrong commune.</summary>
    private const double OtherCommuneNearPoints = -1;

    private const double SameSirenPoints = 0.75;
    private const double SameRnaPoints = 1.5;
    private const double OtherSirenPoints = -1;
    private const double OtherKindPoints = -1.5;

    /// <summary>Metres up to which two points are told as one place.</summary>
    private const double NearMetres = 300;

    /// <summary>Points by distance: a point is often a guess of an address, or the middle of its commune, so that no distance below a few kilometres rules anything out.</summary>
    private static readonly ImmutableArray<(double UpToMetres, double Points)> s_distances =
        [(30, 2), (100, 1.5), (NearMetres, 0.75), (1_000, -0.5), (3_000, -1.5), (10_000, -3), (double.MaxValue, -6)];

    public static DuplicateScore Score(DuplicateTraits a, DuplicateTraits b)
    {
        var reasons = ImmutableArray.CreateBuilder<DuplicateReason>();
        AddName(a, b, reasons);
        AddAddress(a, b, reasons);
        var metres = a.Position is { } here && b.Position is { } there ? here.DistanceTo(there) : (double?)null;
        if (metres is { } distance)
        {
            Add(distance <= NearMetres ? DuplicateClue.Near : DuplicateClue.Far, s_distances.First(step => distance <= step.UpToMetres).Points, Datum.Metres(distance));
        }

        if (!string.IsNullOrEmpty(a.Commune.Value) && !string.IsNullOrEmpty(b.Commune.Value))
        {
            if (a.Commune == b.Commune)
            {
                Add(DuplicateClue.SameCommune, SameCommunePoints, Datum.Perimeter(a.Commune));
            }
            else
            {
                Add(DuplicateClue.OtherCommune, metres <= NearMetres ? OtherCommuneNearPoints : OtherCommunePoints, Datum.Perimeter(a.Commune), Datum.Perimeter(b.Commune));
            }
        }

        AddNumbers(a, b, reasons);
        if (a.Kind != b.Kind && a.Kind != ResourceKind.Unspecified && b.Kind != ResourceKind.Unspecified)
        {
            Add(DuplicateClue.OtherKind, OtherKindPoints, Datum.Term(a.Kind), Datum.Term(b.Kind));
        }

        reasons.Sort((x, y) => Math.Abs(y.Points).CompareTo(Math.Abs(x.Points)) is var order and not 0 ? order : x.Clue.CompareTo(y.Clue));
        return new DuplicateScore(1 / (1 + Math.Exp(-(Start + reasons.Sum(reason => reason.Points)))), reasons.ToImmutable());

        void Add(DuplicateClue clue, double points, params ImmutableArray<Datum> data) => reasons.Add(new DuplicateReason(clue, points, data));
    }

    private static void AddName(DuplicateTraits a, DuplicateTraits b, ImmutableArray<DuplicateReason>.Builder reasons)
    {
        var isSame = a.Name.Key == b.Name.Key && a.Name.Weight > 0;
        if (!isSame && (a.Name.IsPlaceAlone || b.Name.IsPlaceAlone))
        {
            reasons.Add(new DuplicateReason(DuplicateClue.NoName, NoNamePoints, []));
            return;
        }

        var likeness = isSame ? 1 : a.Name.LikenessTo(b.Name);
        var points = likeness >= NeutralLikeness
            ? SameNamePoints * (likeness - NeutralLikeness) / (1 - NeutralLikeness)
            : UnlikeNamesPoints * (NeutralLikeness - likeness) / NeutralLikeness;
        var clue = isSame ? DuplicateClue.SameName : likeness >= SimilarLikeness ? DuplicateClue.SimilarName : DuplicateClue.OtherName;
        if (Math.Min(a.Name.Weight, b.Name.Weight) < 1)
        {
            points -= KindNameLoss;
        }

        if (a.Name.IsOtherKindThan(b.Name))
        {
            points += OtherKindOfNamePoints;
        }

        reasons.Add(new DuplicateReason(clue, points, [Datum.BasisPoints((long)Math.Round(likeness * 10_000))]));
    }

    private static void AddAddress(DuplicateTraits a, DuplicateTraits b, ImmutableArray<DuplicateReason>.Builder reasons)
    {
        if (a.Street is not { } mine || b.Street is not { } theirs)
        {
            return;
        }

        var (clue, points) = !mine.IsSameStreet(theirs) ? (DuplicateClue.OtherAddress, OtherStreetPoints)
            : mine.Number == theirs.Number ? (DuplicateClue.SameAddress, SameAddressPoints)
            : mine.Number.Length == 0 || theirs.Number.Length == 0 ? (DuplicateClue.SameStreet, SameStreetPoints)
            : (DuplicateClue.OtherAddress, OtherNumberOfStreetPoints);
        reasons.Add(new DuplicateReason(clue, points, []));
    }

    /// <summary>Two numbers that differ speak against one body, the same one hardly for one place.</summary>
    private static void AddNumbers(DuplicateTraits a, DuplicateTraits b, ImmutableArray<DuplicateReason>.Builder reasons)
    {
        if (a.Siren.Length > 0 && b.Siren.Length > 0)
        {
            reasons.Add(a.Siren == b.Siren
                ? new DuplicateReason(DuplicateClue.SameSiren, SameSirenPoints, [Datum.Text(a.Siren)])
                : new DuplicateReason(DuplicateClue.OtherNumber, OtherSirenPoints, [Datum.Text(a.Siren), Datum.Text(b.Siren)]));
        }

        if (a.Rna.Length > 0 && a.Rna == b.Rna)
        {
            reasons.Add(new DuplicateReason(DuplicateClue.SameRna, SameRnaPoints, [Datum.Text(a.Rna)]));
        }
    }
}
