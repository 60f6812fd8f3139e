using CitizenNetwork.Contracts.Audit;
using CitizenNetwork.Storage.Audit;
using Orleans.Runtime;

namespace CitizenNetwork.Server.Audit;

/// <summary>Notes what a call does that is no write of a record: keys made and ended, personal data that leaves.</summary>
internal sealed class AuditNotes(AuditTable audit)
{
    /// <param name="subject">What it is done to, such as <c>keys/first</c>.</param>
    /// <param name="cancellation">Ends the noting.</param>
    public Task NoteAsync(string subject, CancellationToken cancellation) => audit.NoteAsync(
        subject,
        new AuditFact(RequestContext.Get(CallTrail.Principal) as string ?? string.Empty, RequestContext.Get(CallTrail.Method) as string ?? string.Empty, 0, 0, []),
        cancellation);
}
