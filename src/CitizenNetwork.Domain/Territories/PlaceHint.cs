namespace CitizenNetwork.Domain.Territories;

/// <summary>What somebody added to a name to say which of several places is meant.</summary>
/// <param name="PostCode">The post code that was given, if one was.</param>
/// <param name="Fits">Whether a place lies where the hint says.</param>
internal sealed record PlaceHint(string? PostCode, Func<Place, bool> Fits)
{
    /// <summary>Digits of a post code.</summary>
    public const int PostCodeLength = 5;

    public static PlaceHint Within(Perimeter perimeter) => new(null, place => place.Perimeter == perimeter || place.Perimeter.Parents.Contains(perimeter.Code));

    /// <summary>
    /// A post code fits the places that have it. One that nobody has (a CEDEX, a firm's own) fits those of its département,
    /// whose number its first digits are.
    /// </summary>
    /// <param name="code">Five digits.</param>
    /// <param name="isKnown">Whether any place has it.</param>
    public static PlaceHint OfPostCode(string code, bool isKnown) => new(
        code,
        place => place.PostCodes.Contains(code, StringComparer.Ordinal)
            || place.Perimeter.PostCodes.Contains(code, StringComparer.Ordinal)
            || (!isKnown && IsOfDepartement(code, place.Perimeter)));

    private static bool IsOfDepartement(string postCode, Perimeter perimeter) => perimeter.Departement?.Bare() is { } departement
        && (departement is "2A" or "2B" ? postCode.StartsWith("20", StringComparison.Ordinal) : postCode.StartsWith(departement, StringComparison.Ordinal));
}
