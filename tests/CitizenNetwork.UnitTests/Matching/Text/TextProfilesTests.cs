using CitizenNetwork.Matching.Text.Learned;

namespace CitizenNetwork.UnitTests.Matching.Text;

public sealed class TextProfilesTests
{
    private static readonly TextExample[] s_examples =
    [
        .. Examples("velo", "atelier vélo réparation", "réparer des vélos au pied des immeubles", "vélo école pour adultes", "bourse aux vélos"),
        .. Examples("jardin", "jardin partagé du quartier", "potager collectif", "compost et jardin", "plantes du jardin"),
        .. Examples("rare", "chorale", "orchestre"),
    ];

    [Fact]
    public void Judge_WordsOfOneProfile_AreLikelyThereAndNotElsewhere()
    {
        var profiles = TextProfileLearner.Learn(s_examples)!;
        var judged = profiles.Judge(SmallCorpus.Query("un jardin pour l'école"))!;

        Assert.True(judged[profiles.PlaceOf("jardin")!.Value] > 0.5);
        Assert.True(judged[profiles.PlaceOf("velo")!.Value] < 0.5);
        Assert.All(judged, value => Assert.InRange(value, 0, 1));
        Assert.Equal(["jardin"], profiles.Words(SmallCorpus.Query("un jardin pour l'école"), profiles.PlaceOf("jardin")!.Value, 3).AsEnumerable());
    }

    [Fact]
    public void Learn_CandidateOfTooFewChoices_HasNoProfile()
    {
        var profiles = TextProfileLearner.Learn(s_examples)!;

        Assert.Null(profiles.PlaceOf("rare"));
        Assert.Equal([("jardin", 4), ("velo", 4)], profiles.Candidates.AsEnumerable());
        Assert.Null(TextProfileLearner.Learn([.. s_examples.Where(example => !example.Candidates.Contains("velo"))]));
        Assert.Null(TextProfileLearner.Learn([]));
    }

    [Fact]
    public void Judge_NoKnownWord_SaysNothing() => Assert.Null(TextProfileLearner.Learn(s_examples)!.Judge(SmallCorpus.Query("inédit")));

    [Fact]
    public void Learn_SameExamples_GivesTheSameBits()
    {
        var query = SmallCorpus.Query("atelier vélo et jardin");

        Assert.Equal(TextProfileLearner.Learn(s_examples)!.Judge(query), TextProfileLearner.Learn(s_examples)!.Judge(query));
    }

    [Fact]
    public void Learn_InitiativeGivenTwoCandidates_CountsForBoth()
    {
        var both = TextProfileLearner.Learn([.. Enumerable.Range(0, 4).Select(i => new TextExample(SmallCorpus.Text($"vélo {i}"), ["velo", "jardin"])), .. s_examples])!;
        var judged = both.Judge(SmallCorpus.Query("vélo"))!;

        Assert.Equal([("jardin", 8), ("velo", 8)], both.Candidates.AsEnumerable());
        Assert.True(judged[both.PlaceOf("velo")!.Value] > judged[both.PlaceOf("jardin")!.Value]);
    }

    private static IEnumerable<TextExample> Examples(string candidate, params string[] titles) =>
        titles.Select(title => new TextExample(SmallCorpus.Text(title), [candidate]));
}
