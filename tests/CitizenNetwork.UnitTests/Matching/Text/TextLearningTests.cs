using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Server.Matching;
using Microsoft.Extensions.Logging.Abstractions;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Matching.Text;

public sealed class TextLearningTests
{
    private readonly Catalogue _catalogue = new(Territories, Themes);

    [Fact]
    public void Learn_SomethingWasWritten_GivesANewVersionAndOtherwiseTheSame()
    {
        using TextLearning learning = new(_catalogue, TimeProvider.System, NullLogger<TextLearning>.Instance);
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

        Put("later", "Atelier vélo");
        Assert.Same(first, _catalogue.Current.TextModel);
        learning.Learn();
        Assert.Equal(2, _catalogue.Current.TextModel.Version);
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
    public void Adopt_AnotherCatalogue_KeepsWhatWasLearned()
    {
        using TextLearning learning = new(_catalogue, TimeProvider.System, NullLogger<TextLearning>.Instance);
        learning.Learn();
        var model = _catalogue.Current.TextModel;
        _catalogue.Adopt(_catalogue.NewEmpty());

        Assert.Same(model, _catalogue.Current.TextModel);
    }

    private void Put(string id, string title) =>
        _catalogue.Put(new Entry<Actor>($"actors/{id}", Actor(id) with { DisplayName = title }, 1, default, default));
}
