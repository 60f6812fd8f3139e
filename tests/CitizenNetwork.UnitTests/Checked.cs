using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.UnitTests;

/// <summary>What a domain rule says about a record, in short.</summary>
internal static class Checked
{
    /// <summary>Every violation as <c>field Code</c>, in the order of the rule.</summary>
    public static IReadOnlyList<string> By(Action<Violations> rule)
    {
        Violations violations = new();
        rule(violations);
        Assert.Equal(violations.Any, !violations.ToImmutable().IsEmpty);
        return [.. violations.ToImmutable().Select(violation => $"{violation.Field} {violation.Code}")];
    }

    public static string Of(int length) => new('a', length);
}
