using System.Collections.Immutable;

namespace CitizenNetwork.Contracts.Audit;

/// <summary>What somebody did, without what anything contained: no value of a record is in it.</summary>
/// <param name="Principal"><c>keys/…</c>, <c>users/…</c> or <c>certificates/…</c>; empty: the service itself.</param>
/// <param name="Method">Method of the API, such as <c>InitiativesService/ChangePhase</c>; empty: none was called.</param>
/// <param name="Before">Revision before; 0: there was none.</param>
/// <param name="After">Revision after; 0: nothing was written, something was disclosed.</param>
/// <param name="Fields">Fields that changed, those of a new record left out; contact stands for all of a contact.</param>
/// <param name="Purpose">What it was for, where the caller says it.</param>
public sealed record AuditFact(string Principal, string Method, long Before, long After, ImmutableArray<string> Fields, string Purpose = "");

/// <summary>Who calls, carried beside a call from the edge to the grains by the runtime's request context.</summary>
public static class CallTrail
{
    /// <summary>Key of the principal in the request context.</summary>
    public const string Principal = "citizennetwork.principal";

    /// <summary>Key of the method in the request context.</summary>
    public const string Method = "citizennetwork.method";
}
