using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Completion;
using CitizenNetwork.Cli.Records;

namespace CitizenNetwork.UnitTests.Cli;

/// <summary>The table of commands: what holds for each of its rows.</summary>
public sealed class TableTests
{
    private static readonly CitizenNetwork.Cli.Calling.Server s_server = new();
    private static readonly IReadOnlyList<Verb> s_table = Table.Of(s_server);

    public static TheoryData<string> Paths => [.. s_table.Select(verb => verb.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Examples_OfEachCommand_ArePresentAndCanBeParsed(string path)
    {
        var verb = s_table.Single(verb => verb.Path == path);

        Assert.NotEmpty(verb.Examples);
        Assert.All(verb.Examples, example => Assert.Contains($"citizennet {path}", example, StringComparison.Ordinal));
        Assert.Equal(verb.Options.Count, verb.Options.Select(option => option.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(verb.Options.Select(option => option.Name).Intersect(s_server.Options.Select(option => option.Name)));
        Assert.All(verb.Options, option => Assert.False(string.IsNullOrEmpty(option.Description)));
        Assert.All(verb.Arguments, argument => Assert.False(string.IsNullOrEmpty(argument.Description)));
        Assert.Empty(verb.FieldNames.Values.Except([.. verb.Options.Select(option => option.Name), .. verb.Arguments.Select(argument => argument.Name)]));
    }

    [Fact]
    public void Paths_OfAllCommands_AreDifferentAndNoGroupIsACommand()
    {
        var paths = s_table.Select(verb => verb.Path).ToList();

        Assert.Equal(paths.Count, paths.Distinct(StringComparer.Ordinal).Count());
        Assert.All(paths, path => Assert.DoesNotContain(paths, other => other.StartsWith(path + " ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("--title hello", true, "hello")]
    [InlineData("--title=hello", true, "hello")]
    [InlineData("--title ''", true, "")]
    [InlineData("--title -1", true, "-1")]
    [InlineData("", false, null)]
    public void Options_ThatAreGiven_AreToldFromThoseThatAreNot(string line, bool isGiven, string? value)
    {
        var option = RecordKinds.Resources.AddOptions().Single(option => option.Option.Name == "--title");
        System.CommandLine.RootCommand command = [option.Option];
        var parsed = command.Parse([.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim('\''))]);

        Assert.Empty(parsed.Errors);
        Assert.Equal(isGiven, option.IsGiven(parsed));
        if (isGiven)
        {
            CitizenNetwork.Protocol.V1.Resource resource = new() { Title = "Avant" };
            option.Apply(parsed, resource);
            Assert.Equal(value, resource.Title);
        }
    }

    [Fact]
    public void Options_OfFieldsThatTheServiceSets_DoNotExist()
    {
        foreach (var kind in RecordKinds.All.Append(RecordKinds.Needs))
        {
            var names = kind.AddOptions().Concat(kind.EditOptions()).Select(option => option.Option.Name).ToList();
            Assert.Empty(names.Intersect(["--name", "--etag", "--create-time", "--update-time", "--create-time-seconds", "--state", "--weights-version", "--pins"]));
        }

        Assert.DoesNotContain(RecordKinds.Initiatives.EditOptions(), option => option.Option.Name is "--phase" or "--needs" or "--sub-state");
        Assert.Contains(RecordKinds.Initiatives.AddOptions(), option => option.Option.Name == "--phase");
    }

    [Theory]
    [InlineData("actors add", "actor.display_name", "--display-name")]
    [InlineData("actors add", "actor.served_area[12]", "--served-area")]
    [InlineData("actors add", "actor.contact.address_lines[0]", "--contact-address-lines")]
    [InlineData("actors add", "actor_id", "--id")]
    [InlineData("actors add", "request_id", "--request-id")]
    [InlineData("actors add", "network", "--network")]
    [InlineData("resources add", "resource.access_conditions[1].detail", "--access-conditions")]
    [InlineData("initiatives add", "initiative.needs[0].quantity.amount", "--needs")]
    [InlineData("needs add", "parent", "PARENT")]
    [InlineData("members add", "member.parent", "PARENT")]
    [InlineData("actors edit", "actor.name", "NAME")]
    [InlineData("match", "subject.initiative", "INITIATIVE")]
    [InlineData("match", "preferences.priority_themes[0]", "--priority-themes")]
    [InlineData("actors add", "actor.colour", null)]
    [InlineData("status", "anything", null)]
    public void Fields_OfARefusal_AreNamedByTheirOption(string path, string field, string? name) =>
        Assert.Equal(name, FieldPlaces.NameOf(field, s_table.Single(verb => verb.Path == path)));

    [Fact]
    public void Completion_OfEveryPlace_KnowsEveryOption()
    {
        var places = CompletionTree.Of(s_table, s_server).ToDictionary(place => place.Path, StringComparer.Ordinal);

        Assert.All(s_table, verb => Assert.Empty(verb.Options.Select(option => option.Name).Except(places[verb.Path].Options.Select(option => option.Word.Text))));
        Assert.Contains("edit", places["actors"].Commands.Select(word => word.Text));
        Assert.Contains("status", places[string.Empty].Commands.Select(word => word.Text));
        Assert.Contains("association", places["actors add"].Options.Single(option => option.Word.Text == "--kind").Values);
    }
}
