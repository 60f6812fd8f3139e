using System.Text.RegularExpressions;

namespace CitizenNetwork.Server.Import.Conversions;

/// <summary>Post code and commune in an address: "8 rue de la Boétie - 33000 Bordeaux", "1 rue Langevin, 51200, Épernay, Marne".</summary>
internal static partial class AddressEnd
{
    private const int TimeoutMilliseconds = 1_000;

    /// <summary>Both empty when the address shows no post code.</summary>
    public static (string PostCode, string City) Read(string address) =>
        PostCodeAndCity().Matches(address) is { Count: > 0 } found ? (found[^1].Groups["code"].Value, found[^1].Groups["city"].Value.Trim()) : (string.Empty, string.Empty);

    [GeneratedRegex(@"(?<!\d)(?<code>\d{5})[\s,]+(?<city>\p{L}[\p{L}\s'’.-]*)", RegexOptions.ExplicitCapture, TimeoutMilliseconds)]
    private static partial Regex PostCodeAndCity();
}
