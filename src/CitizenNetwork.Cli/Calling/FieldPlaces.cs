using System.Text.RegularExpressions;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Records;

namespace CitizenNetwork.Cli.Calling;

/// <summary>Where on the command line a field of a request comes from.</summary>
internal static partial class FieldPlaces
{
    private const int TimeoutMilliseconds = 1_000;

    /// <summary>The option or argument that fills a field, or null: <c>actor.opening.end_date</c> and <c>actor.themes[2]</c> are <c>--opening-end-date</c> and <c>--themes</c>.</summary>
    public static string? NameOf(string field, Verb verb)
    {
        var path = Index().Replace(field, string.Empty);
        var parts = path.Split('.');
        for (var length = parts.Length; length > 0; length--)
        {
            if (verb.FieldNames.TryGetValue(string.Join('.', parts[..length]), out var told))
            {
                return told;
            }
        }

        // The record's own field stands below the request's; a field inside one that has a single option is that option's.
        for (var start = 0; start <= 1; start++)
        {
            for (var length = parts.Length; length > start; length--)
            {
                var name = FieldOption.NameOf(parts.AsSpan(start..length));
                if (verb.Options.Any(option => option.Name == name))
                {
                    return name;
                }
            }
        }

        return null;
    }

    [GeneratedRegex(@"\[\d+\]", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex Index();
}
