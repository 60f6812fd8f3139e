using System.Text;

namespace CitizenNetwork.Cli.Completion;

/// <summary>The parts that bash and zsh write in the same way: the branches of <c>case</c>.</summary>
internal static class ShellCases
{
    /// <summary>One branch for every place that is not the beginning.</summary>
    public static void Paths(IReadOnlyList<Place> places, string indent, string then, StringBuilder script) =>
        script.Append(indent).AppendJoin('|', places.Where(place => place.Path.Length > 0).Select(place => $"'{place.Path}'")).Append(") ").Append(then).Append(" ;;\n");

    /// <summary>A branch for each option that has few values, after the place where it stands.</summary>
    public static void Values(IReadOnlyList<Place> places, string indent, Func<IReadOnlyList<string>, string> then, StringBuilder script)
    {
        foreach (var place in places)
        {
            foreach (var (word, values) in place.Options.Where(option => option.Values.Count > 0))
            {
                script.Append(indent).Append('\'').Append(place.Path).Append(' ').Append(word.Text).Append("') ").Append(then(values)).Append(" ;;\n");
            }
        }
    }

    /// <summary>A branch for each place with the words that may follow.</summary>
    public static void Words(IReadOnlyList<Place> places, string indent, Func<IReadOnlyList<string>, string> then, StringBuilder script)
    {
        foreach (var place in places)
        {
            IReadOnlyList<string> words = [.. place.Commands.Select(command => command.Text), .. place.Options.Select(option => option.Word.Text)];
            script.Append(indent).Append('\'').Append(place.Path).Append("') ").Append(then(words)).Append(" ;;\n");
        }
    }
}
