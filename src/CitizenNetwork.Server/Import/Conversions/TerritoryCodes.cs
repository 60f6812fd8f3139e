using CitizenNetwork.Domain.Common;

namespace CitizenNetwork.Server.Import.Conversions;

/// <summary>
/// Codes of territories as files write them: with their prefix (DEP-49, also DEP-2A, which the published pattern of
/// dispositif-aide 0.2.0 refuses), or bare as in data·inclusion, where the length tells the level unless a column does.
/// </summary>
internal static class TerritoryCodes
{
    private const string France = "PAYS-99100";

    /// <summary>The code with its prefix; a text that shows no level is returned as it is, for the checks of the record to refuse.</summary>
    public static string Read(string text, string level)
    {
        var code = text.Trim();
        if (code.IndexOf('-', StringComparison.Ordinal) is var dash and > 0 && Domain.Territories.TerritoryTable.KindOf(code[..dash].ToUpperInvariant()) is not null)
        {
            return code.ToUpperInvariant();
        }

        var prefix = TextFolding.Fold(level.Trim()) switch
        {
            "commune" => "COM",
            "epci" or "intercommunalite" => "EPCI",
            "departement" => "DEP",
            "region" => "REG",
            "pays" => "PAYS",
            "" => Guess(code),
            _ => null,
        };
        return prefix switch
        {
            null => code,
            "PAYS" => France,
            "COM" => $"COM-{code.ToUpperInvariant().PadLeft(5, '0')}",
            "DEP" or "REG" => $"{prefix}-{code.ToUpperInvariant().PadLeft(2, '0')}",
            _ => $"{prefix}-{code}",
        };
    }

    private static string? Guess(string code) => code switch
    {
        _ when TextFolding.Fold(code) is "france" or "fr" or "99100" => "PAYS",
        _ when code.Length == 9 && code.All(char.IsAsciiDigit) => "EPCI",
        _ when code.Length == 5 && code.Count(char.IsAsciiDigit) >= 4 => "COM",
        _ when code.Length is 2 or 3 && char.IsAsciiDigit(code[0]) => "DEP",
        _ => null,
    };
}
