using System.Text;

namespace CitizenNetwork.Cli.Completion;

/// <summary>Completion for zsh.</summary>
internal static class ZshScript
{
    public static string Of(IReadOnlyList<Place> places)
    {
        StringBuilder script = new();
        script.Append("""
            #compdef citizennet
            # citizennet in zsh. Load it with: source <(citizennet completion zsh)
            _citizennet() {
                local at='' word
                local -a found
                for word in "${(@)words[2,CURRENT-1]}"; do
                    case "${at:+$at }$word" in

            """);
        ShellCases.Paths(places, "            ", "at=\"${at:+$at }$word\"", script);
        script.Append("""
                    esac
                done
                case "$at ${words[CURRENT-1]}" in

            """);
        ShellCases.Values(places, "        ", values => $"found=({string.Join(' ', values)})", script);
        script.Append("""
                    *) case "$at" in

            """);
        ShellCases.Words(places, "            ", words => $"found=({string.Join(' ', words)})", script);
        script.Append("""
                    esac ;;
                esac
                compadd -- $found || _files
            }
            compdef _citizennet citizennet

            """);
        return script.ToString();
    }
}
