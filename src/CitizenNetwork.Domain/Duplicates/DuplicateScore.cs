using System.Collections.Immutable;
using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.Domain.Duplicates;

/// <summary>What speaks for or against two records being one. Numbers are those of the API.</summary>
[GenerateSerializer, Alias("citizennetwork.duplicate-clue")]
public enum DuplicateClue
{
    Unspecified = 0,
    SameName = 1,
    SimilarName = 2,
    OtherName = 3,
    SameAddress = 4,
    SameStreet = 5,
    OtherAddress = 6,
    Near = 7,
    Far = 8,
    SameCommune = 9,
    OtherCommune = 10,
    SameSiren = 11,
    SameRna = 12,
    OtherNumber = 13,
    OtherKind = 14,
    NoName = 15,
}

/// <summary>One reason of a score.</summary>
/// <param name="Clue">What was seen.</param>
/// <param name="Points">What it is worth, above zero when it speaks for one record.</param>
/// <param name="Data">Data of its sentence.</param>
public sealed record DuplicateReason(DuplicateClue Clue, double Points, ImmutableArray<Datum> Data);

/// <summary>How likely two records are one place or body.</summary>
/// <param name="Value">From 0 to 1.</param>
/// <param name="Reasons">What speaks for and against, the heaviest first.</param>
public sealed record DuplicateScore(double Value, ImmutableArray<DuplicateReason> Reasons);
