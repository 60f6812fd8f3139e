using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Domain.Themes;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Ranking;
using CitizenNetwork.Matching.Text.Learned;

namespace CitizenNetwork.Benchmarks.Text.Q4;

/// <summary>
/// A catalogue that holds a call for each answer and the known projects as initiatives, each with its call put first, and
/// the matcher that is asked for funding by a title: the same code as behind the service.
/// </summary>
internal sealed class FundedBefore
{
    private static readonly PerimeterCode s_commune = new("COM-49007");
    private static readonly DateOnly s_today = new(2026, 11, 23);
    private static readonly TerritoryTable s_territories = TerritoryTable.Parse(new StringReader("COM-49007\tAngers\tPAYS-99100\t157000\t47.4784\t-0.5632\t49000\nPAYS-99100\tFrance\t\t68000000\t46.5000\t2.5000\t\n"));
    private static readonly ThemeList s_themes = new([]);

    private static readonly Actor s_funder = new(
        new ActorId("funder"), string.Empty, ActorKind.PublicService, EssBasis.Unspecified, string.Empty, [], s_commune, [], string.Empty, string.Empty, [], [], [], [], false);

    private readonly Matcher _matcher = new(s_territories, s_themes);
    private readonly Catalogue _catalogue = new(s_territories, s_themes);
    private readonly IReadOnlyList<string> _answers;

    public FundedBefore(IEnumerable<TitledProject> known, IReadOnlyList<string> answers)
    {
        _answers = answers;
        Put(s_funder.Id.Name, s_funder);
        for (var place = 0; place < answers.Count; place++)
        {
            Put(NameOf(place), Call(place, answers[place]));
        }

        var places = answers.Select((answer, place) => (answer, place)).ToDictionary(entry => entry.answer, entry => entry.place, StringComparer.Ordinal);
        var count = 0;
        foreach (var project in known)
        {
            var initiative = Initiative($"p-{count++}", project.Title) with { Pins = [new Pin(NameOf(places[project.Answer]), string.Empty, string.Empty, default)] };
            Put(initiative.Id.Name, initiative);
        }
    }

    /// <summary>Learns from what was put first; without it, the words of the calls alone answer.</summary>
    public FundedBefore Learn()
    {
        _catalogue.Take(TextLearner.Learn(_catalogue.Current, 1));
        return this;
    }

    /// <summary>Answers in the order of the suggestions.</summary>
    public IReadOnlyList<string> Order(string title) =>
        [.. Ask(title).Matches.Select(match => _answers[int.Parse(match.Candidate.Split("/c-")[1], System.Globalization.CultureInfo.InvariantCulture)])];

    public MatchGroup Ask(string title)
    {
        Asker asker = new(Initiative("asker", title), null, ActorKind.Unspecified, null, []);
        return _matcher.Suggest(_catalogue.Current, new MatchQuery(asker, MatchPreferences.None, MatchCategory.Funding, 0, _answers.Count, s_today));
    }

    private void Put<T>(string name, T record)
        where T : class =>
        _catalogue.Put(new Entry<T>(name, record, 1, default, default));

    private static string NameOf(int place) => $"{FundingCallId.Collection}/c-{place}";

    private static FundingCall Call(int place, string title) => new(
        new FundingCallId($"c-{place}"), s_funder.Id, FundingCallKind.Unspecified, title, string.Empty, [], [PerimeterCode.France], [], null,
        0, 0, 0, 0, null, Flexibility.Unspecified, [], UnregisteredPolicy.Accepted, false, [], false, [], string.Empty);

    private static Initiative Initiative(string id, string title) => new(
        new InitiativeId(id), title, title, string.Empty, null, s_commune, Phase.Realisation, SubState.Unspecified, InitiativeType.Unspecified,
        Nature.Unspecified, Motive.Unspecified, Answer.Unspecified, [], null, [], []);
}
