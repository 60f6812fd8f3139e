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
        var named = source.Length > 0 ? source : Caller.Of(context).BoundSource;
        SourceRules.CheckSource("source", named, violations);
        return named;
    }

    /// <summary>Lets a partner of this source write, and whoever keeps the records of the whole platform.</summary>
    /// <exception cref="RefusedException">It is a partner of another one, or of none.</exception>
    public static void Require(string source, ServerCallContext context)
    {
        var principal = Caller.Of(context);
        if (!principal.Sight.IsPlatformWide && !principal.Grants.Contains(new Domain.Access.Grant(Domain.Access.AccessRole.PartnerSystem, source)))
        {
            throw new RefusedException(Refusal.Of(RefusalCode.OtherSource, source, Datum.Name(source), Datum.Text(principal.BoundSource)));
        }
    }
}
