namespace CitizenNetwork.Domain.Common;

/// <summary>
/// The last segment of a resource name: <c>[a-z][a-z0-9-]{2,62}</c>. Such an id never looks like a number and holds
/// no <c>+</c>, which some storage providers read as a key extension (orleans#9706).
/// </summary>
public static class Slug
{
    /// <summary>Fewest characters of an id.</summary>
    public const int MinLength = 3;

    /// <summary>Most characters of an id.</summary>
    public const int MaxLength = 63;

    /// <summary>What a valid id looks like, for messages.</summary>
    public const string Pattern = "[a-z][a-z0-9-]{2,62}";

    public static bool IsValid(string? value)
    {
        if (value is null || value.Length is < MinLength or > MaxLength || value[0] is < 'a' or > 'z')
        {
            return false;
        }

        foreach (var character in value)
        {
            if (character is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The id in a resource name such as <c>actors/ruche</c>, or null when the name is not one of this collection.</summary>
    public static string? FromName(string? name, string collection) =>
        name is not null
        && name.Length > collection.Length
        && name[collection.Length] == '/'
        && name.StartsWith(collection, StringComparison.Ordinal)
        && IsValid(name[(collection.Length + 1)..])
            ? name[(collection.Length + 1)..]
            : null;

    /// <summary>Readable beginning of an id made from a title: folded to ASCII, words joined by hyphens, cut at a word.</summary>
    /// <param name="title">Any text; null or without a letter gives <paramref name="fallback"/>.</param>
    /// <param name="fallback">A valid id.</param>
    /// <param name="maxLength">Most characters of the result.</param>
    public static string Readable(string? title, string fallback, int maxLength)
    {
        var folded = TextFolding.Fold(title ?? string.Empty);
        List<char> characters = [];
        foreach (var character in folded)
        {
            if (character is (>= 'a' and <= 'z') || (character is >= '0' and <= '9' && characters.Count > 0))
            {
                characters.Add(character);
            }
            else if (characters.Count > 0 && characters[^1] != '-')
            {
                characters.Add('-');
            }
        }

        var slug = new string([.. characters]).Trim('-');
        if (slug.Length > maxLength)
        {
            var cut = slug.LastIndexOf('-', maxLength);
            slug = slug[..(cut >= MinLength ? cut : maxLength)].Trim('-');
        }

        return IsValid(slug) ? slug : fallback;
    }
}
