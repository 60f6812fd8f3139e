using CitizenNetwork.Cli.Networks;
using CitizenNetwork.Cli.Records;
using CitizenNetwork.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using MatchCategory = CitizenNetwork.Protocol.V1.MatchCategory;
using Signal = CitizenNetwork.Protocol.V1.Signal;
using SignalWeight = CitizenNetwork.Protocol.V1.SignalWeight;

namespace CitizenNetwork.UnitTests.Cli;

/// <summary>Values as people type them on the command line.</summary>
public sealed class FieldValueTests
{
    [Fact]
    public void Set_OfEachType_ReadsWhatIsTyped()
    {
        Resource resource = new();

        Set(resource, "title", "Salle, petite");
        Set(resource, "kind", "dialogue-space");
        Set(resource, "cost", "COST_PAID");
        Set(resource, "price_cents", "9007199254740993");
        Set(resource, "accepts_emerging_initiatives", "");
        Set(resource, "useful_phases", "emergence, realisation", "consolidation");
        Set(resource, "themes", "food,sport");

        Assert.Equal(("Salle, petite", ResourceKind.DialogueSpace, Cost.Paid, 9007199254740993, true), (resource.Title, resource.Kind, resource.Cost, resource.PriceCents, resource.AcceptsEmergingInitiatives));
        Assert.Equal([Phase.Emergence, Phase.Realisation, Phase.Consolidation], resource.UsefulPhases);
        Assert.Equal(["food", "sport"], resource.Themes);
    }

    [Fact]
    public void Set_OfAnEmptyText_EmptiesTheField()
    {
        Resource resource = new() { Title = "Salle", Kind = ResourceKind.Room, PriceCents = 5, Themes = { "food" } };

        foreach (var field in new[] { "title", "kind", "price_cents", "themes" })
        {
            Set(resource, field, string.Empty);
        }

        Assert.Equal(new Resource(), resource);
    }

    [Theory]
    [InlineData("oui", true)]
    [InlineData("yes", true)]
    [InlineData("true", true)]
    [InlineData("non", false)]
    [InlineData("no", false)]
    [InlineData("false", false)]
    public void Set_OfAFlag_TakesBothLanguages(string text, bool value)
    {
        Actor actor = new() { DoNotSolicit = !value };
        Set(actor, "do_not_solicit", text);
        Assert.Equal(value, actor.DoNotSolicit);
    }

    [Theory]
    [InlineData("kind", "amis", "youth-group")]
    [InlineData("kind", "UNSPECIFIED", "youth-group")]
    [InlineData("kind", "unspecified", "youth-group")]
    [InlineData("do_not_solicit", "1", "true")]
    public void Set_OfWhatIsNoValue_SaysWhatWouldBe(string field, string text, string says)
    {
        var wrong = Assert.Throws<FormatException>(() => Set(new Actor(), field, text));

        Assert.Contains(says, wrong.Message, StringComparison.Ordinal);
        Assert.Contains(text, wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("price_cents", "1.5")]
    [InlineData("price_cents", "9223372036854775808")]
    [InlineData("price_cents", "1 000")]
    [InlineData("access_conditions", "{")]
    [InlineData("access_conditions", """{"colour":1}""")]
    public void Set_OfNumbersAndJsonThatAreNone_IsRefused(string field, string text) =>
        Assert.Throws<FormatException>(() => Set(new Resource(), field, text));

    [Fact]
    public void Set_OfLinesAndJson_KeepsTheirCommas()
    {
        Contact contact = new();
        Set(contact, "address_lines", "3 rue des Fendeurs, bâtiment B", "49800 Trélazé");
        Resource resource = new();
        Set(resource, "access_conditions", """{"kind":"KIND_OTHER","detail":"a, b"}""");

        Assert.Equal(["3 rue des Fendeurs, bâtiment B", "49800 Trélazé"], contact.AddressLines);
        Assert.Equal("a, b", Assert.Single(resource.AccessConditions).Detail);
    }

    [Theory]
    [InlineData("partner:distance=0.5", MatchCategory.Partner, Signal.Distance, 0.5)]
    [InlineData("host:need-fit=0", MatchCategory.Host, Signal.NeedFit, 0)]
    [InlineData("MATCH_CATEGORY_FUNDING:SIGNAL_EFFORT=1", MatchCategory.Funding, Signal.Effort, 1)]
    public void Weights_AsTheyAreTyped_AreRead(string text, MatchCategory category, Signal signal, double weight) =>
        Assert.Equal(new SignalWeight { Category = category, Signal = signal, Weight = weight }, WeightText.Read(text));

    [Theory]
    [InlineData("")]
    [InlineData("partner")]
    [InlineData("partner:distance")]
    [InlineData("partner:charm=1")]
    [InlineData("friend:distance=1")]
    [InlineData("partner:distance=much")]
    [InlineData("partner:distance=0,5")]
    [InlineData("partner:distance=1=2")]
    public void Weights_ThatAreNone_AreNotRead(string text) => Assert.Null(WeightText.Read(text));

    [Fact]
    public void Weights_WrittenAndRead_AreTheSame()
    {
        var fields = SignalWeight.Descriptor;
        foreach (var category in EnumNames.Of(fields.FindFieldByName("category").EnumType))
        {
            foreach (var signal in EnumNames.Of(fields.FindFieldByName("signal").EnumType))
            {
                var text = $"{category}:{signal}=0.25";
                Assert.Equal(text, WeightText.Of(WeightText.Read(text)!));
            }
        }
    }

    [Fact]
    public void Names_OfEveryClosedValue_AreShortAndFindIt()
    {
        foreach (var type in RecordKinds.All.SelectMany(kind => kind.Record.Fields.InFieldNumberOrder()).Where(field => field.FieldType == FieldType.Enum).Select(field => field.EnumType))
        {
            Assert.All(EnumNames.Of(type), name => Assert.Matches("^[a-z]+(-[a-z]+)*$", name));
            Assert.All(type.Values.Where(value => value.Number != 0), value => Assert.Same(value, EnumNames.Find(type, EnumNames.ShortOf(value))));
        }
    }

    private static void Set(IMessage message, string field, params string[] given) => FieldValue.Set(message, message.Descriptor.FindFieldByName(field), given);
}
