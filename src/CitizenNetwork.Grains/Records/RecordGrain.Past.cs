using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CitizenNetwork.Contracts.Storage;

namespace CitizenNetwork.Grains.Records;

/// <content>What a grain tells of a record's past, kept as rows of its ledger.</content>
public abstract partial class RecordGrain<T>
{
    /// <summary>A row of the past, to be written with the state.</summary>
    /// <param name="kind">One of <see cref="LedgerKinds"/>.</param>
    /// <param name="number">Unique in its kind.</param>
    /// <param name="entry">What it tells; a type of <see cref="StateJson"/>.</param>
    protected static LedgerEntry PastRow<TEntry>(string kind, long number, TEntry entry) =>
        new(kind, number.ToString(CultureInfo.InvariantCulture), IsOpen: false, Encoding.UTF8.GetString(StateJson.Write(entry)));

    /// <summary>Part of the past, newest first, and where the following part begins (0: there is none).</summary>
    protected async Task<(ImmutableArray<TEntry> Entries, long Next)> ReadPast<TEntry>(string kind, long before, int limit)
    {
        // One more than asked for tells whether a following part exists.
        var rows = await Ledger.ReadPastAsync(Id, kind, before, limit + 1);
        var page = rows.Take(limit).ToImmutableArray();
        return ([.. page.Select(row => (TEntry)StateJson.Read(Encoding.UTF8.GetBytes(row.Payload), typeof(TEntry)))], rows.Length > limit ? page[^1].Seq : 0);
    }
}
