using System.Collections.Immutable;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Refusals;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Security;

/// <summary>Grants, on the wire.</summary>
internal static class GrantFormat
{
    public static V1.Grant ToMessage(Grant grant) => new() { Role = (V1.AccessRole)grant.Role, Place = grant.Place };

    /// <summary>Reads grants; whatever is wrong with them becomes a violation.</summary>
    public static ImmutableArray<Grant> Read(string field, IReadOnlyList<V1.Grant> messages, Violations violations)
    {
        violations.Count(field, messages.Count, Grant.Max);
        HashSet<Grant> read = [];
        for (var i = 0; i < messages.Count; i++)
        {
            Grant grant = new((AccessRole)messages[i].Role, messages[i].Place);
            if (grant.Role == AccessRole.Unspecified)
            {
                violations.Add($"{field}[{i}].role", ViolationCode.Required);
            }
            else if (!grant.IsValid())
            {
                violations.Add($"{field}[{i}].place", ViolationCode.BadName, Datum.Text(Grant.PatternOf(grant.Role)), Datum.Text(grant.Place));
            }
            else if (!read.Add(grant))
            {
                violations.Add($"{field}[{i}]", ViolationCode.Duplicate, Datum.Text($"{grant.Role} {grant.Place}".Trim()));
            }
        }

        return [.. read];
    }
}
