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
        return Wrong(record) is { } wrong ? wrong : await Write(record, 1, now, now, request);
    }

    public Task<Outcome<Snapshot<T>>> Update(T record, WriteRequest request) => Change(request, current => Merge(current, record));

    public async Task<Outcome<Snapshot<T>>> Delete(WriteRequest request)
    {
        if (Replayed(request) is { } first)
        {
            return first;
        }

        if (Current is not { } current)
        {
            return NotFound();
        }

        return Stale(current, request) is { } stale ? stale : await Write(null, current.Revision + 1, current.CreateTime, Clock.GetUtcNow(), request);
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

        return Wrong(record) is { } wrong ? wrong : await Write(record, current.Revision + 1, current.CreateTime, Clock.GetUtcNow(), request);
    }

    private Outcome<Snapshot<T>>? Replayed(WriteRequest request)
    {
        if (request.RequestId.Length == 0 || !state.RecordExists)
        {
            return null;
        }

        var accepted = state.State.Requests.FirstOrDefault(known => known.Id == request.RequestId);
        if (accepted is null)
        {
            return null;
        }

        return accepted.ContentHash != request.ContentHash
            ? Refusal.Invalid(Name, [new FieldViolation("request_id", ViolationCode.RequestIdReused, [Datum.Text(request.RequestId)])])
            : accepted.Answer is { } answer ? answer : NotFound();
    }

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

    private async Task<Outcome<Snapshot<T>>> Write(T? record, long revision, DateTimeOffset createTime, DateTimeOffset updateTime, WriteRequest request)
    {
        var previous = state.RecordExists ? state.State : null;
        var answer = new Snapshot<T>(record ?? previous!.Record!, revision, createTime, updateTime);

        // A deletion keeps nothing of the record: its replayed answer is empty.
        ImmutableArray<AcceptedRequest<T>> requests = record is null
            ? [.. (previous?.Requests ?? []).Select(known => known with { Answer = null })]
            : previous?.Requests ?? [];
        if (request.RequestId.Length > 0)
        {
            requests = requests.Add(new AcceptedRequest<T>(request.RequestId, request.ContentHash, record is null ? null : answer));
        }

        if (requests.Length > Stored<T>.MaxRequests)
        {
            requests = requests.RemoveRange(0, requests.Length - Stored<T>.MaxRequests);
        }

        var next = new Stored<T>(Stored<T>.CurrentVersion, record, revision, createTime, updateTime, requests);
        while (StateJson.Write(next).Length > Stored<T>.MaxBytes)
        {
            if (next.Requests.Length <= 1)
            {
                return Refusal.Of(RefusalCode.LimitReached, Name, Datum.Number(Stored<T>.MaxBytes / 1024));
            }

            next = next with { Requests = next.Requests.RemoveAt(0) };
        }

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

        return answer;
    }
}
