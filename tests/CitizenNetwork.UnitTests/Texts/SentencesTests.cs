using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Resources;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Ranking;
using CitizenNetwork.Server.Matching;
using CitizenNetwork.Server.Texts;
using CitizenNetwork.UnitTests.Eligibility;
using static CitizenNetwork.UnitTests.Samples;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.UnitTests.Texts;

public sealed class SentencesTests
{
    private static readonly MatchFormat s_format = new(Spoken.Sentences, Registered());

    public static TheoryData<string> Cases => [.. EligibilityCase.All.Select(given => given.Name)];

    [Fact]
    public void Resources_OfBothLanguages_HaveTheSameKeys() => Assert.Equal(Keys(CultureInfo.InvariantCulture), Keys(CultureInfo.GetCultureInfo("en")));

    [Fact]
    public void Resources_OfBothLanguages_HaveTheSamePlaceholders() =>
        Assert.All(Keys(CultureInfo.InvariantCulture), key => Assert.Equal(Placeholders(key, Language.French), Placeholders(key, Language.English)));

    [Fact]
    public void Violations_OfEveryCode_HaveThreeSentencesOrMore()
    {
        Assert.Empty(Enum.GetValues<ViolationCode>().Except(ViolationCases.All.Select(violation => violation.Code)));
        Assert.All(ViolationCases.All.CountBy(violation => violation.Code), count => Assert.True(count.Value >= 3, $"{count.Key} has {count.Value}."));
        Assert.All(ViolationCases.All, violation => Check($"Violation_{violation.Code}", violation.Data, ViolationCases.Quoting.Contains(violation.Code)));
    }

    [Fact]
    public void Refusals_OfEveryCode_HaveASentence()
    {
        Dictionary<RefusalCode, ImmutableArray<ImmutableArray<Datum>>> data = new()
        {
            [RefusalCode.InvalidFields] = [[Datum.Text("actor.commune")], [Datum.Text("page_size, page_token")], [Datum.Text("request_id")]],
            [RefusalCode.NotFound] = [[Datum.Name("actors/ruche")], [Datum.Name("resources/salle")], [Datum.Name("initiatives/velos/needs/salle")]],
            [RefusalCode.AlreadyExists] = [[Datum.Name("actors/ruche")], [Datum.Name("resources/salle")], [Datum.Name("initiatives/velos/needs/salle")]],
            [RefusalCode.StaleEtag] = [[Datum.Number(1), Datum.Number(2)], [Datum.Number(3), Datum.Number(1_000)], [Datum.Number(0), Datum.Number(1)]],
            [RefusalCode.WrongState] =
            [
                [Datum.Term(Domain.Common.Phase.Emergence), Datum.Term(Domain.Initiatives.SubState.Idea), Datum.Term(Domain.Common.Phase.Realisation)],
                [Datum.Term(Domain.Initiatives.NeedState.Met), Datum.Term(Domain.Initiatives.NeedState.Open), Datum.Term(Domain.Initiatives.NeedState.Met)],
                [Datum.Term(Domain.Common.Phase.Realisation), Datum.Term(Domain.Initiatives.SubState.Closed), Datum.Term(Domain.Initiatives.SubState.Closed)],
            ],
            [RefusalCode.OtherSource] = [[Datum.Name("actors/ruche"), Datum.Text("mairie")], [Datum.Name("resources/salle"), Datum.Text("cartographie-49")], [Datum.Name("mairie"), Datum.Text("reseau")]],
            [RefusalCode.DeletedHere] = [[Datum.Name("actors/ruche")], [Datum.Name("resources/salle")], [Datum.Name("fundingCalls/appel")]],
            [RefusalCode.NameTaken] = [[Datum.Name("actors/ruche")], [Datum.Name("resources/salle")], [Datum.Name("fundingCalls/appel")]],
            [RefusalCode.WrongSyncState] =
            [
                [Datum.Term(Domain.Sources.SyncState.Open), Datum.Term(Domain.Sources.SyncState.Finished)],
                [Datum.Term(Domain.Sources.SyncState.Finished), Datum.Term(Domain.Sources.SyncState.Open)],
                [Datum.Term(Domain.Sources.SyncState.Abandoned), Datum.Term(Domain.Sources.SyncState.Open)],
            ],
            [RefusalCode.CountChanged] = [[Datum.Number(1), Datum.Number(2)], [Datum.Number(0), Datum.Number(1_000)], [Datum.Number(3), Datum.Number(0)]],
            [RefusalCode.TooManyMissing] = [[Datum.Number(3), Datum.Number(10), Datum.Number(20)], [Datum.Number(1), Datum.Number(1), Datum.Number(20)], [Datum.Number(5_000), Datum.Number(6_000), Datum.Number(20)]],
            [RefusalCode.NotAllowed] = [[Datum.Name("actors/ruche")], [Datum.Name("resources/salle")], [Datum.Name("networks/reseau")]],
            [RefusalCode.NoConsent] = [[Datum.Name("actors/la-ruche")], [Datum.Name("actors/autre")], [Datum.Name("actors/jardin")]],
            [RefusalCode.InvitationOver] = [[Datum.Name("members/membre")], [Datum.Name("members")], [Datum.Name("members/autre")]],
            [RefusalCode.SystemKey] = [[Datum.Text("mairie")], [Datum.Text("cartographie-49")], [Datum.Text("partenaire")]],
            [RefusalCode.Merged] = [[Datum.Name("actors/ruche"), Datum.Name("actors/ruche-angers")], [Datum.Name("resources/salle"), Datum.Name("resources/salle-2")], [Datum.Name("actors/a-b-c"), Datum.Name("actors/d-e-f")]],
            [RefusalCode.LimitReached] = [[Datum.Number(64)], [Datum.Number(1)], [Datum.Number(1_024)]],
        };
        Assert.Equal(Enum.GetValues<RefusalCode>(), data.Keys.Order());
        Assert.All(data, pair => Assert.All(pair.Value, given => Check($"Refusal_{pair.Key}", given, codes: true)));
    }

