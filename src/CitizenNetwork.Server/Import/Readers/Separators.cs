namespace CitizenNetwork.Server.Import.Readers;

/// <summary>Which character separates the cells of a CSV file: the one that the first lines hold equally often.</summary>
internal static class Separators
{
    /// <summary>Lines looked at.</summary>
    private const int Lines = 30;

    /// <summary>Characters looked at: 256 Ki.</summary>
    private const int Characters = 256 * 1024;

    private static readonly char[] s_candidates = [';', ',', '\t', '|'];

    /// <summary>Reads the beginning of the file.</summary>
    public static async Task<char> DetectAsync(StreamReader reader, CancellationToken cancellation)
    {
        var text = new char[Characters];
        var count = await reader.ReadBlockAsync(text, cancellation);
        return Detect(text.AsSpan(0, count));
    }

    internal static char Detect(ReadOnlySpan<char> text)
    {
        var best = ',';
        var bestScore = 0d;
        foreach (var candidate in s_candidates)
        {
            var counts = CountsByLine(text, candidate);
            if (counts.Count == 0 || counts[0] == 0)
            {
                continue;
            }

            // The header decides how many cells there are; lines that agree make the candidate likely.
            var agreeing = counts.Count(found => found == counts[0]);
            var score = (double)agreeing / counts.Count * (1 + Math.Log(counts[0]));
            if (score > bestScore)
            {
                (best, bestScore) = (candidate, score);
            }
        }

        return best;
    }

    /// <summary>How often the separator stands outside quotes, line by line; a line that is cut off by the end is not counted.</summary>
    private static List<int> CountsByLine(ReadOnlySpan<char> text, char separator)
    {
        List<int> counts = [];
        var (count, isQuoted, isBlank) = (0, false, true);
        foreach (var character in text)
        {
            if (character == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (character == '\n' && !isQuoted)
            {
                if (!isBlank)
                {
                    counts.Add(count);
                }

                (count, isBlank) = (0, true);
                if (counts.Count == Lines)
                {
                    return counts;
                }

                continue;
            }
            else if (character == separator && !isQuoted)
            {
                count++;
            }

            isBlank &= character is '\r' or ' ';
        }

        if (!isBlank && counts.Count == 0)
        {
            counts.Add(count);
        }

        return counts;
    }
}
