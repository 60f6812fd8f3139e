using System.Collections.Immutable;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Ranking;

namespace CitizenNetwork.Matching.Overview;

/// <summary>An open need that no offer answers (seed 000-7).</summary>
/// <param name="Initiative">Whose it is.</param>
/// <param name="Need">The need.</param>
/// <param name="Refusing">Offers of its kind that exist and that gates refuse to it; 0: nobody offers such a thing.</param>
public sealed record UnansweredNeed(Initiative Initiative, Need Need, int Refusing);

/// <summary>An offer that no open need may have (seed 000-7).</summary>
/// <param name="Name">Its resource name.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Refused">Open needs of its kind that its gates refuse; 0: nobody asks for such a thing.</param>
public sealed record UnaskedOffer(string Name, string Title, int Refused);

/// <summary>Part of a report.</summary>
/// <param name="Items">What was found.</param>
/// <param name="Next">Where the next part begins; empty: nothing is left.</param>
public sealed record CoveragePart<T>(ImmutableArray<T> Items, string Next);

/// <summary>
/// Sets needs and offers against each other, by kind and by the gates of each offer; words and distance do not matter here.
/// A need of a partner is answered by people, not by an offer: it is left out.
/// </summary>
/// <param name="view">The records.</param>
/// <param name="territories">The territories.</param>
/// <param name="today">The day in Europe/Paris.</param>
public sealed class Coverage(CatalogueView view, TerritoryTable territories, DateOnly today)
{
    /// <summary>Most pairs of a need and an offer whose gates are asked for one part: a great network takes more parts, not longer ones.</summary>
    public const int MaxChecks = 50_000;

    private readonly EligibilityRules _rules = new(today, territories);

    /// <summary>Open needs inside a perimeter that no offer answers, wherever it comes from, in the order of their names.</summary>
    /// <param name="perimeter">Where the initiatives take place.</param>
    /// <param name="after">Where the part before ended; empty: with the first.</param>
    /// <param name="count">Most needs.</param>
    public CoveragePart<UnansweredNeed> NeedsWithoutOffer(PerimeterCode perimeter, string after, int count)
    {
        var offers = Offers(_ => true).ToList();
        return Walk(OpenNeeds(perimeter, after), asked => asked.Place, count, (asked, checks) =>
            Refusals(offers.Where(offer => Fits(offer, asked.Asker.Needs[0].Kind)).Select(offer => (asked.Asker, offer)), checks) is { } refusing
                ? new UnansweredNeed(asked.Asker.Initiative, asked.Asker.Needs[0], refusing)
                : null);
    }

    /// <summary>Offers of a perimeter that no open need may have, wherever it arises, in the order of their names.</summary>
    /// <param name="perimeter">Where a resource is, or where a call or a host serves.</param>
    /// <param name="after">Where the part before ended; empty: with the first.</param>
    /// <param name="count">Most offers.</param>
    public CoveragePart<UnaskedOffer> OffersWithoutNeed(PerimeterCode perimeter, string after, int count)
    {
        var needs = OpenNeeds(PerimeterCode.France, string.Empty).ToList();
        return Walk(Offers(offer => IsOf(offer, perimeter)).Where(offer => string.CompareOrdinal(offer.Name, after) > 0), offer => offer.Name, count, (offer, checks) =>
            Refusals(needs.Where(asked => Fits(offer, asked.Asker.Needs[0].Kind)).Select(asked => (asked.Asker, offer)), checks) is { } refused
                ? new UnaskedOffer(offer.Name, offer.Title, refused)
                : null);
    }

    private static CoveragePart<TFound> Walk<T, TFound>(IEnumerable<T> items, Func<T, string> name, int count, Func<T, Checks, TFound?> find)
        where TFound : class
    {
        var found = ImmutableArray.CreateBuilder<TFound>();
        Checks checks = new();
        var last = string.Empty;
        foreach (var item in items)
        {
            if (found.Count == count || checks.Made >= MaxChecks)
            {
                return new CoveragePart<TFound>(found.ToImmutable(), last);
            }

            if (find(item, checks) is { } one)
            {
                found.Add(one);
            }

            last = name(item);
        }

        return new CoveragePart<TFound>(found.ToImmutable(), string.Empty);
    }

    /// <summary>How many pairs are refused when all are; null as soon as one may be.</summary>
    private int? Refusals(IEnumerable<(Asker Asker, Candidate Offer)> pairs, Checks checks)
    {
        var refused = 0;
        foreach (var (asker, offer) in pairs)
        {
            checks.Made++;
            if (offer.Check(_rules, asker, Wishes.None).All(result => result.Outcome != CriterionOutcome.NotMet))
            {
                return null;
            }

            refused++;
        }

        return refused;
    }

    private IEnumerable<(string Place, Asker Asker)> OpenNeeds(PerimeterCode perimeter, string after) =>
        from entry in view.OpenInitiatives(territories, perimeter)
        from need in entry.Record.Needs.OrderBy(need => need.Id, StringComparer.Ordinal)
        where need.State == NeedState.Open && need.Kind != NeedKind.Partner

        // A blank comes before any character of a name, as the end of one does.
        let place = $"{entry.Record.Id.Name} {need.Id}"
        where string.CompareOrdinal(place, after) > 0
        select (place, view.AskerOf(entry.Record, [need]));

    private IEnumerable<Candidate> Offers(Func<Candidate, bool> filter) =>
        new[] { MatchCategory.Funding, MatchCategory.Host, MatchCategory.Resource }.SelectMany(category => CandidateSource.Of(view, category).All).Where(filter);

    private bool IsOf(Candidate offer, PerimeterCode perimeter) => offer is ResourceCandidate { Resource.Commune: var commune }
        ? territories.IsWithin(commune, perimeter)
        : offer.ServedArea.Any(area => territories.IsWithin(area, perimeter) || territories.IsWithin(perimeter, area));

    private static bool Fits(Candidate offer, NeedKind kind) => offer switch
    {
        ResourceCandidate { Resource.Kind: var shared } => EligibilityRules.Answers(shared, kind),
        FundingCandidate => kind == FundingCall.Answers,
        HostCandidate => kind == HostingOffer.Answers,
        _ => false,
    };

    private sealed class Checks
    {
        public int Made { get; set; }
    }
}
