using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Ranking;
using CitizenNetwork.Matching.Text.Learned;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Matching;

/// <summary>A small catalogue and somebody who asks it: an informal collective of Angers at its beginning.</summary>
internal sealed record World
{
    public Initiative Initiative { get; init; } = Initiative("velos");

    public Actor? Holder { get; init; } = Actor("holder") with { Kind = ActorKind.InformalCollective };

    public ImmutableArray<Actor> Actors { get; init; } = [Actor("owner")];

    public ImmutableArray<Resource> Resources { get; init; } = [];

    public ImmutableArray<FundingCall> Calls { get; init; } = [];

    public ImmutableArray<HostingOffer> Offers { get; init; } = [];

    /// <summary>Other initiatives of the catalogue.</summary>
    public ImmutableArray<Initiative> Known { get; init; } = [];

    /// <summary>True: the sense of words was learned from the catalogue.</summary>
    public bool IsLearned { get; init; }

    public MatchPreferences Preferences { get; init; } = MatchPreferences.None;

    public DateOnly Day { get; init; } = Today;

    /// <summary>When each record last changed, by name; the day itself for all others.</summary>
    public ImmutableDictionary<string, DateTimeOffset> Updates { get; init; } = ImmutableDictionary<string, DateTimeOffset>.Empty;

    public Asker Asker => new(
        Initiative,
        Holder,
        Holder?.Kind ?? ActorKind.Unspecified,
        Initiative.HostedBy is { } host ? Actors.FirstOrDefault(actor => actor.Id == host) : null,
        Initiative.Needs);

    public static Matcher Matcher { get; } = new(Territories, Themes);

    public CatalogueView View() => Fill().Current;

    /// <summary>A catalogue of its records, each at revision 1.</summary>
    public Catalogue Fill()
    {
        Catalogue catalogue = new(Territories, Themes);
        Put(Actors, actor => actor.Id.Name);
        if (Holder is not null)
        {
            Put([Holder], actor => actor.Id.Name);
        }

        Put(Resources, resource => resource.Id.Name);
        Put(Calls, call => call.Id.Name);
        Put(Offers, offer => offer.Id.Name);
        Put(Known, initiative => initiative.Id.Name);
        if (IsLearned)
        {
            catalogue.Take(TextLearner.Learn(catalogue.Current, 1));
        }

        return catalogue;

        void Put<T>(ImmutableArray<T> records, Func<T, string> name)
            where T : class
        {
            foreach (var record in records)
            {
                var update = Updates.GetValueOrDefault(name(record), new DateTimeOffset(Today.ToDateTime(default), TimeSpan.Zero));
                catalogue.Put(new Entry<T>(name(record), record, 1, update, update));
            }
        }
    }

    public MatchQuery Query(MatchCategory category, int skip = 0, int take = 50) => new(Asker, Preferences, category, skip, take, Day);

    public MatchGroup Suggest(MatchCategory category, int skip = 0, int take = 50) => Matcher.Suggest(View(), Query(category, skip, take));

    public Explanation Explain(string candidate) => Matcher.Explain(View(), Query(MatchCategory.Partner), candidate)!;

    /// <summary>The reason of one signal for one candidate, eligible or not.</summary>
    public Reason Reason(string candidate, Signal signal) => Explain(candidate).Match.Reasons.Single(reason => reason.Signal == signal);

    /// <summary>Ids of the suggestions, best first.</summary>
    public IReadOnlyList<string> Order(MatchCategory category) => [.. Suggest(category).Matches.Select(match => match.Candidate.Split('/')[1])];

    public World Needing(params Need[] needs) => this with { Initiative = Initiative with { Needs = [.. needs] } };

    public World At(PerimeterCode commune) => this with { Initiative = Initiative with { Commune = commune } };

    public World AtPhase(Phase phase) => this with { Initiative = Initiative with { Phase = phase } };

    public World OnThemes(params string[] themes) => this with { Initiative = Initiative with { Themes = [.. themes] } };

    public World Updated(string name, DateOnly day) =>
        this with { Updates = Updates.SetItem(name, new DateTimeOffset(day.ToDateTime(default), TimeSpan.Zero)) };
}
