using System.Collections.Immutable;

namespace CitizenNetwork.Domain.Themes;

/// <summary>The closed list of themes, editable reference data handed to the rules as a value (seeds 001-3, 002-7).</summary>
public sealed class ThemeList(ImmutableArray<string> codes)
{
    private readonly ImmutableHashSet<string> _known = ImmutableHashSet.CreateRange(StringComparer.Ordinal, codes);

    /// <summary>Codes in the order of the list.</summary>
    public ImmutableArray<string> Codes { get; } = codes;

    public bool Contains(string code) => _known.Contains(code);
}
