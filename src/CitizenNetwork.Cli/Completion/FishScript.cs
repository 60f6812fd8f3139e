using System.Text;

namespace CitizenNetwork.Cli.Completion;

/// <summary>Completion for fish, which shows descriptions, too.</summary>
internal static class FishScript
{
    public static string Of(IReadOnlyList<Place> places)
    {
        StringBuilder script = new();
        script.Append("""
            # citizennet in fish. Load it with: citizennet completion fish | source
            function __citizennet_at
                set -l words (commandline -opc)
                set -e words[1]
                set -l at ''
                for word in $words
                    switch (string trim "$at $word")
                        case 
            """);
        script.AppendJoin(' ', places.Where(place => place.Path.Length > 0).Select(place => $"'{place.Path}'"));
        script.Append("""

                            set at (string trim "$at $word")
                    end
                end
                test "$at" = "$argv[1]"
            end

            """);
        foreach (var place in places)
        {
            var condition = $"complete -c citizennet -n \"__citizennet_at '{place.Path}'\"";
            foreach (var command in place.Commands)
            {
                script.Append(condition).Append(" -f -a ").Append(command.Text).Append(" -d ").Append(Quoted(command.Description)).Append('\n');
            }

            foreach (var (word, values) in place.Options)
            {
                script.Append(condition).Append(" -l ").Append(word.Text.TrimStart('-'));
                if (values.Count > 0)
                {
                    script.Append(" -x -a '").AppendJoin(' ', values).Append('\'');
                }

                script.Append(" -d ").Append(Quoted(word.Description)).Append('\n');
            }
        }

        return script.ToString();
    }

    private static string Quoted(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
