using System.Collections.Immutable;
using CitizenNetwork.Contracts.Audit;
using CitizenNetwork.Storage.Audit;
using Orleans.Runtime;

namespace CitizenNetwork.Server.Audit;

/// <summary>Notes what a call does that is no write of a record: keys made and ended, personal data that leaves.</summary>
internal sealed class AuditNotes(AuditTable audit)
{
    /// <param name="subject">What it is done to, such as <c>keys/first</c>.</param>
    /// <param name="cancellation">Ends the noting.</param>
    public Task NoteAsync(string subject, CancellationToken cancellation) => NoteAsync(subject, [], string.Empty, cancellation);

    /// <param name="subject">What it is done to.</param>
    /// <param name="fields">Fields that were disclosed.</param>
    /// <param name="purpose">What it is for.</param>
    /// <param name="cancellation">Ends the noting.</param>
    public Task NoteAsync(string subject, ImmutableArray<string> fields, string purpose, CancellationToken cancellation) => audit.NoteAsync(
        subject,
        new AuditFact(RequestContext.Get(CallTrail.Principal) as string ?? string.Empty, RequestContext.Get(CallTrail.Method) as string ?? string.Empty, 0, 0, fields, purpose),
        cancellation);
}
