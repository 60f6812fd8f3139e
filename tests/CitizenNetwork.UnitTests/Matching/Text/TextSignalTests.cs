using CitizenNetwork.Domain.Initiatives;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Matching.Text;

public sealed class TextSignalTests
{
    private static readonly Initiative s_asker = Initiative("velos") with { Sentence = "Atelier vélo" };

    private static readonly World s_town = new()
    {
        Initiative = s_asker,
        Actors =
        [
            Actor("cycles") with { DisplayName = "Réparation de cycles" },
            Actor("musique") with { DisplayName = "Musique amateur" },
            Actor("velos") with { DisplayName = "Les vélos de la gare" },
            Actor("tous") with { DisplayName = "Vélo, guidon, selle" },
            .. SmallCorpus.Titles(240, 5).Select((title, i) => Actor($"a-{i}") with { DisplayName = title }),
        ],
    };

    private static readonly World s_learned = s_town with { IsLearned = true };

    [Fact]
    public void Text_NoSharedWordButNear_NamesBothWords()
    {
        var reason = s_learned.Reason("actors/cycles", Signal.Text);

        Assert.Equal("near", reason.Case);
        Assert.True(reason.Data[0].Value is "atelier" or "vélo", reason.Data[0].Value);
        Assert.True(reason.Data[1].Value is "réparation" or "cycles", reason.Data[1].Value);
        Assert.InRange(reason.Value, 0.02, 0.5);
        Assert.Equal((0.0, "none"), (s_learned.Reason("actors/musique", Signal.Text).Value, s_learned.Reason("actors/musique", Signal.Text).Case));
    }

    [Fact]
    public void Text_NothingLearned_CountsWordsAlone()
    {
        var reason = s_town.Reason("actors/cycles", Signal.Text);

        Assert.Equal((0.0, "none"), (reason.Value, reason.Case));
        Assert.Equal("one", s_town.Reason("actors/velos", Signal.Text).Case);
    }

    [Fact]
    public void Text_SharedWord_CountsMoreThanNearnessAloneAndNearnessNeverTakesAway()
    {
        Assert.True(s_learned.Reason("actors/velos", Signal.Text).Value > s_learned.Reason("actors/cycles", Signal.Text).Value);
        foreach (var name in s_town.Actors.Select(actor => actor.Id.Name))
        {
            var (words, learned) = (s_town.Reason(name, Signal.Text), s_learned.Reason(name, Signal.Text));
            Assert.InRange(learned.Value, words.Value, 1);
        }
    }

    /// <summary>What imports put into every description says nothing of anybody, and is no reason.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Text_WordsOfLabels_CountForAlmostNothingAndAreNotNamed(bool onTheAskersSide)
    {
        const string Label = "Bénéficiaire : commune. Démarche : fonds.";
        var theirs = onTheAskersSide ? "Tournois du samedi, parties amicales." : Label;
        World world = new World
        {
            Initiative = s_asker with { Description = $"{Label} Pédaliers" },
            Actors = [Actor("fonds") with { DisplayName = "Fonds" }, Actor("pedaliers") with { DisplayName = "Pièces", Description = $"{theirs} Pédaliers" }, Actor("autre") with { DisplayName = "Couture" }, .. Bearing(theirs)],
            Known = onTheAskersSide ? [.. Enumerable.Range(0, 30).Select(i => Initiative($"i-{i}") with { Description = Label })] : [],
        };

        var (label, own) = (world.Reason("actors/fonds", Signal.Text), world.Reason("actors/pedaliers", Signal.Text));

        Assert.Equal(("one", "pédaliers"), (own.Case, own.Data.Single().Value));
        Assert.True(own.Value > 3 * (onTheAskersSide ? label : world.Reason("actors/l-0", Signal.Text)).Value);
        Assert.Equal("related", (onTheAskersSide ? label : world.Reason("actors/l-0", Signal.Text)).Case);
        Assert.Equal("none", world.Reason("actors/autre", Signal.Text).Case);

        static IEnumerable<Domain.Actors.Actor> Bearing(string label) => Enumerable.Range(0, 30).Select(i => Actor($"l-{i}") with { DisplayName = "Club", Description = label });
    }

    /// <summary>In its own title the asker's word stays its own, however many ask the same.</summary>
    [Fact]
    public void Text_WordOfTheAskersTitle_IsNamedHoweverManyAskTheSame()
    {
        World world = s_town with { Known = [.. Enumerable.Range(0, 30).Select(i => s_asker with { Id = new($"i-{i}") })] };

        Assert.Equal("one", world.Reason("actors/velos", Signal.Text).Case);
    }

    [Fact]
    public void Text_CallChosenBefore_IsNamedByTheWordsItWasChosenFor()
    {
        World world = Choosing(("velo", "Réparation de pneus"), ("velo", "Pneus et guidons"), ("velo", "Gonfler des pneus"), ("jardin", "Semis"), ("jardin", "Semis de tomates"), ("jardin", "Semis et récolte"));
        var reason = (world with { Initiative = s_asker with { Sentence = "Des pneus pour l'école" } }).Reason("fundingCalls/velo", Signal.Text);

        Assert.Equal("chosen-one", reason.Case);
        Assert.Equal(["pneus"], reason.Data.Select(datum => datum.Value));
        Assert.True(reason.Value > 0.3, $"{reason.Value}");
        Assert.True(world.Reason("fundingCalls/jardin", Signal.Text).Value < 0.5);
    }

    [Fact]
    public void Text_OneChoiceMore_IsNotWorthLess()
    {
        World few = Choosing(("velo", "Pneus"), ("velo", "Pneus et selles"), ("velo", "Pneus et roues"), ("jardin", "Semis"), ("jardin", "Récolte"), ("jardin", "Tomates"));
        World many = Choosing([.. few.Known.Select(known => (known.Pins[0].Candidate.Split('/')[1], known.Sentence)), ("velo", "Pneus neufs"), ("velo", "Pneus d'hiver")]);
        var asked = s_asker with { Sentence = "Pneus" };

        Assert.True((many with { Initiative = asked }).Reason("fundingCalls/velo", Signal.Text).Value > (few with { Initiative = asked }).Reason("fundingCalls/velo", Signal.Text).Value);
    }

    private static World Choosing(params (string Call, string Sentence)[] choices) => new()
    {
        IsLearned = true,
        Initiative = s_asker,
        Calls = [FundingCall("velo") with { Title = "Mobilités" }, FundingCall("jardin") with { Title = "Nature en ville" }],
        Known = [.. choices.Select((choice, i) => Initiative($"i-{i}") with { Sentence = choice.Sentence, Pins = [new Pin($"fundingCalls/{choice.Call}", "", "", default)] })],
    };
}
