using System.Numerics.Tensors;
using CitizenNetwork.Matching.Text.Learned;

namespace CitizenNetwork.UnitTests.Matching.Text;

public sealed class TextSpaceTests
{
    private static readonly TextSpace s_space = TextSpaceLearner.Learn(SmallCorpus.Texts())!;

    [Fact]
    public void Space_WordsThatNeverMeetButShareNeighbours_AreNear()
    {
        Assert.DoesNotContain(SmallCorpus.Titles(240, 5), title => title.Contains("vélo", StringComparison.Ordinal) && title.Contains("cycles", StringComparison.Ordinal));

        var near = Cosine("atelier vélo", "réparation de cycles");
        string[] others = ["jardin partagé", "musique amateur", "cantine bénévole"];

        Assert.True(near > 0.4, $"{near}");
        Assert.All(others, other => Assert.True(Cosine("atelier vélo", other) < near / 2, other));
    }

    [Fact]
    public void Space_AnyTwoTexts_HaveACosineInRange()
    {
        var places = SmallCorpus.Texts(80, 9).Select(text => s_space.Of(text)!).ToList();
        foreach (var a in places)
        {
            Assert.Equal(1, TensorPrimitives.Norm(a), 1e-5);
            Assert.All(places, b => Assert.InRange(TensorPrimitives.Dot(a, b), -1 - 1e-5, 1 + 1e-5));
        }
    }

    [Fact]
    public void Learn_SameTexts_GivesTheSameBits()
    {
        var again = TextSpaceLearner.Learn(SmallCorpus.Texts())!;

        Assert.All(SmallCorpus.Texts(40, 3), text => Assert.Equal(s_space.Of(text)!, again.Of(text)!));
    }

    [Fact]
    public void Learn_TooFewTexts_TeachesNothing() => Assert.Null(TextSpaceLearner.Learn(SmallCorpus.Texts(TextSpaceLearner.MinDocuments - 1)));

    [Fact]
    public void Learn_TextsOfOneDirection_GivesPlacesWithoutNumbersThatAreNone()
    {
        var space = TextSpaceLearner.Learn([.. Enumerable.Repeat(SmallCorpus.Text("vélo"), TextSpaceLearner.MinDocuments)])!;
        var place = space.Of(SmallCorpus.Text("vélo"))!;

        Assert.All(place, value => Assert.True(float.IsFinite(value)));
        Assert.Equal(1, TensorPrimitives.Norm(place), 1e-5);
    }

    [Fact]
    public void Of_TextThatCameAfterTheLearning_LiesByItsKnownWords()
    {
        var known = s_space.Of(SmallCorpus.Text("pneu guidon"))!;
        var later = s_space.Of(SmallCorpus.Text("pneu guidon inédit"))!;

        Assert.Equal(known, later);
        Assert.Null(s_space.Of(SmallCorpus.Text("inédit")));
    }

    [Fact]
    public void In_AnotherSpace_IsComputedAnew()
    {
        var text = SmallCorpus.Text("pneu guidon");
        var other = TextSpaceLearner.Learn(SmallCorpus.Texts(300, 8))!;

        Assert.Same(text.In(s_space), text.In(s_space));
        Assert.Equal(other.Of(text)!, text.In(other)!);
        Assert.Equal(s_space.Of(text)!, text.In(s_space)!);
    }

    private static float Cosine(string query, string text) =>
        TensorPrimitives.Dot(s_space.Of(SmallCorpus.Query(query).AsSpan())!, s_space.Of(SmallCorpus.Text(text))!);
}
