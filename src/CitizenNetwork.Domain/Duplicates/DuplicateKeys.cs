using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Domain.Duplicates;

/// <summary>
/// Keys of which two records must share one to be compared at all, so that never all are compared with all.
/// </summary>
public static class DuplicateKeys
{
    /// <summary>Side of a cell in degrees of latitude: some 110 m.</summary>
    private const double CellDegrees = 0.001;

    /// <summary>Letters of a word that its key holds, so that slips towards its end change nothing.</summary>
    private const int WordLetters = 5;

    /// <summary>The keys under which a record is kept.</summary>
    public static IEnumerable<string> Of(DuplicateTraits traits)
    {
        HashSet<string> keys = new(StringComparer.Ordinal);
        if (!string.IsNullOrEmpty(traits.Commune.Value))
        {
            var proper = traits.Name.Words.Where(word => word.Weight > NameWords.KindWeight).Select(word => word.Text).ToList();
            foreach (var word in proper)
            {
                keys.Add($"w {traits.Commune.Value} {word[..Math.Min(WordLetters, word.Length)]}");
            }

            // Names without a proper word are compared with those that have the very same words.
            if (proper.Count == 0)
            {
                keys.Add($"n {traits.Commune.Value} {string.Join(' ', traits.Name.Words.Where(word => word.Weight > NameWords.CommuneWeight).Select(word => word.Text).Order(StringComparer.Ordinal))}");
            }

            if (traits.Street is { } street)
            {
                keys.Add($"a {traits.Commune.Value} {street.Number} {street.Words.MaxBy(word => word.Length)}");
            }
        }

        if (traits.Position is { } point)
        {
            keys.Add(CellOf(point, 0, 0));
        }

        AddNumber("s", traits.Siren);
        AddNumber("r", traits.Rna);
        return keys;

        void AddNumber(string kind, string number)
        {
            if (number.Length > 0)
            {
                keys.Add($"{kind} {number} {traits.Commune.Value}");
            }
        }
    }

    /// <summary>The keys under which its likely duplicates are looked for: a neighbour may stand in a neighbouring cell.</summary>
    public static IEnumerable<string> Around(DuplicateTraits traits)
    {
        HashSet<string> keys = new(Of(traits), StringComparer.Ordinal);
        if (traits.Position is { } point)
        {
            for (var row = -1; row <= 1; row++)
            {
                for (var column = -1; column <= 1; column++)
                {
                    keys.Add(CellOf(point, row, column));
                }
            }
        }

        return keys;
    }

    /// <summary>Cells are as wide as high where the row lies, so that the poles do not narrow them.</summary>
    private static string CellOf(GeoPoint point, int rows, int columns)
    {
        var row = (int)Math.Floor(point.Latitude / CellDegrees) + rows;
        var narrowing = Math.Max(0.01, Math.Cos(double.DegreesToRadians(row * CellDegrees)));
        return $"p {row} {(int)Math.Floor(point.Longitude * narrowing / CellDegrees) + columns}";
    }
}
