using System.CommandLine;
using System.CommandLine.Completions;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Texts;

namespace CitizenNetwork.Cli.Completion;

/// <summary>A word that may follow, with its description.</summary>
internal sealed record NextWord(string Text, string Description);

/// <summary>What may follow at a place of the table.</summary>
/// <param name="Path">Words before, <c>actors add</c>; empty: the beginning.</param>
/// <param name="Commands">Commands and groups.</param>
/// <param name="Options">Options, with the values of those that have few.</param>
internal sealed record Place(string Path, IReadOnlyList<NextWord> Commands, IReadOnlyList<(NextWord Word, IReadOnlyList<string> Values)> Options);

/// <summary>Every place of the table: what the completion scripts of all shells know.</summary>
internal static class CompletionTree
{
    public static IReadOnlyList<Place> Of(IReadOnlyList<Verb> table, Server server)
    {
        var common = server.Options.Select(OptionOf).Append((new NextWord("--help", Words.Of("Option_Help")), [])).ToList();
        var groups = table.Select(verb => verb.Path).Where(path => path.Contains(' ', StringComparison.Ordinal)).Select(path => path.Split(' ')[0]).Distinct().ToList();
        var first = table.Where(verb => !verb.Path.Contains(' ', StringComparison.Ordinal)).Select(verb => new NextWord(verb.Path, verb.Description))
            .Concat(groups.Select(group => new NextWord(group, Words.Of($"Group_{group}"))));
        return
        [
            new Place(string.Empty, [.. first], common),
            .. groups.Select(group => new Place(
                group,
                [.. table.Where(verb => verb.Path.StartsWith($"{group} ", StringComparison.Ordinal)).Select(verb => new NextWord(verb.Path[(group.Length + 1)..], verb.Description))],
                common)),
            .. table.Select(verb => new Place(verb.Path, [], [.. verb.Options.Select(OptionOf), .. Json(verb), .. common])),
        ];
    }

    private static (NextWord Word, IReadOnlyList<string> Values) OptionOf(Option option) =>
        (new NextWord(option.Name, option.Description ?? string.Empty), [.. option.GetCompletions(CompletionContext.Empty).Select(completion => completion.Label)]);

    private static IEnumerable<(NextWord Word, IReadOnlyList<string> Values)> Json(Verb verb) =>
        verb.Json.Count == 0 ? [] : [(new NextWord("--json", Words.Of("Option_Json")), [])];
}
