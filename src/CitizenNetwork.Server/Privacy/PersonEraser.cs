using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CitizenNetwork.Contracts;
using CitizenNetwork.Contracts.Audit;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Privacy;
using CitizenNetwork.Storage;
using CitizenNetwork.Storage.Audit;
using CitizenNetwork.Storage.Privacy;
using CitizenNetwork.Storage.States;

namespace CitizenNetwork.Server.Privacy;

/// <summary>
/// Erases a person step by step. Each step may be done again, and the register keeps what it is about until all are done, so
/// that whoever comes next completes what a crash interrupted.
/// </summary>
internal sealed class PersonEraser(
    PersonSearch search,
    PersonTable table,
    ErasureTable register,
    StateRewriter states,
    AuditTable audit,
    IDatabase database,
    [FromKeyedServices(Clock.Key)] TimeProvider clock,
    Matching.TextLearning? learning = null)
{
    private const string Method = "PrivacyService/ErasePerson";

    /// <summary>Facts moved into the audit chain at a time.</summary>
    private const int SealedAtOnce = 1_000;

    /// <summary>Begins an erasure and completes it.</summary>
    public async Task<StoredErasure> EraseAsync(Person person, string principal, string reason, CancellationToken cancellation)
    {
        var erasure = await register.BeginAsync([person.Name, .. person.Names.Where(name => name != person.Name)], person.IsWhole, principal, reason, cancellation);
        await audit.NoteAsync($"erasures/{erasure.Id}", new AuditFact(principal, Method, 0, 0, [], reason), cancellation);
        return await CompleteAsync(erasure, cancellation);
    }

    /// <summary>Does every step of an erasure, those included that were done before.</summary>
    /// <returns>Without an end when a reader, such as a backup, keeps the files from being cleared: then it is to be completed again.</returns>
    public async Task<StoredErasure> CompleteAsync(StoredErasure erasure, CancellationToken cancellation)
    {
        HashSet<string> names = new(erasure.Pending, StringComparer.Ordinal);
        if (await search.FindAsync(erasure.Pending[0], erasure.IsWhole, cancellation) is { } person)
        {
            names.UnionWith(person.Names);

            // Before the states, which know the contacts and sources; and after them, for what was written meanwhile.
            await RemoveRowsAsync(names, erasure.IsWhole, person, cancellation);
            await RewriteStatesAsync(names, erasure, person, cancellation);
            await RemoveRowsAsync(names, erasure.IsWhole, person, cancellation);
        }

        await RedactAsync(erasure.IsWhole ? names : [], cancellation);
        learning?.ForgetSoon();
        return await database.ScrubAsync(cancellation) ? await register.DoneAsync(erasure.Id, cancellation) : erasure;
    }

    private async Task RewriteStatesAsync(HashSet<string> names, StoredErasure erasure, Person person, CancellationToken cancellation)
    {
        var pairs = person.Own.Select(state => state.State.Content).OfType<DuplicatePair>().ToList();

        // The person's own record last: while it is there, a search finds what is its own.
        foreach (var row in person.States.Select(state => state.Row).OrderBy(row => row.Key == person.Name))
        {
            await states.ChangeAsync(
                row,
                state => state is not IStored stored ? null
                    : !names.Contains(row.Key) ? Forgotten(row.Key, stored, names, pairs, erasure.Principal)
                    : erasure.IsWhole ? stored is { Content: null, Source: null } ? null : stored.Erased(clock.GetUtcNow())
                    : stored.Contact is null ? null : stored.WithoutContact(clock.GetUtcNow()),
                cancellation);
        }
    }

    /// <summary>Another's record without what it says of the person; null: it says nothing.</summary>
    private IStored? Forgotten(string name, IStored stored, HashSet<string> names, IReadOnlyList<DuplicatePair> pairs, string principal)
    {
        if (stored.Content is not { } record)
        {
            return null;
        }

        var mergedInto = names.Contains(stored.MergedInto) ? string.Empty : stored.MergedInto;
        var left = PersonTies.WithoutGifts(PersonTies.Without(record, names), name, pairs, names);
        if (ReferenceEquals(left, record) && mergedInto == stored.MergedInto)
        {
            return null;
        }

        var after = stored.Revision + 1;
        AuditFact fact = new(principal, Method, stored.Revision, after, ["*"]);
        return stored.With(left, mergedInto, [new LedgerEntry(LedgerKinds.Audit, after.ToString(CultureInfo.InvariantCulture), IsOpen: false, Encoding.UTF8.GetString(StateJson.Write(fact)))], clock.GetUtcNow());
    }

    private async Task RemoveRowsAsync(HashSet<string> names, bool isWhole, Person person, CancellationToken cancellation)
    {
        var texts = Person.TextsOf(names);
        var rows = (await table.RowsAsync(texts, cancellation)).Where(row => row.Kind != LedgerKinds.Audit).ToList();
        var own = rows.Where(row => names.Contains(row.GrainKey)).ToList();
        var contacts = person.Own.Select(state => state.State.Contact).OfType<Domain.Contacts.Contact>().SelectMany(contact => new[] { contact.Mail, contact.Phone }).Where(text => text.Length > 0);
        var messages = await table.MessagesAsync([.. isWhole ? texts : [], .. contacts], cancellation);
        var sources = person.Own.Select(state => state.State.Source?.Source).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (!isWhole)
        {
            await table.RemoveAsync(own.FindAll(row => row.Kind is LedgerKinds.Request or LedgerKinds.Answer or LedgerKinds.Consent), [], messages, [], sources, cancellation);
            return;
        }

        var others = rows.Except(own).ToList();
        ImmutableArray<FoundRow> rewritten = [.. others.Where(row => row.Kind == LedgerKinds.Journal).Select(row => WithoutSubject(row, names)).OfType<FoundRow>()];
        await table.RemoveAsync([.. own, .. others.Where(row => row.Kind == LedgerKinds.Answer)], rewritten, messages, names, sources, cancellation);
    }

    /// <summary>A line of another's journal without whom it is about; null: about nobody of these.</summary>
    private static FoundRow? WithoutSubject(FoundRow row, HashSet<string> names) =>
        StateJson.Read(Encoding.UTF8.GetBytes(row.Payload), typeof(JournalEntry)) is JournalEntry entry && names.Contains(entry.Subject)
            ? row with { Payload = Encoding.UTF8.GetString(StateJson.Write(entry with { Subject = string.Empty })) }
            : null;

    private async Task RedactAsync(IEnumerable<string> names, CancellationToken cancellation)
    {
        while (await audit.SealAsync(SealedAtOnce, cancellation) == SealedAtOnce)
        {
        }

        foreach (var name in names)
        {
            await audit.RedactAsync(name, cancellation);
        }
    }
}
