namespace CitizenNetwork.Domain.Territories;

/// <summary>Finds in a text what says where the place lies, and takes it off the name.</summary>
internal sealed class PlaceHintReader(TerritoryTable table, PlaceNames names)
{
    /// <summary>Takes off what says where the place lies: in brackets, after a comma, a post code or département before or after the name.</summary>
    public (PlaceWords Words, PlaceHint? Hint) Read(string typed)
    {
        var open = typed.IndexOf('(', StringComparison.Ordinal);
        var close = open < 0 ? -1 : typed.IndexOf(')', open);
        if (close > 0)
        {
            var (inside, outside) = (typed[(open + 1)..close], $"{typed[..open]} {typed[(close + 1)..]}");
            if (HintOf(inside) is { } within)
            {
                var (outer, hint) = Read(outside);
                return (outer, hint ?? within);
            }

            // « Mans (Le) » holds its article in brackets, « Château-Chinon (Ville) » a part of its name.
            typed = PlaceWords.Of(inside).IsSmall ? $"{inside} {outside}" : $"{typed[..open]} {inside} {typed[(close + 1)..]}";
        }

        if (typed.LastIndexOf(',') is var comma and > 0 && HintOf(typed[(comma + 1)..]) is { } after)
        {
            var (words, hint) = Read(typed[..comma]);
            return (words, hint ?? after);
        }

        if (typed.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } pieces)
        {
            if (HintOfCode(pieces[0]) is { PostCode: not null } first)
            {
                return (PlaceWords.Of(string.Join(' ', pieces[1..])), first);
            }

            if (pieces.Length > 1 && HintOfCode(pieces[^1]) is { } last)
            {
                return (PlaceWords.Of(string.Join(' ', pieces[..^1])), last);
            }
        }

        return (PlaceWords.Of(typed), null);
    }

    private PlaceHint? HintOf(string text)
    {
        var code = text.Trim().ToUpperInvariant();
        if (code.Length == PlaceHint.PostCodeLength && code.All(char.IsAsciiDigit))
        {
            return PlaceHint.OfPostCode(code, names.WithPostCode(code).Count > 0);
        }

        if (table.Find(new PerimeterCode($"DEP-{code}")) is { } departement)
        {
            return PlaceHint.Within(departement);
        }

        return names.Bearing(PlaceWords.Of(text), place => place.Perimeter.Kind is PerimeterKind.Departement or PerimeterKind.Region or PerimeterKind.Country) is { Count: > 0 } wider
            ? PlaceHint.Within(wider[0].Perimeter)
            : null;
    }

    /// <summary>Only a code: a name without brackets or comma belongs to the place.</summary>
    private PlaceHint? HintOfCode(string text) => char.IsAsciiDigit(text[0]) ? HintOf(text) : null;
}
