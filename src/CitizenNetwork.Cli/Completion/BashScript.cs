using System.Text;

namespace CitizenNetwork.Cli.Completion;

/// <summary>Completion for bash.</summary>
internal static class BashScript
{
    public static string Of(IReadOnlyList<Place> places)
    {
        StringBuilder script = new();
        script.Append("""
            # citizennet in bash. Load it with: source <(citizennet completion bash)
            _citizennet() {
                local at='' word words
                for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
                    case "${at:+$at }$word" in

            """);
        ShellCases.Paths(places, "            ", "at=${at:+$at }$word", script);
        script.Append("""
                    esac
                done
                case "$at ${COMP_WORDS[COMP_CWORD-1]}" in

            """);
        ShellCases.Values(places, "        ", values => $"words='{string.Join(' ', values)}'", script);
        script.Append("""
                    *) case "$at" in

            """);
        ShellCases.Words(places, "            ", words => $"words='{string.Join(' ', words)}'", script);
        script.Append("""
                    esac ;;
                esac
                COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _citizennet citizennet

            """);
        return script.ToString();
    }
}