    [Fact]
    public void Errors_OfTheEdge_HaveASentence() =>
        Assert.All(Keys("Error_"), key => Check(key, [Datum.Text("application/json"), Datum.Text("text/csv")]));

    [Fact]
    public void Territories_OfEveryAnswer_HaveASentence() =>
        Assert.All(Keys("Territory_"), key => Check(key, [Datum.Text("Gennes (49)"), Datum.Number(12), Datum.Text("Gennes-Val-de-Loire (49)")]));

    [Fact]
    public void Exports_OfEveryKey_HaveWords() => Assert.All(Keys("Export_"), key => Check(key, [Datum.Text("Gennes (49)")]));

    [Fact]
    public void Simulations_OfEveryOutcome_HaveASentence()
    {
        Assert.All(Keys("Simulation_").Where(key => key is "Simulation_Same" or "Simulation_Moves"), key => Check(key, [Datum.Number(1_200), Datum.Number(3)]));
        Assert.All(Keys("Simulation_").Where(key => key is "Simulation_Gain" or "Simulation_Loss"), key => Check(key, [Datum.Text("La Ruche")]));
        Assert.Equal(4, Keys("Simulation_").Count());
    }

    [Fact]
    public void Removed_OfEveryCriterion_HasWords() =>
        Assert.All(Enum.GetValues<Criterion>().Where(criterion => criterion != Criterion.Unspecified), criterion => Check($"Removed_{criterion}", []));

    [Fact]
    public void Empty_OfEveryCategory_HasWords() => Assert.All(Enum.GetValues<MatchCategory>(), category => Check($"Empty_{category}", []));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Explanation_OfEveryEligibilityCase_ReadsWell(string name)
    {
        var given = EligibilityCase.All.Single(known => known.Name == name);
        var (french, english) = (Explain(given, Language.French), Explain(given, Language.English));
        Assert.Equal(given.Results.Length, french.Criteria.Count);
        for (var i = 0; i < french.Criteria.Count; i++)
        {
            // An owner that is gone has no title any more; every other record is shown by its title.
            var result = given.Results[i];
            Spoken.Check($"{result.Criterion} {result.Outcome} {result.Case}", french.Criteria[i].Text, english.Criteria[i].Text, codes: result is { Criterion: Criterion.Owner, Outcome: CriterionOutcome.NotMet });
            for (var j = 0; j < french.Criteria[i].Changes.Count; j++)
            {
                Spoken.Check($"change of {result.Criterion} {result.Case}", french.Criteria[i].Changes[j].Text, english.Criteria[i].Changes[j].Text);
            }
        }

        Assert.All(french.Match.Notes.Zip(english.Match.Notes), notes => Spoken.Check("note", notes.First.Text, notes.Second.Text));
        Spoken.Check("explanation", french.Text, english.Text, codes: given.Results.Any(result => result is { Criterion: Criterion.Owner, Outcome: CriterionOutcome.NotMet }));
    }

