using System.Collections.Immutable;
using CitizenNetwork.Domain.Common;

namespace CitizenNetwork.Domain.Initiatives;

/// <summary>What happened to an initiative.</summary>
[GenerateSerializer, Alias("citizennetwork.journal-event")]
public enum JournalEvent
{
    Unspecified = 0,
    Registered = 1,
    Described = 2,
    PhaseChanged = 3,
    NeedRegistered = 4,
    NeedQualified = 5,
    NeedClosed = 6,
    CandidatePinned = 7,
    CandidateUnpinned = 8,
}

/// <summary>
/// One change in an initiative's life: what, when and about what, in codes and names alone. It holds no text that anybody
/// wrote, so that it can be kept for as long as the initiative is.
/// </summary>
/// <param name="Revision">Revision that the change made.</param>
/// <param name="Time">UTC.</param>
/// <param name="Event">What happened.</param>
/// <param name="Phase">Phase after it.</param>
/// <param name="SubState">Sub-state after it.</param>
/// <param name="Subject">Name of the need or of the candidate that it is about; empty: the initiative itself.</param>
[GenerateSerializer, Immutable, Alias("citizennetwork.journal-entry")]
public sealed record JournalEntry(long Revision, DateTimeOffset Time, JournalEvent Event, Phase Phase, SubState SubState, string Subject)
{
    /// <summary>The entry of a change; each of an initiative's methods changes one thing.</summary>
    /// <param name="before">Null when it is registered.</param>
    /// <param name="after">What is stored by the change.</param>
    /// <param name="revision">Revision that the change made.</param>
    /// <param name="time">UTC.</param>
    public static JournalEntry Of(Initiative? before, Initiative after, long revision, DateTimeOffset time)
    {
        var (what, subject) = before is null ? (JournalEvent.Registered, string.Empty) : Difference(before, after);
        return new JournalEntry(revision, time, what, after.Phase, after.SubState, subject);
    }

    private static (JournalEvent Event, string Subject) Difference(Initiative before, Initiative after)
    {
        if (before.Phase != after.Phase || before.SubState != after.SubState)
        {
            return (JournalEvent.PhaseChanged, string.Empty);
        }

        if (after.Needs.FirstOrDefault(need => !Equals(before.FindNeed(need.Id), need)) is { } changed)
        {
            return (
                before.FindNeed(changed.Id) is null ? JournalEvent.NeedRegistered : changed.State == NeedState.Open ? JournalEvent.NeedQualified : JournalEvent.NeedClosed,
                after.Id.NeedName(changed.Id));
        }

        if (after.Pins.FirstOrDefault(pin => !before.Pins.Contains(pin)) is { } added)
        {
            return (JournalEvent.CandidatePinned, added.Candidate);
        }

        return before.Pins.FirstOrDefault(pin => after.Pins.All(kept => kept.Candidate != pin.Candidate)) is { } removed
            ? (JournalEvent.CandidateUnpinned, removed.Candidate)
            : (JournalEvent.Described, string.Empty);
    }
}

/// <summary>Part of a journal, newest first.</summary>
/// <param name="Entries">The entries.</param>
/// <param name="Next">Where the following part begins; 0: there is none.</param>
[GenerateSerializer, Immutable, Alias("citizennetwork.journal-page")]
public sealed record JournalPage(ImmutableArray<JournalEntry> Entries, long Next);
