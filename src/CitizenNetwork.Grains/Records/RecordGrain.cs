using System.Collections.Immutable;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Domain;
using CitizenNetwork.Domain.Contacts;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Sources;
using Orleans.Runtime;

namespace CitizenNetwork.Grains.Records;

/// <summary>
/// A grain that is the single writer of one record: it replays answers, checks the etag, applies the domain's rules and
/// writes, in that order, so that a refusal leaves nothing half-written. Another server may have the same grain active:
/// its writes are refused by their version, and an answer that writes nothing is given only when what it was taken from
/// is still what is stored, so that it was true at some instant between call and answer.
/// </summary>
/// <param name="stateName">Name of the state, one of <see cref="StateNames"/>.</param>
/// <param name="state">Where the record is kept.</param>
/// <param name="services">What every record grain needs.</param>
public abstract partial class RecordGrain<T>(string stateName, IPersistentState<Stored<T>> state, RecordServices services) : Grain, IRecordGrain<T>
    where T : class
{
    private StateWatch? _watch;

    /// <summary>Resource name of the record.</summary>
    protected string Name => this.GetPrimaryKeyString();

    protected Reference Reference => services.Reference;

    protected TimeProvider Clock => services.Clock;

    protected IGrainLedger Ledger => services.Ledger;

    private GrainId Id => this.GetGrainId();

    /// <summary>The record as this activation holds it; null when there is none, or it was deleted or withdrawn.</summary>
    protected Snapshot<T>? Current => Held?.ToSnapshot();

    /// <summary>How to reach somebody about the record; null: not known.</summary>
    protected Contact? Contact => Held?.Contact;

    /// <summary>All that is stored; null when nothing ever was.</summary>
    private Stored<T>? Held => state.RecordExists ? state.State : null;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _watch = services.Fences.Watch(Id, stateName);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _watch?.Dispose();
        return Task.CompletedTask;
    }

    public Task<Outcome<Snapshot<T>>> Get() => Turn(() => Task.FromResult<Outcome<Snapshot<T>>>(Current is { } current ? current : NotFound()));

    // A request is in the ledger or it is not: that it is new needs no confirmation.
    public async Task<Outcome<Snapshot<T>>?> Replay(WriteRequest request) => await HashOf(request) is null ? null : await Turn(() => Replayed(request));

    public Task<Outcome<Snapshot<T>>> Create(T record, WriteRequest request) => Turn(async () =>
    {
        if (await Replayed(request) is { } first)
        {
            return first;
        }

        if (state.RecordExists)
        {
            return Refusal.Of(RefusalCode.AlreadyExists, Name, Datum.Name(Name));
        }

        var now = Clock.GetUtcNow();
        SourceReference? source = request.BoundSource.Length > 0 ? new SourceReference(request.BoundSource, "", "", now) : null;
        return Wrong(record) is { } wrong ? wrong : await Write(new Snapshot<T>(record, 1, now, now), request, source);
    });

    public Task<Outcome<Snapshot<T>>> Update(T record, WriteRequest request) => Change(request, current => Merge(current, record));

    public Task<Refusal?> Delete(WriteRequest request) => Turn(async () =>
    {
        if (await HashOf(request) is { } known)
        {
            return known == request.ContentHash ? null : Reused(request);
        }

        // A withdrawn record, which nobody sees, can be deleted all the same: what is kept of it goes for good.
        if (Held is not { Record: not null } held)
        {
            return NotFound();
        }

        if ((OfOtherSource(request) ?? Stale(held.Revision, request)) is { } refused)
        {
            return refused;
        }

        // Nothing of the record is kept, remembered answers included: only that its id was used, by which row and requests.
        var source = held.Source is { } row ? row with { ContentHash = "", WithdrawnBy = "" } : null;
        await Store(new Stored<T>(Stored<T>.CurrentVersion, null, held.Revision + 1, held.CreateTime, Clock.GetUtcNow(), [], source)
        {
            Appended = new Appended(RequestRows(request, null), ErasedOnDelete, []),
        });
        return null;
    });

    /// <summary>Kinds of ledger rows that hold content of the record.</summary>
    protected virtual ImmutableArray<string> ErasedOnDelete => [LedgerKinds.Answer];

    /// <summary>Adds every wrong field of the record.</summary>
    protected abstract void Check(T record, Violations violations);

    /// <summary>What an update stores: the caller's record, with what only other methods may change kept.</summary>
    protected virtual T Merge(T current, T updated) => updated;

    protected Refusal NotFound() => Held is { Record: not null, MergedInto: { Length: > 0 } kept }
        ? Refusal.Of(RefusalCode.Merged, Name, Datum.Name(Name), Datum.Name(kept))
        : Refusal.Of(RefusalCode.NotFound, Name, Datum.Name(Name));

    /// <summary>Changes the record: replay, existence, etag, the change's own refusal, rules, write.</summary>
    protected Task<Outcome<Snapshot<T>>> Change(WriteRequest request, Func<T, Outcome<T>> change) => Turn(async () =>
    {
        if (await Replayed(request) is { } first)
        {
            return first;
        }

        if (Current is not { } current)
        {
            return NotFound();
        }

        if ((OfOtherSource(request) ?? Stale(current.Revision, request)) is { } refused)
        {
            return refused;
        }

        var changed = change(current.Record);
        if (changed.Value is not { } record)
        {
            return changed.Refusal!;
        }

        return Wrong(record) is { } wrong
            ? wrong
            : await Write(new Snapshot<T>(record, current.Revision + 1, current.CreateTime, Clock.GetUtcNow()), request, Held!.Source);
    });

    /// <summary>
    /// Runs a turn on what is stored: a state that the change feed called stale is read again first, and an answer given
    /// without a write is confirmed, or the turn runs once more on what was read then.
    /// </summary>
    protected async Task<TAnswer> Turn<TAnswer>(Func<Task<TAnswer>> turn)
    {
        var fresh = _watch!.IsStale(state.Etag);
        if (fresh)
        {
            await state.ReadStateAsync();
        }

        while (true)
        {
            var seen = state.Etag;
            var answer = await turn();
            if (fresh || state.Etag != seen || await services.Fences.IsCurrentAsync(Id, stateName, seen))
            {
                return answer;
            }

            await state.ReadStateAsync();
            fresh = true;
        }
    }

    /// <summary>Hash of the content that this request had when it was accepted; null for a new one.</summary>
    private async Task<string?> HashOf(WriteRequest request) => request.RequestId.Length == 0
        ? null
        : KnownToState(request)?.ContentHash
            ?? (await services.Ledger.FindAsync(Id, LedgerKinds.Request, request.RequestId) is { } row ? RequestJson.ReadHash(row.Payload) : null);

    private AcceptedRequest<T>? KnownToState(WriteRequest request) =>
        state.RecordExists ? state.State.Requests.FirstOrDefault(known => known.Id == request.RequestId) : null;

    private async Task<Outcome<Snapshot<T>>?> Replayed(WriteRequest request)
    {
        if (await HashOf(request) is not { } hash)
        {
            return null;
        }

        if (hash != request.ContentHash)
        {
            return Reused(request);
        }

        if (KnownToState(request)?.Answer is { } answer)
        {
            return answer;
        }

        return await services.Ledger.FindAsync(Id, LedgerKinds.Answer, request.RequestId) is { } row ? RequestJson.ReadAnswer<T>(row.Payload) : NotFound();
    }

    private Refusal Reused(WriteRequest request) =>
        Refusal.Invalid(Name, [new FieldViolation("request_id", ViolationCode.RequestIdReused, [Datum.Text(request.RequestId)])]);

    private Refusal? Stale(long revision, WriteRequest request) =>
        request.ExpectedRevision is { } expected && expected != revision
            ? Refusal.Of(RefusalCode.StaleEtag, Name, Datum.Number(expected), Datum.Number(revision))
            : null;

    private Refusal? Wrong(T record)
    {
        Violations violations = new();
        Check(record, violations);
        return violations.Any ? Refusal.Invalid(Name, violations.ToImmutable()) : null;
    }

    private async Task<Outcome<Snapshot<T>>> Write(Snapshot<T> answer, WriteRequest request, SourceReference? source)
    {
        var contact = request.Contact is { } change ? change.Value : Held?.Contact;
        Stored<T> next = new(Stored<T>.CurrentVersion, answer.Record, answer.Revision, answer.CreateTime, answer.UpdateTime, [], source, contact, Held?.MergedInto ?? string.Empty);
        if (StateJson.Write(next).Length > Stored<T>.MaxBytes)
        {
            return Refusal.Of(RefusalCode.LimitReached, Name, Datum.Number(Stored<T>.MaxBytes / 1024));
        }

        await Store(next with { Appended = new Appended([.. RequestRows(request, answer), .. JournalRows(state.RecordExists ? state.State.Record : null, answer, request)], [], []) });
        return answer;
    }

    /// <summary>What the grain notes of a change beside the record itself.</summary>
    protected virtual ImmutableArray<LedgerEntry> JournalRows(T? before, Snapshot<T> after, WriteRequest request) => [];

    private ImmutableArray<LedgerEntry> RequestRows(WriteRequest request, Snapshot<T>? answer)
    {
        var rows = ImmutableArray.CreateBuilder<LedgerEntry>();
        foreach (var known in state.RecordExists ? state.State.Requests : [])
        {
            Add(known.Id, known.ContentHash, answer is null ? null : known.Answer);
        }

        if (request.RequestId.Length > 0)
        {
            Add(request.RequestId, request.ContentHash, answer);
        }

        return rows.ToImmutable();

        void Add(string id, string hash, Snapshot<T>? given)
        {
            rows.Add(new LedgerEntry(LedgerKinds.Request, id, IsOpen: false, RequestJson.WriteHash(hash)));
            if (given is not null)
            {
                rows.Add(new LedgerEntry(LedgerKinds.Answer, id, IsOpen: false, RequestJson.WriteAnswer(given)));
            }
        }
    }

    /// <summary>Writes rows of the ledger beside a record that stays as it is, as a change of its own.</summary>
    protected Task Note(ImmutableArray<LedgerEntry> rows) =>
        Store(Held! with { Revision = Held!.Revision + 1, UpdateTime = Clock.GetUtcNow(), Appended = new Appended(rows, [], []) });

    private async Task Store(Stored<T> next)
    {
        var before = state.RecordExists ? state.State : null;
        state.State = next with { Appended = next.Appended with { Rows = next.Appended.Rows.Add(AuditRows.Of(before, next)) } };
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            // What is in memory may not be what is stored: the next call starts from the database.
            DeactivateOnIdle();
            throw;
        }
    }
}
