using System.Collections.Immutable;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Domain;
using CitizenNetwork.Domain.Refusals;
using Orleans.Runtime;

namespace CitizenNetwork.Grains.Records;

/// <summary>
/// A grain that is the single writer of one record: it replays answers, checks the etag, applies the domain's rules and
/// writes, in that order, so that a refusal leaves nothing half-written.
/// </summary>
/// <param name="state">Where the record is kept.</param>
/// <param name="reference">Reference data of the rules.</param>
/// <param name="clock">The product's clock.</param>
public abstract class RecordGrain<T>(IPersistentState<Stored<T>> state, Reference reference, TimeProvider clock) : Grain, IRecordGrain<T>
    where T : class
{
    /// <summary>Resource name of the record.</summary>
    protected string Name => this.GetPrimaryKeyString();

    protected Reference Reference { get; } = reference;

    protected TimeProvider Clock { get; } = clock;

    private Snapshot<T>? Current => state.RecordExists ? state.State.ToSnapshot() : null;

    public Task<Outcome<Snapshot<T>>> Get() => Task.FromResult<Outcome<Snapshot<T>>>(Current is { } current ? current : NotFound());

    public Task<Outcome<Snapshot<T>>?> Replay(WriteRequest request) => Task.FromResult(Replayed(request));

    public async Task<Outcome<Snapshot<T>>> Create(T record, WriteRequest request)
    {
        if (Replayed(request) is { } first)
        {
            return first;
        }

        if (state.RecordExists)
        {
            return Refusal.Of(RefusalCode.AlreadyExists, Name, Datum.Name(Name));
        }

        var now = Clock.GetUtcNow();
        return Wrong(record) is { } wrong ? wrong : await Write(new Snapshot<T>(record, 1, now, now), [], request);
    }

    public Task<Outcome<Snapshot<T>>> Update(T record, WriteRequest request) => Change(request, current => Merge(current, record));

    public async Task<Refusal?> Delete(WriteRequest request)
    {
        if (Known(request) is { } known)
        {
            return known.ContentHash == request.ContentHash ? null : Reused(request);
        }

        if (Current is not { } current)
        {
            return NotFound();
        }

        if (Stale(current, request) is { } stale)
        {
            return stale;
        }

        // Nothing of the record is kept, remembered answers included: only that its id was used, and by which requests.
        var requests = Remembered([.. state.State.Requests.Select(accepted => accepted with { Answer = null })], request, null);
        await Store(new Stored<T>(Stored<T>.CurrentVersion, null, current.Revision + 1, current.CreateTime, Clock.GetUtcNow(), requests));
        return null;
    }

    /// <summary>Adds every wrong field of the record.</summary>
    protected abstract void Check(T record, Violations violations);

    /// <summary>What an update stores: the caller's record, with what only other methods may change kept.</summary>
    protected virtual T Merge(T current, T updated) => updated;

    protected Refusal NotFound() => Refusal.Of(RefusalCode.NotFound, Name, Datum.Name(Name));

    /// <summary>Changes the record: replay, existence, etag, the change's own refusal, rules, write.</summary>
    protected async Task<Outcome<Snapshot<T>>> Change(WriteRequest request, Func<T, Outcome<T>> change)
    {
        if (Replayed(request) is { } first)
        {
            return first;
        }

        if (Current is not { } current)
        {
            return NotFound();
        }

        if (Stale(current, request) is { } stale)
        {
            return stale;
        }

        var changed = change(current.Record);
        if (changed.Value is not { } record)
        {
            return changed.Refusal!;
        }

        return Wrong(record) is { } wrong
            ? wrong
            : await Write(new Snapshot<T>(record, current.Revision + 1, current.CreateTime, Clock.GetUtcNow()), state.State.Requests, request);
    }

    private AcceptedRequest<T>? Known(WriteRequest request) =>
        request.RequestId.Length > 0 && state.RecordExists ? state.State.Requests.FirstOrDefault(known => known.Id == request.RequestId) : null;

    private Refusal Reused(WriteRequest request) =>
        Refusal.Invalid(Name, [new FieldViolation("request_id", ViolationCode.RequestIdReused, [Datum.Text(request.RequestId)])]);

    private Outcome<Snapshot<T>>? Replayed(WriteRequest request) => Known(request) switch
    {
        null => null,
        { } known when known.ContentHash != request.ContentHash => Reused(request),
        { Answer: { } answer } => answer,
        _ => NotFound(),
    };

    private Refusal? Stale(Snapshot<T> current, WriteRequest request) =>
        request.ExpectedRevision is { } expected && expected != current.Revision
            ? Refusal.Of(RefusalCode.StaleEtag, Name, Datum.Number(expected), Datum.Number(current.Revision))
            : null;

    private Refusal? Wrong(T record)
    {
        Violations violations = new();
        Check(record, violations);
        return violations.Any ? Refusal.Invalid(Name, violations.ToImmutable()) : null;
    }

    private async Task<Outcome<Snapshot<T>>> Write(Snapshot<T> answer, ImmutableArray<AcceptedRequest<T>> known, WriteRequest request)
    {
        Stored<T> next = new(Stored<T>.CurrentVersion, answer.Record, answer.Revision, answer.CreateTime, answer.UpdateTime, Remembered(known, request, answer));
        while (StateJson.Write(next).Length > Stored<T>.MaxBytes)
        {
            if (next.Requests.Length <= 1)
            {
                return Refusal.Of(RefusalCode.LimitReached, Name, Datum.Number(Stored<T>.MaxBytes / 1024));
            }

            next = next with { Requests = next.Requests.RemoveAt(0) };
        }

        await Store(next);
        return answer;
    }

    private static ImmutableArray<AcceptedRequest<T>> Remembered(ImmutableArray<AcceptedRequest<T>> known, WriteRequest request, Snapshot<T>? answer)
    {
        var all = request.RequestId.Length > 0 ? known.Add(new AcceptedRequest<T>(request.RequestId, request.ContentHash, answer)) : known;
        return all.Length > Stored<T>.MaxRequests ? all.RemoveRange(0, all.Length - Stored<T>.MaxRequests) : all;
    }

    private async Task Store(Stored<T> next)
    {
        state.State = next;
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