    [Fact]
    public void Resources_OfCriteriaAndChanges_AreAllUsed()
    {
        // A key that no case reaches is a sentence nobody can be told, or a case that these fixtures forgot.
        var results = EligibilityCase.All.SelectMany(given => given.Results).ToList();
        var criteria = results.Select(result => KeyOf($"Criterion_{result.Criterion}_{result.Outcome}", result.Case)).Distinct();
        Assert.Equal(Keys("Criterion_"), criteria.Order(StringComparer.Ordinal));
        var changes = results.Where(result => !result.Changes.IsEmpty).Select(result => KeyOf($"Change_{result.Criterion}", result.Case)).Distinct();
        Assert.Equal(Keys("Change_"), changes.Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("seed", "004-18")]
    public void Change_ToBeHosted_NamesTheHost()
    {
        Change change = new("initiatives/velos", "hosted_by", "\"actors/ruche\"", [Datum.Text("La Ruche"), Datum.Name("hostingOffers/portage")]);
        var result = new CriterionResult(Criterion.LegalPerson, CriterionOutcome.NotMet, "through-host", [change], []);
        EligibilityCase given = new("hosted", Eligibility.Cast.By(Eligibility.Cast.Collective), [result], Criterion.LegalPerson, CriterionOutcome.NotMet, "through-host");
        var (french, english) = (Explain(given, Language.French).Criteria[0].Changes[0].Text, Explain(given, Language.English).Criteria[0].Changes[0].Text);
        Spoken.Check("change to be hosted", french, english);
        Assert.Contains("La Ruche", french, StringComparison.Ordinal);
        Assert.Contains("Portage associatif", french, StringComparison.Ordinal);
    }

    [Fact]
    public void Signals_OfEveryCase_HaveASentence()
    {
        Assert.All(ReasonCases.OfSignals, given => Check($"Signal_{given.Signal}_{given.Case}", given.Data));
        var keys = ReasonCases.OfSignals.Select(given => $"Signal_{given.Signal}_{given.Case}").Order(StringComparer.Ordinal).ToList();
        Assert.Equal(Keys("Signal_"), keys);
        Assert.Equal(CitizenNetwork.Matching.Signals.Cases.OfSignals.Select(known => $"Signal_{known.Signal}_{known.Case}").Order(StringComparer.Ordinal), keys);
    }

    [Fact]
    [Trait("seed", "003-5")]
    public void Reciprocity_BothWays_HasASentence()
    {
        Assert.All(Keys("Reciprocity_"), key => Check(key, [Datum.Text("Salle des fêtes"), Datum.Text("Salle 40 places")]));
        Assert.Equal(2, Keys("Reciprocity_").Count());
    }

    [Fact]
    [Trait("seed", "000-7")]
    [Trait("seed", "000-12")]
    public void Overviews_OfEveryKey_HaveASentence()
    {
        Check("Overview_Overlap", [Datum.Text("Atelier vélo"), Datum.Text("Repas partagés"), Datum.Theme("food"), Datum.Perimeter(Angers)]);
        Assert.All(Keys("Overview_").Where(key => key != "Overview_Overlap"), key => Check(key, [Datum.Text("Salle 40 places"), Datum.Number(3)]));
        Assert.Equal(6, Keys("Overview_").Count());
    }

    [Fact]
    public void Notes_OfEveryCase_HaveASentence()
    {
        Assert.All(ReasonCases.OfNotes, given => Check($"Note_{given.Case}", given.Data));
        var keys = ReasonCases.OfNotes.Select(given => $"Note_{given.Case}").Order(StringComparer.Ordinal).ToList();
        Assert.Equal(Keys("Note_"), keys);
        Assert.Equal(CitizenNetwork.Matching.Signals.Cases.OfNotes.Select(known => $"Note_{known.Case}").Order(StringComparer.Ordinal), keys);
    }

    [Fact]
    public void Data_OfSignalsAndNotes_IsOfTheKindsThatMatchingDeclares()
    {
        Assert.Equal(Declared(CitizenNetwork.Matching.Signals.Cases.OfSignals.Select(known => ($"{known.Signal} {known.Case}", known.Data))), Declared(ReasonCases.OfSignals.Select(given => ($"{given.Signal} {given.Case}", Kinds(given.Data)))));
        Assert.Equal(Declared(CitizenNetwork.Matching.Signals.Cases.OfNotes.Select(known => (known.Case, known.Data))), Declared(ReasonCases.OfNotes.Select(given => (given.Case, Kinds(given.Data)))));

        static ImmutableArray<DatumKind> Kinds(ImmutableArray<Datum> data) => [.. data.Select(datum => datum.Kind)];

        static IEnumerable<string> Declared(IEnumerable<(string Case, ImmutableArray<DatumKind> Data)> cases) => cases.Select(known => $"{known.Case} {string.Join(' ', known.Data)}").Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Write_UnknownKey_IsADefect() =>
        Assert.Throws<MissingManifestResourceException>(() => Spoken.Sentences.Write("Nothing_Such", [], Language.French));

    [Fact]
    public void Write_CaseWithoutWordsOfItsOwn_TakesTheGeneralOnes() =>
        Assert.Equal(
            Spoken.Sentences.Write("Criterion_Emerging_Met", [], Language.French),
            Spoken.Sentences.Write("Criterion_Emerging_Met", "some-case", [], Language.French));

    private static void Check(string key, ImmutableArray<Datum> data, bool codes = false) =>
        Spoken.Check(key, Spoken.Sentences.Write(key, data, Language.French), Spoken.Sentences.Write(key, data, Language.English), codes);

    private static V1.ExplainMatchResponse Explain(EligibilityCase given, CultureInfo language)
    {
        var unmet = given.Results.Where(result => result.Outcome == CriterionOutcome.NotMet).ToList();
        ImmutableArray<LiftingChange> lifting = unmet.Exists(result => result.Changes.IsEmpty || result.Changes.Any(change => change.Value is null))
            ? []
            : [.. unmet.SelectMany(result => result.Changes.Select(change => new LiftingChange(result.Criterion, result.Case, change)))];
        ImmutableArray<Note> notes = [.. given.Results.Where(result => result.Outcome == CriterionOutcome.Unknown).Select(result => new Note(result.Criterion, result.Case, result.Data))];
        Match match = new("0123456789abcdef", MatchCategory.Partner, "actors/ruche", "La Ruche", new ActorId("ruche"), "La Ruche", 0.5, [], notes, null, null, null, [], null);
        return s_format.ToMessage(new Explanation(unmet.Count == 0, given.Results, lifting, match, 2), given.Asker, language);
    }

    private static Catalogue Registered()
    {
        Catalogue catalogue = new(Territories, Themes);
        Actor[] actors = [Actor("owner") with { DisplayName = "Maison des Associations" }, Eligibility.Cast.Ruche, Actor("cap-rural") with { DisplayName = "Cap Rural" }, Eligibility.Cast.Collective];
        foreach (var actor in actors)
        {
            catalogue.Put(new Entry<Actor>(actor.Id.Name, actor, 1, default, default));
        }

        var offer = HostingOffer("portage") with { Title = "Portage associatif" };
        catalogue.Put(new Entry<Domain.Hosts.HostingOffer>(offer.Id.Name, offer, 1, default, default));
        return catalogue;
    }

    private static string KeyOf(string key, string @case) => @case.Length > 0 && Sentences.Find($"{key}_{@case}", Language.French) is not null ? $"{key}_{@case}" : key;

    private static IEnumerable<string> Keys(string prefix) => Keys(CultureInfo.InvariantCulture).Where(key => key.StartsWith(prefix, StringComparison.Ordinal));

    private static List<string> Keys(CultureInfo culture)
    {
        ResourceManager texts = new("CitizenNetwork.Server.Texts.Texts", typeof(Sentences).Assembly);
        return [.. texts.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>().Select(entry => (string)entry.Key).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Placeholders(string key, CultureInfo language) =>
        System.Text.RegularExpressions.Regex.Matches(Sentences.Find(key, language)!, @"\{\d\}", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Select(match => match.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
}
