using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Sources;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Security;
using Grpc.Core;

namespace CitizenNetwork.Server.Sources;

/// <summary>Which source a call speaks for.</summary>
internal static class SourceGate
{
    /// <summary>The source that a request names, or else the one that the call's key is bound to; a malformed one becomes a violation.</summary>
    public static string Named(string source, ServerCallContext context, Violations violations)
    {
        var named = source.Length > 0 ? source : Caller.KeyOf(context).Source ?? string.Empty;
        SourceRules.CheckSource("source", named, violations);
        return named;
    }

    /// <summary>Lets a key write that is bound to this source, or to none.</summary>
    /// <exception cref="RefusedException">It is bound to another one.</exception>
    public static void Require(string source, ServerCallContext context)
    {
        if (Caller.KeyOf(context).Source is { } bound && bound != source)
        {
            throw new RefusedException(Refusal.Of(RefusalCode.OtherSource, source, Datum.Name(source), Datum.Text(bound)));
        }
    }
}
