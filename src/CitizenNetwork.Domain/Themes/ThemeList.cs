using System.Collections.Frozen;
using System.Collections.Immutable;

namespace CitizenNetwork.Domain.Themes;

/// <summary>One theme of the list.</summary>
/// <param name="Code">What records hold: lower-case ASCII with hyphens.</param>
/// <param name="French">French label.</param>
/// <param name="English">English label.</param>
/// <param name="Words">Further French words that people use for it, separated by blanks; for comparing only.</param>
public sealed record Theme(string Code, string French, string English, string Words);

/// <summary>The closed list of themes, editable reference data handed to the rules as a value (seeds 001-3, 002-7).</summary>
public sealed class ThemeList(ImmutableArray<Theme> themes)
{
    private readonly FrozenDictionary<string, Theme> _byCode = themes.ToFrozenDictionary(theme => theme.Code, StringComparer.Ordinal);

    /// <summary>Codes in the order of the list.</summary>
    public ImmutableArray<string> Codes { get; } = [.. themes.Select(theme => theme.Code)];

    public bool Contains(string code) => _byCode.ContainsKey(code);

    /// <summary>The theme with this code, or null.</summary>
    public Theme? Find(string code) => _byCode.GetValueOrDefault(code);
}
