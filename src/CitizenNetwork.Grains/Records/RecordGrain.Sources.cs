using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Contacts;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Sources;

namespace CitizenNetwork.Grains.Records;

/// <content>What a source does with its own records.</content>
public abstract partial class RecordGrain<T>
{
    public Task<Upserted> Upsert(T record, SourceReference row, WriteRequest request) => Turn<Upserted>(async () =>
    {
        if (Held is not { } held)
        {
            var now = Clock.GetUtcNow();
            return request.ExpectedRevision is not null
                ? NotFound()
                : await WriteRow(UpsertOutcome.Added, new Snapshot<T>(record, 1, now, now), row, request);
        }

        if (RefuseRow(held, row, request) is { } refused)
        {
            return refused;
        }

        var isBack = held.Source!.IsWithdrawn;
        if (!isBack && held.Source.ContentHash == row.ContentHash && Contact.AreSame(held.Contact, request.Contact?.Value))
        {
            return new Upserted(UpsertOutcome.Unchanged, held.Revision, null);
        }

        Snapshot<T> next = new(MergeRow(held.Record!, record), held.Revision + 1, held.CreateTime, Clock.GetUtcNow());
        return await WriteRow(isBack ? UpsertOutcome.Added : UpsertOutcome.Changed, next, row, request);
    });

    public Task<Refusal?> Withdraw(string syncId, WriteRequest request) => Turn(async () =>
    {
        if (Held is not { Record: not null } held)
        {
            return NotFound();
        }

        if (held.Source?.WithdrawnBy == syncId)
        {
            return null;
        }

        if (held.Source is not { IsWithdrawn: false } source)
        {
            return NotFound();
        }

        if ((OfOtherSource(request) ?? Stale(held.Revision, request)) is { } refused)
        {
            return refused;
        }

        // The record stays, to be there again when its row returns; nobody needs the contact of what nobody sees.
        await Store(held with
        {
            Revision = held.Revision + 1,
            UpdateTime = Clock.GetUtcNow(),
            Requests = [],
            Source = source with { WithdrawnBy = syncId },
            Contact = null,
            Appended = new Contracts.Storage.Appended(RequestRows(request, null), [], []),
        });
        return null;
    });

    public Task<Refusal?> Redirect(string from, string into) => Turn(async () =>
    {
        if (Held is not { Record: not null } held)
        {
            return NotFound();
        }

        if (held.MergedInto == into)
        {
            return null;
        }

        if (held.MergedInto != from || (into.Length > 0 && held.Shown is null))
        {
            return NotFound();
        }

        await Store(held with { Revision = held.Revision + 1, UpdateTime = Clock.GetUtcNow(), MergedInto = into, Appended = Contracts.Storage.Appended.Nothing });
        return null;
    });

    /// <summary>What a changed row of a source stores.</summary>
    protected virtual T MergeRow(T current, T row) => Merge(current, row);

    /// <summary>The refusal of a caller whose key is bound to a source that did not register this record.</summary>
    private Refusal? OfOtherSource(WriteRequest request) => request.BoundSource.Length == 0 || request.BoundSource == Held?.Source?.Source
        ? null
        : Refusal.Of(RefusalCode.OtherSource, Name, Datum.Name(Name), Datum.Text(request.BoundSource));

    private Refusal? RefuseRow(Stored<T> held, SourceReference row, WriteRequest request) =>
        held is { Record: null, Source: null } ? Refusal.Of(RefusalCode.DeletedHere, Name, Datum.Name(Name))
        : !row.IsSameRow(held.Source) ? Refusal.Of(RefusalCode.NameTaken, Name, Datum.Name(Name))
        : held.Record is null ? Refusal.Of(RefusalCode.DeletedHere, Name, Datum.Name(Name))
        : Stale(held.Revision, request);

    private async Task<Upserted> WriteRow(UpsertOutcome outcome, Snapshot<T> next, SourceReference row, WriteRequest request) =>
        (Wrong(next.Record) ?? (request.IsDryRun ? null : (await Write(next, request, row with { SyncedAt = next.UpdateTime, WithdrawnBy = "" })).Refusal)) is { } refused
            ? refused
            : new Upserted(outcome, next.Revision, null);
}
