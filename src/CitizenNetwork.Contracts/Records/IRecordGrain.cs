using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Sources;

namespace CitizenNetwork.Contracts.Records;

/// <summary>What every grain that holds one record answers. Its key is the record's resource name.</summary>
[Alias("citizennetwork.IRecordGrain`1")]
public interface IRecordGrain<T> : IGrainWithStringKey
    where T : class
{
    /// <summary>The record, or NotFound.</summary>
    [Alias("Get")]
    Task<Outcome<Snapshot<T>>> Get();

    /// <summary>
    /// The first answer to a request that was accepted before; null for a new one. A caller asks it before it checks what the
    /// request names, since that may have gone meanwhile.
    /// </summary>
    [Alias("Replay")]
    Task<Outcome<Snapshot<T>>?> Replay(WriteRequest request);

    /// <summary>Registers the record; AlreadyExists when the key was ever used.</summary>
    [Alias("Create")]
    Task<Outcome<Snapshot<T>>> Create(T record, WriteRequest request);

    /// <summary>Replaces what a caller can set; StaleEtag when the revision is not the expected one.</summary>
    [Alias("Update")]
    Task<Outcome<Snapshot<T>>> Update(T record, WriteRequest request);

    /// <summary>Deletes the record; null when that is done, now or by the same request before.</summary>
    [Alias("Delete")]
    Task<Refusal?> Delete(WriteRequest request);

    /// <summary>Registers, changes or revives the record of a source's row, or finds it as it was; the source's word on its own rows is final.</summary>
    /// <param name="record">The record as the row has it.</param>
    /// <param name="row">The row, with the hash of its content.</param>
    /// <param name="request">With the row's contact; request ids are remembered by the batch, not here.</param>
    [Alias("Upsert")]
    Task<Upserted> Upsert(T record, SourceReference row, WriteRequest request);

    /// <summary>Takes the record out of everybody's sight until its row returns; null when that is done.</summary>
    /// <param name="syncId">Synchronisation that no longer contained it.</param>
    /// <param name="request">With the revision at which it was found missing.</param>
    [Alias("Withdraw")]
    Task<Refusal?> Withdraw(string syncId, WriteRequest request);

    /// <summary>
    /// Hides the record behind another one that it was merged into, or shows it again; null when that is done, now or before.
    /// Its source goes on writing it meanwhile, so that it is as the source has it when it is shown again.
    /// </summary>
    /// <param name="from">Record that it must be hidden behind now; empty: it must be shown.</param>
    /// <param name="into">Record to hide it behind; empty: it is shown.</param>
    [Alias("Redirect")]
    Task<Refusal?> Redirect(string from, string into);
}

/// <summary>Where the grains' states are kept; a state's name is unique over all grain classes (orleans#8746).</summary>
public static class StateNames
{
    /// <summary>Name of the storage provider.</summary>
    public const string Storage = "citizennetwork";

    public const string Actor = "actor";
    public const string Initiative = "initiative";
    public const string Resource = "resource";
    public const string FundingCall = "fundingCall";
    public const string HostingOffer = "hostingOffer";
    public const string DuplicatePair = "duplicatePair";
    public const string Network = "network";
    public const string Member = "member";
}
