using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Server.Matching;
using CitizenNetwork.UnitTests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Matching.Text;

public sealed class TextLearningTests
{
    private readonly Catalogue _catalogue = new(Territories, Themes);

    [Fact]
    public void Learn_MuchWasWrittenOrLongAgo_GivesANewVersionAndOtherwiseTheSame()
    {
        SettableClock clock = new();
        using TextLearning learning = new(_catalogue, clock, NullLogger<TextLearning>.Instance);
        foreach (var (title, i) in SmallCorpus.Titles(240, 5).Select((title, i) => (title, i)))
        {
            Put($"a-{i}", title);
        }

        Assert.Equal(0, _catalogue.Current.TextModel.Version);
        learning.Learn();
        var first = _catalogue.Current.TextModel;
        learning.Learn();

        Assert.Equal(1, first.Version);
        Assert.NotNull(first.Space);
        Assert.Same(first, _catalogue.Current.TextModel);

        clock.Now += TextLearning.Pause;
        learning.Learn();
        Assert.Same(first, _catalogue.Current.TextModel);

        Put("later", "Atelier vélo");
        learning.Learn();
        Assert.Equal(2, _catalogue.Current.TextModel.Version);
        Put("later-still", "Atelier vélo");
        learning.Learn();
        Assert.Equal(2, _catalogue.Current.TextModel.Version);

        foreach (var (title, i) in SmallCorpus.Titles(40, 6).Select((title, i) => (title, i)))
        {
            Put($"b-{i}", title);
        }

        learning.Learn();
        Assert.Equal(3, _catalogue.Current.TextModel.Version);
    }

    [Fact]
    public void Learn_FewRecords_LeavesWordsAlone()
    {
        using TextLearning learning = new(_catalogue, TimeProvider.System, NullLogger<TextLearning>.Instance);
        Put("seul", "Atelier vélo");
        learning.Learn();

        Assert.Equal(1, _catalogue.Current.TextModel.Version);
        Assert.Null(_catalogue.Current.TextModel.Space);
    }

    [Fact]
    public void Take_AnotherContent_KeepsWhatWasLearned()
    {
        using TextLearning learning = new(_catalogue, TimeProvider.System, NullLogger<TextLearning>.Instance);
        learning.Learn();
        var model = _catalogue.Current.TextModel;
        _catalogue.Take(_catalogue.NewFill());

        Assert.Same(model, _catalogue.Current.TextModel);
    }

    private void Put(string id, string title) =>
        _catalogue.Put(new Entry<Actor>($"actors/{id}", Actor(id) with { DisplayName = title }, 1, default, default));
}
