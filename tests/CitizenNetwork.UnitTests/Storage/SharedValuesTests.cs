using System.Text.Json;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Contacts;
using CitizenNetwork.Domain.Resources;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Storage;

/// <summary>States read one after the other hold what they share once, and nothing of anybody's contact.</summary>
public sealed class SharedValuesTests
{
    private static readonly JsonSerializerOptions s_json = new() { Converters = { new ActorIdConverter() } };

    [Fact]
    public void Read_SameOwnerThemesAndCommune_AreTheSameStrings()
    {
        var (one, other) = (ReadAgain(Stored("un")), ReadAgain(Stored("deux")));

        Assert.NotSame(one.Record!.Id.Value, other.Record!.Id.Value);
        Assert.Same(one.Record.Owner.Value, other.Record.Owner.Value);
        Assert.Same(one.Record.Commune.Value, other.Record.Commune.Value);
        Assert.Equal(["culture", "food"], one.Record.Themes.ToArray());
        Assert.Same(one.Record.Themes[1], other.Record.Themes[1]);
    }

    [Fact]
    public void Read_LinesOfAnAddress_AreNotRemembered()
    {
        var stored = Stored("un") with { Contact = new Contact("Camille", "camille@example.org", "", ["3 rue du Mail", "49000 Angers"]) };
        var (one, other) = (ReadAgain(stored), ReadAgain(stored));

        Assert.Equal(["3 rue du Mail", "49000 Angers"], one.Contact!.AddressLines.ToArray());
        Assert.NotSame(one.Contact.AddressLines[0], other.Contact!.AddressLines[0]);
    }

    [Theory]
    [InlineData("très-spécial")]
    [InlineData("a\\b\"c")]
    [InlineData("")]
    [InlineData("a-code-that-is-longer-than-any-that-is-remembered-and-longer-than-sixty-four-bytes")]
    public void Read_AnyOtherValue_IsReadAsItIs(string theme)
    {
        var stored = Stored("un");
        stored = stored with { Record = stored.Record! with { Themes = [theme, theme], Owner = new ActorId(theme) } };

        Assert.Equal([theme, theme], ReadAgain(stored).Record!.Themes.ToArray());
        Assert.Equal(theme, ReadAgain(stored).Record!.Owner.Value);
    }

    [Fact]
    public void Read_MoreValuesThanAreRemembered_GivesEachItsOwn()
    {
        // Each takes the place of others: some hundred thousand fill the table more than once.
        for (var i = 0; i < 600_000; i++)
        {
            var owner = JsonSerializer.Deserialize<ActorId>($"\"acteur-{i}\"", s_json);
            Assert.Equal($"acteur-{i}", owner.Value);
        }
    }

    private static Stored<Resource> Stored(string id) =>
        new(Stored<Resource>.CurrentVersion, Resource(id) with { Owner = new ActorId("ruche"), Themes = ["culture", "food"], Commune = Angers }, 1, default, default, []);

    private static Stored<Resource> ReadAgain(Stored<Resource> state) => (Stored<Resource>)StateJson.Read(StateJson.Write(state), typeof(Stored<Resource>));
}
