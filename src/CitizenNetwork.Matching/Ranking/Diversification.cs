using System.Collections.Immutable;
using System.Globalization;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Resources;

namespace CitizenNetwork.Matching.Ranking;

/// <summary>Applies <see cref="Diversifier"/> to ranked candidates.</summary>
internal static class Diversification
{
    /// <summary>Decimals of a degree that tell two buildings apart: some ten metres.</summary>
    private const int Decimals = 4;

    public static bool Applies(MatchQuery query) => query.Preferences.Diversity switch
    {
        Diversity.On => true,
        Diversity.Off => false,
        _ => query.Category == MatchCategory.Resource,
    };

    /// <summary>The order in which an answer is shown, read as far as it is asked for.</summary>
    public static IEnumerable<Ranked> Diversify(IEnumerable<Ranked> ordered) =>
        Diversifier.Order(ordered, LikenessOf).Select(placed => placed.Moved == Crowd.None ? placed.Item : placed.Item with { Moved = placed.Moved });

    /// <summary>A page of the eligible candidates as an answer shows them: beyond <see cref="Diversifier.Depth"/> nothing moves.</summary>
    public static ImmutableArray<Ranked> Page(RankedList list, int skip, int take) =>
        Applies(list.Context.Query) && skip < Diversifier.Depth
            ? [.. Diversify(list.Page(0, Math.Max(Diversifier.Depth, (int)Math.Min(list.EligibleCount, (long)skip + take)))).Skip(skip).Take(take)]
            : list.Page(skip, take);

    /// <summary>A candidate as it is or would be shown, and how many stand before it.</summary>
    public static (Ranked Ranked, int Before) Place(RankedList list, Ranked ranked)
    {
        var before = list.CountBefore(ranked);
        if (!Applies(list.Context.Query) || before >= Diversifier.Depth)
        {
            return (ranked, before);
        }

        var others = list.Page(0, Diversifier.Depth + 1).Where(other => !IsSame(other, ranked)).Take(Diversifier.Depth).ToList();
        return Diversify(others.Take(before).Append(ranked).Concat(others.Skip(before))).Select((shown, place) => (shown, place)).First(entry => IsSame(entry.shown, ranked));
    }

    /// <summary>Says that a candidate gave way: moved-owner [Text: the owner]; moved-place [Text: the place].</summary>
    public static ImmutableArray<Note> NotesOf(Ranked ranked) => ranked switch
    {
        { Moved: Crowd.Owner } => [new Note(Criterion.Unspecified, "moved-owner", [Datum.Text(ranked.Candidate.Owner?.DisplayName ?? ranked.Candidate.Title)])],
        { Moved: Crowd.Place, Candidate: ResourceCandidate { Resource.StreetAddress: { Length: > 0 } street } } => [new Note(Criterion.Unspecified, "moved-place", [Datum.Text(street)])],
        { Moved: Crowd.Place } => [new Note(Criterion.Unspecified, "moved-point", [])],
        _ => [],
    };

    private static bool IsSame(Ranked a, Ranked b) => string.Equals(a.Candidate.Name, b.Candidate.Name, StringComparison.Ordinal);

    private static Likeness LikenessOf(Ranked ranked) =>
        new(ranked.Candidate.OwnerId.Name, ranked.Candidate is ResourceCandidate { IsRemote: false, Resource: { } resource } ? PlaceOf(resource) : null, ranked.PinPlace != Ranked.NotPinned);

    /// <summary>The building: its street in its commune, else its point.</summary>
    private static string? PlaceOf(Resource resource) => resource switch
    {
        { StreetAddress.Length: > 0 } => $"{resource.Commune} {TextFolding.Fold(resource.StreetAddress)}",
        { Position: { } point } => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(point.Latitude, Decimals)} {Math.Round(point.Longitude, Decimals)}"),
        _ => null,
    };
}
