using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CitizenNetwork.Domain.Refusals;
using Google.Protobuf;

namespace CitizenNetwork.Server.Records;

/// <summary>
/// One page of a list (AIP-158). A token holds where the page begins and a hash of the query's other fields: it is refused
/// with another query, and opens nothing by itself.
/// </summary>
/// <param name="Size">Most items of the page.</param>
/// <param name="After">Where the page before ended; empty on the first one.</param>
/// <param name="QueryHash">Hash of the query without size and token.</param>
internal sealed record Page(int Size, string After, string QueryHash)
{
    /// <summary>Items of a page when the caller names no number.</summary>
    public const int DefaultSize = 50;

    /// <summary>Most items of a page.</summary>
    public const int MaxSize = 200;

    private const int HashLength = 16;

    /// <summary>Characters of a token; ours are far shorter.</summary>
    private const int MaxTokenLength = 1_024;

    /// <summary>Reads the page of a request; adds wrong fields.</summary>
    public static Page Of(IMessage request, int size, string token, Violations violations, int defaultSize = DefaultSize, int maxSize = MaxSize)
    {
        if (size < 0)
        {
            violations.Add("page_size", ViolationCode.OutOfRange, Datum.Number(0), Datum.Number(maxSize), Datum.Number(size));
        }

        var hash = Hash(request);
        return new Page(size == 0 ? defaultSize : Math.Min(size, maxSize), ReadToken(token, hash, violations), hash);
    }

    /// <summary>Token of the page that begins after this place.</summary>
    public string TokenAfter(string place) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{QueryHash}{place}")).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>Where a page of numbered things, newest first, begins: below this number.</summary>
    public long Before(Violations violations)
    {
        var before = long.MaxValue;
        if (After.Length > 0 && !long.TryParse(After, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            violations.Add("page_token", ViolationCode.BadPageToken);
        }

        return before;
    }

    /// <summary>Token of the page of numbered things that ends where the next one begins; empty for 0, when there is none.</summary>
    public string TokenBefore(long next) => next > 0 ? TokenAfter(next.ToString(CultureInfo.InvariantCulture)) : string.Empty;

    /// <summary>Takes one page of what follows <see cref="After"/>, and the token of the next.</summary>
    public (List<T> Items, string NextToken) Take<T>(IEnumerable<T> following, Func<T, string> name)
    {
        var items = following.Take(Size + 1).ToList();
        if (items.Count <= Size)
        {
            return (items, string.Empty);
        }

        items.RemoveAt(Size);
        return (items, TokenAfter(name(items[^1])));
    }

    private static string ReadToken(string token, string hash, Violations violations)
    {
        if (token.Length == 0)
        {
            return string.Empty;
        }

        var bytes = new byte[MaxTokenLength];
        var padded = token.Replace('-', '+').Replace('_', '/').PadRight((token.Length + 3) / 4 * 4, '=');
        if (padded.Length <= MaxTokenLength && Convert.TryFromBase64String(padded, bytes, out var count))
        {
            var text = Encoding.UTF8.GetString(bytes, 0, count);
            if (text.StartsWith(hash, StringComparison.Ordinal))
            {
                return text[HashLength..];
            }
        }

        violations.Add("page_token", ViolationCode.BadPageToken);
        return string.Empty;
    }

    private static string Hash(IMessage request)
    {
        var copy = request.Descriptor.Parser.ParseFrom(request.ToByteArray());
        copy.Descriptor.FindFieldByName("page_size").Accessor.Clear(copy);
        copy.Descriptor.FindFieldByName("page_token").Accessor.Clear(copy);
        return Convert.ToHexStringLower(SHA256.HashData(copy.ToByteArray()))[..HashLength];
    }
}
