using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Reciprocity;

namespace CitizenNetwork.Matching.Ranking;

/// <summary>One signal's part in a score; the contributions of a match add up to its score.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="Value">Its value, 0 to 1.</param>
/// <param name="Weight">Its weight; the weights of an answer add up to 1. The phase has none: it takes away.</param>
/// <param name="Contribution">Weight times value; for the phase, zero or less.</param>
/// <param name="Case">Which of the signal's situations it is; it selects the words.</param>
/// <param name="Data">Data of the sentence, drawn from both records.</param>
public sealed record Reason(Signal Signal, double Value, double Weight, double Contribution, string Case, ImmutableArray<Datum> Data);

/// <summary>Something the reader should know; it never changes the score.</summary>
/// <param name="Criterion">The criterion that is not known; <see cref="Criterion.Unspecified"/> for a plain remark.</param>
/// <param name="Case">Selects the words.</param>
/// <param name="Data">Data of the sentence.</param>
public sealed record Note(Criterion Criterion, string Case, ImmutableArray<Datum> Data);

/// <summary>One suggestion. Computed, never stored.</summary>
/// <param name="MatchId">Stable id of asker, category and candidate: 16 hexadecimal digits.</param>
/// <param name="Category">Its category.</param>
/// <param name="Candidate">Resource name of the candidate.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Owner">Actor behind it; itself for a partner.</param>
/// <param name="OwnerTitle">What people call that actor; empty when it is no longer registered.</param>
/// <param name="Score">Sum of the contributions, 0 to 1.</param>
/// <param name="Reasons">Strongest first.</param>
/// <param name="Notes">Unknown criteria and remarks.</param>
/// <param name="DistanceMetres">As the crow flies; null when a centre is unknown or presence does not matter.</param>
/// <param name="Pin">A coordinator's own choice, when there is one.</param>
/// <param name="AnsweringPerimeter">The finest perimeter served that contains the place; null when not known.</param>
/// <param name="LighterAlternatives">For a heavy call, lighter eligible calls, best first (seed 004-15).</param>
/// <param name="NeedId">Id of the need answered best; null when none is.</param>
/// <param name="Reciprocity">What each brings the other; null: nothing, or not known.</param>
public sealed record Match(
    string MatchId,
    MatchCategory Category,
    string Candidate,
    string Title,
    ActorId Owner,
    string OwnerTitle,
    double Score,
    ImmutableArray<Reason> Reasons,
    ImmutableArray<Note> Notes,
    double? DistanceMetres,
    Pin? Pin,
    PerimeterCode? AnsweringPerimeter,
    ImmutableArray<string> LighterAlternatives,
    string? NeedId,
    Exchange? Reciprocity = null);

/// <summary>Matches of one category.</summary>
/// <param name="Category">The category.</param>
/// <param name="Matches">Best first, pinned ones before all others.</param>
/// <param name="Considered">Candidates looked at.</param>
/// <param name="Eligible">Candidates that every gate let pass.</param>
/// <param name="Removed">How many each gate left out, at the first gate that stopped them.</param>
/// <param name="Empty">Why there is nothing; null when there is something.</param>
/// <param name="HasMore">True: a next page exists.</param>
public sealed record MatchGroup(
    MatchCategory Category,
    ImmutableArray<Match> Matches,
    int Considered,
    int Eligible,
    ImmutableArray<(Criterion Criterion, int Count)> Removed,
    EmptyAnswer? Empty,
    bool HasMore);

/// <summary>Why a category is empty, and the candidate that comes nearest.</summary>
/// <param name="Criterion">Gate that left out most; <see cref="Criterion.Unspecified"/> when nothing of the category is registered.</param>
/// <param name="Nearest">How the nearest candidate stands; null when there is none.</param>
public sealed record EmptyAnswer(Criterion Criterion, Explanation? Nearest);

/// <summary>How one candidate stands, suggested or not.</summary>
/// <param name="Eligible">True: no criterion refuses it.</param>
/// <param name="Criteria">Every criterion that applies.</param>
/// <param name="SmallestChange">Changes after which no criterion refuses it, verified by running the rules again with them
/// where they change a record; empty when eligible or when nothing can lift it.</param>
/// <param name="Match">The match as it is, or would be once lifted.</param>
/// <param name="BetterCount">Eligible candidates of its category that stand before it.</param>
public sealed record Explanation(
    bool Eligible,
    ImmutableArray<CriterionResult> Criteria,
    ImmutableArray<LiftingChange> SmallestChange,
    Match Match,
    int BetterCount);

/// <summary>A change with the criterion and the case that it lifts, which select its words.</summary>
public sealed record LiftingChange(Criterion Criterion, string Case, Change Change);
