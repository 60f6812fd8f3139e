using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.Contracts.Initiatives;

/// <summary>
/// Single writer of one initiative: its profile, phase, needs and pinned candidates; its key is <c>initiatives/{id}</c>.
/// <see cref="IRecordGrain{T}.Update"/> leaves phase, needs and pins as they are: they have methods of their own.
/// </summary>
[Alias("citizennetwork.IInitiativeGrain")]
public interface IInitiativeGrain : IRecordGrain<Initiative>
{
    /// <summary>Moves to another phase; WrongState when the move does not exist.</summary>
    [Alias("ChangePhase")]
    Task<Outcome<Snapshot<Initiative>>> ChangePhase(Phase phase, SubState subState, WriteRequest request);

    /// <summary>Adds an open need; AlreadyExists when its id is taken.</summary>
    [Alias("RegisterNeed")]
    Task<Outcome<Snapshot<Initiative>>> RegisterNeed(Need need, WriteRequest request);

    /// <summary>Replaces an open need but for its state.</summary>
    [Alias("QualifyNeed")]
    Task<Outcome<Snapshot<Initiative>>> QualifyNeed(Need need, WriteRequest request);

    /// <summary>Ends an open need: met or withdrawn.</summary>
    [Alias("CloseNeed")]
    Task<Outcome<Snapshot<Initiative>>> CloseNeed(string needId, NeedState state, WriteRequest request);

    /// <summary>Puts a candidate first; a candidate already pinned gets the new words. The grain sets the time.</summary>
    [Alias("PinCandidate")]
    Task<Outcome<Snapshot<Initiative>>> PinCandidate(Pin pin, WriteRequest request);

    /// <summary>Takes a choice back; NotFound when the candidate is not pinned.</summary>
    [Alias("UnpinCandidate")]
    Task<Outcome<Snapshot<Initiative>>> UnpinCandidate(string candidate, WriteRequest request);

    /// <summary>What happened to the initiative, newest first; NotFound when there is none.</summary>
    /// <param name="before">Where an earlier part ended; <see cref="long.MaxValue"/>: from the newest.</param>
    /// <param name="limit">Most entries.</param>
    [Alias("ReadJournal")]
    Task<Outcome<JournalPage>> ReadJournal(long before, int limit);
}
