using System.Collections.Immutable;
using System.Globalization;
using CitizenNetwork.Domain.Access;

namespace CitizenNetwork.Storage.ApiKeys;

/// <summary>Grants as a column holds them: one a line, the number of the role, a space and the place.</summary>
internal static class GrantText
{
    public static string Write(ImmutableArray<Grant> grants) =>
        string.Join('\n', grants.Select(grant => string.Create(CultureInfo.InvariantCulture, $"{(int)grant.Role} {grant.Place}")));

    public static ImmutableArray<Grant> Read(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 2)).Select(parts => new Grant((AccessRole)int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1]))];
}
