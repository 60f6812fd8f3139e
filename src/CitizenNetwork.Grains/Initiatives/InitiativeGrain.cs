using System.Collections.Immutable;
using CitizenNetwork.Contracts.Initiatives;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Grains.Records;
using Orleans.Runtime;

namespace CitizenNetwork.Grains.Initiatives;

/// <inheritdoc cref="IInitiativeGrain" />
[GrainType("initiative")]
public sealed class InitiativeGrain(
    [PersistentState(StateNames.Initiative, StateNames.Storage)] IPersistentState<Stored<Initiative>> state,
    RecordServices services)
    : RecordGrain<Initiative>(StateNames.Initiative, state, services), IInitiativeGrain
{
    public Task<Outcome<Snapshot<Initiative>>> ChangePhase(Phase phase, SubState subState, WriteRequest request) =>
        Change(request, current => InitiativeRules.MayMove(current, phase)
            ? current with { Phase = phase, SubState = subState }
            : Refusal.Of(RefusalCode.WrongState, Name, Datum.Term(current.Phase), Datum.Term(current.SubState), Datum.Term(phase)));

    public Task<Outcome<Snapshot<Initiative>>> RegisterNeed(Need need, WriteRequest request) =>
        Change(request, current => current.FindNeed(need.Id) is null
            ? current with { Needs = current.Needs.Add(need with { State = NeedState.Open }) }
            : Refusal.Of(RefusalCode.AlreadyExists, current.Id.NeedName(need.Id), Datum.Name(current.Id.NeedName(need.Id))));

    public Task<Outcome<Snapshot<Initiative>>> QualifyNeed(Need need, WriteRequest request) =>
        Change(request, current => ReplaceOpen(current, need.Id, _ => need with { State = NeedState.Open }));

    public Task<Outcome<Snapshot<Initiative>>> CloseNeed(string needId, NeedState state, WriteRequest request) =>
        Change(request, current => ReplaceOpen(current, needId, need => need with { State = state }));

    public Task<Outcome<Snapshot<Initiative>>> PinCandidate(Pin pin, WriteRequest request) =>
        Change(request, current =>
        {
            var others = current.Pins.RemoveAll(known => known.Candidate == pin.Candidate);
            return others.Length >= InitiativeRules.MaxPins
                ? Refusal.Invalid(Name, [new FieldViolation("pin", ViolationCode.TooMany, [Datum.Number(InitiativeRules.MaxPins), Datum.Number(others.Length + 1)])])
                : current with { Pins = others.Add(pin with { CreateTime = Clock.GetUtcNow() }) };
        });

    public Task<Outcome<Snapshot<Initiative>>> UnpinCandidate(string candidate, WriteRequest request) =>
        Change(request, current => current.Pins.Any(known => known.Candidate == candidate)
            ? current with { Pins = current.Pins.RemoveAll(known => known.Candidate == candidate) }
            : Refusal.Of(RefusalCode.NotFound, candidate, Datum.Name(candidate)));

    public Task<Outcome<JournalPage>> ReadJournal(long before, int limit) => Turn<Outcome<JournalPage>>(async () =>
    {
        if (Current is null)
        {
            return NotFound();
        }

        var (entries, next) = await ReadPast<JournalEntry>(LedgerKinds.Journal, before, limit);
        return new JournalPage(entries, next);
    });

    protected override ImmutableArray<string> ErasedOnDelete => base.ErasedOnDelete.Add(LedgerKinds.Journal);

    protected override ImmutableArray<LedgerEntry> JournalRows(Initiative? before, Snapshot<Initiative> after, WriteRequest request)
    {
        var entry = JournalEntry.Of(before, after.Record, after.Revision, after.UpdateTime);
        return [PastRow(LedgerKinds.Journal, entry.Revision, entry)];
    }

    protected override void Check(Initiative record, Violations violations) => InitiativeRules.Check(record, "initiative", Reference, violations);

    protected override Initiative Merge(Initiative current, Initiative updated) =>
        updated with { Phase = current.Phase, SubState = current.SubState, Needs = current.Needs, Pins = current.Pins };

    /// <summary>A source adds needs and changes open ones; it removes none, since people here may have answered it.</summary>
    protected override Initiative MergeRow(Initiative current, Initiative row)
    {
        var needs = current.Needs;
        foreach (var need in row.Needs)
        {
            var known = current.FindNeed(need.Id);
            needs = known is null ? needs.Add(need)
                : known.State == NeedState.Open ? needs.Replace(known, need with { State = NeedState.Open })
                : needs;
        }

        return Merge(current, row) with { Needs = needs };
    }

    private static Outcome<Initiative> ReplaceOpen(Initiative current, string needId, Func<Need, Need> change)
    {
        var name = current.Id.NeedName(needId);
        if (current.FindNeed(needId) is not { } need)
        {
            return Refusal.Of(RefusalCode.NotFound, name, Datum.Name(name));
        }

        return need.State == NeedState.Open
            ? current with { Needs = current.Needs.Replace(need, change(need)) }
            : Refusal.Of(RefusalCode.WrongState, name, Datum.Term(need.State), Datum.Term(NeedState.Open), Datum.Term(need.State));
    }
}
