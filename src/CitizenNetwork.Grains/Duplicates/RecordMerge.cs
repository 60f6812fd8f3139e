using System.Collections.Immutable;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.Grains.Duplicates;

/// <summary>What a merge would give its kept record.</summary>
/// <param name="Fields">Names of the fields.</param>
/// <param name="Given">A record that holds these alone.</param>
internal sealed record MergePlan(ImmutableArray<string> Fields, object Given);

/// <summary>What became of the fields of the kept record.</summary>
/// <param name="Fields">Filled or emptied.</param>
/// <param name="Left">Left as they are.</param>
internal sealed record MergeEffect(ImmutableArray<string> Fields, ImmutableArray<string> Left);

/// <summary>The effects of a merge on its two records, whatever they are records of. Each may be repeated.</summary>
internal abstract class RecordMerge
{
    /// <summary>What a merge would do; refused when one of the two is not there or not as the caller saw it.</summary>
    public abstract Task<Outcome<MergePlan>> PlanAsync(long? keptRevision, long? mergedRevision);

    /// <summary>Hides one and fills the other; when that one is not there any more, shows the first again and refuses.</summary>
    public abstract Task<Outcome<MergeEffect>> DoAsync(object given);

    /// <summary>Shows the hidden one and empties what the other got.</summary>
    public abstract Task<MergeEffect> UndoAsync(object given);
}

/// <inheritdoc />
internal sealed class RecordMerge<T>(IRecordGrain<T> kept, IRecordGrain<T> merged, string keptName, string mergedName, Filling<T> filling) : RecordMerge
    where T : class
{
    /// <summary>Times that the kept record is written; then other writers have the better right to it.</summary>
    private const int Attempts = 3;

    public override async Task<Outcome<MergePlan>> PlanAsync(long? keptRevision, long? mergedRevision)
    {
        var (into, from) = (await kept.Get(), await merged.Get());
        if ((into.Refusal ?? from.Refusal) is { } missing)
        {
            return missing;
        }

        if ((Stale(keptName, into.Value!, keptRevision) ?? Stale(mergedName, from.Value!, mergedRevision)) is { } stale)
        {
            return stale;
        }

        var (_, fields, given) = filling.Fill(into.Value!.Record, from.Value!.Record);
        return new MergePlan(fields, given);
    }

    public override async Task<Outcome<MergeEffect>> DoAsync(object given)
    {
        if (await merged.Redirect(string.Empty, keptName) is { } refused)
        {
            return refused;
        }

        var filled = await ChangeAsync(current => filling.Fill(current, (T)given) is var (record, _, _) ? record : current);
        if (filled is { Code: RefusalCode.NotFound or RefusalCode.Merged })
        {
            await merged.Redirect(keptName, string.Empty);
            return filled;
        }

        // A field that cannot be taken, because the record would be too large, is no reason to leave a duplicate.
        var all = filling.Said((T)given);
        return filled is null ? new MergeEffect(all, []) : new MergeEffect([], all);
    }

    public override async Task<MergeEffect> UndoAsync(object given)
    {
        // A record that is gone for good is not shown again: what remains is to take back what it gave.
        await merged.Redirect(keptName, string.Empty);
        MergeEffect effect = new([], []);
        var refused = await ChangeAsync(current =>
        {
            var (record, fields, left) = filling.Empty(current, (T)given);
            effect = new MergeEffect(fields, left);
            return record;
        });
        return refused is null ? effect : new MergeEffect([], filling.Said((T)given));
    }

    /// <summary>Changes the kept record as it is now, again when somebody else did meanwhile.</summary>
    private async Task<Refusal?> ChangeAsync(Func<T, T> change)
    {
        for (var attempt = 1; ; attempt++)
        {
            var current = await kept.Get();
            if (current.Value is not { } snapshot)
            {
                return current.Refusal;
            }

            var changed = change(snapshot.Record);
            if (changed.Equals(snapshot.Record))
            {
                return null;
            }

            var written = await kept.Update(changed, new WriteRequest(string.Empty, string.Empty, snapshot.Revision));
            if (written.Refusal?.Code != RefusalCode.StaleEtag || attempt == Attempts)
            {
                return written.Refusal;
            }
        }
    }

    private static Refusal? Stale(string name, Snapshot<T> snapshot, long? expected) => expected is { } revision && revision != snapshot.Revision
        ? Refusal.Of(RefusalCode.StaleEtag, name, Datum.Number(revision), Datum.Number(snapshot.Revision))
        : null;
}
