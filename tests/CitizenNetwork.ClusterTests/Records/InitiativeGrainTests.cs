using CitizenNetwork.Contracts.Initiatives;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Refusals;
using Orleans.Runtime;

namespace CitizenNetwork.ClusterTests.Records;

/// <summary>The verbs of an initiative and each of their refusals.</summary>
public abstract class InitiativeGrainTests(RecordFixture fixture) : RecordTestBase(fixture)
{
    private string Name => $"initiatives/{Id}";

    private IInitiativeGrain Grain => Fixture.Cluster.Client.GetGrain<IInitiativeGrain>(Name);

    [SkippableFact]
    public async Task Verbs_NeverCreated_AreNotFound()
    {
        Refused(RefusalCode.NotFound, await Grain.ChangePhase(Phase.Consolidation, SubState.ActionPlan, Request()));
        Refused(RefusalCode.NotFound, await Grain.RegisterNeed(NewNeed("local"), Request()));
        Refused(RefusalCode.NotFound, await Grain.QualifyNeed(NewNeed("local"), Request()));
        Refused(RefusalCode.NotFound, await Grain.CloseNeed("local", NeedState.Met, Request()));
        Refused(RefusalCode.NotFound, await Grain.PinCandidate(NewPin("resources/salle"), Request()));
        Refused(RefusalCode.NotFound, await Grain.UnpinCandidate("resources/salle", Request()));
    }

    [SkippableFact]
    public async Task Update_OfAnInitiative_LeavesPhaseNeedsAndPins()
    {
        await CreateAsync();
        await Grain.ChangePhase(Phase.Consolidation, SubState.ActionPlan, Request());
        await Grain.RegisterNeed(NewNeed("local"), Request());
        await Grain.PinCandidate(NewPin("resources/salle"), Request());
        var updated = Accepted(await Grain.Update(NewInitiative("Nous réparons des vélos"), Request())).Record;
        Assert.Equal(("Nous réparons des vélos", Phase.Consolidation, SubState.ActionPlan), (updated.Sentence, updated.Phase, updated.SubState));
        Assert.Equal("local", Assert.Single(updated.Needs).Id);
        Assert.Equal("resources/salle", Assert.Single(updated.Pins).Candidate);
        AssertSame(updated, Accepted(await Reread(Grain)).Record);
    }

    [SkippableFact]
    public async Task ChangePhase_OneStep_MovesForwardAndBack()
    {
        await CreateAsync();
        Assert.Equal(Phase.Consolidation, Accepted(await Grain.ChangePhase(Phase.Consolidation, SubState.ActionPlan, Request())).Record.Phase);
        Assert.Equal(Phase.Realisation, Accepted(await Grain.ChangePhase(Phase.Realisation, SubState.Running, Request())).Record.Phase);
        Assert.Equal(Phase.Consolidation, Accepted(await Grain.ChangePhase(Phase.Consolidation, SubState.ActionPlan, Request())).Record.Phase);
        Assert.Equal(4, Accepted(await Reread(Grain)).Revision);
    }

    [SkippableFact]
    public async Task ChangePhase_TwoStepsOrOutOfClosed_IsTheWrongState()
    {
        await CreateAsync();
        Refused(RefusalCode.WrongState, await Grain.ChangePhase(Phase.Realisation, SubState.Running, Request()));
        await Grain.ChangePhase(Phase.Consolidation, SubState.ActionPlan, Request());
        await Grain.ChangePhase(Phase.Realisation, SubState.Closed, Request());
        var refusal = Refused(RefusalCode.WrongState, await Grain.ChangePhase(Phase.Realisation, SubState.Running, Request()));
        Assert.Equal([Datum.Term(Phase.Realisation), Datum.Term(SubState.Closed), Datum.Term(Phase.Realisation)], refusal.Data.ToArray());
    }

    [SkippableFact]
    public async Task ChangePhase_SubStateOfAnotherPhase_IsAWrongField()
    {
        await CreateAsync();
        var refusal = Refused(RefusalCode.InvalidFields, await Grain.ChangePhase(Phase.Consolidation, SubState.Running, Request()));
        AssertViolation("initiative.sub_state", ViolationCode.OutOfRange, refusal);
        Assert.Equal(Phase.Emergence, Accepted(await Grain.Get()).Record.Phase);
    }

    [SkippableFact]
    public async Task ChangePhase_StaleRevision_IsRefused()
    {
        await CreateAsync();
        Refused(RefusalCode.StaleEtag, await Grain.ChangePhase(Phase.Consolidation, SubState.ActionPlan, Request(expected: 9)));
    }

    [SkippableFact]
    public async Task ChangePhase_SameRequestAgain_IsMadeOnce()
    {
        await CreateAsync();
        await Grain.ChangePhase(Phase.Consolidation, SubState.ActionPlan, Request());
        var request = Request();
        var first = Accepted(await Grain.ChangePhase(Phase.Realisation, SubState.Running, request));
        await Grain.ChangePhase(Phase.Consolidation, SubState.ActionPlan, Request());
        AssertSame(first, Accepted(await Grain.ChangePhase(Phase.Realisation, SubState.Running, request)));
        Assert.Equal(Phase.Consolidation, Accepted(await Reread(Grain)).Record.Phase);
    }

    [SkippableFact]
    public async Task RegisterNeed_NewId_IsOpenWhateverTheCallerSays()
    {
        await CreateAsync();
        var need = Assert.Single(Accepted(await Grain.RegisterNeed(NewNeed("local") with { State = NeedState.Met }, Request())).Record.Needs);
        Assert.Equal(NeedState.Open, need.State);
        Assert.Single(Accepted(await Reread(Grain)).Record.Needs);
    }

    [SkippableFact]
    public async Task RegisterNeed_IdInUse_AlreadyExists()
    {
        await CreateAsync();
        await Grain.RegisterNeed(NewNeed("local"), Request());
        var refusal = Refused(RefusalCode.AlreadyExists, await Grain.RegisterNeed(NewNeed("local", "Autre"), Request()));
        Assert.Equal($"{Name}/needs/local", refusal.Subject);
    }

    [SkippableFact]
    public async Task RegisterNeed_WrongField_NamesIt()
    {
        await CreateAsync();
        var refusal = Refused(RefusalCode.InvalidFields, await Grain.RegisterNeed(NewNeed("local", "") with { AmountCents = 5 }, Request()));
        AssertViolation("initiative.needs[0].title", ViolationCode.Required, refusal);
        AssertViolation("initiative.needs[0].amount_cents", ViolationCode.NotApplicable, refusal);
        Assert.Empty(Accepted(await Reread(Grain)).Record.Needs);
    }

    [SkippableFact]
    public async Task RegisterNeed_OneMoreThanAllowed_IsRefused()
    {
        await CreateAsync();
        for (var i = 0; i < InitiativeRules.MaxNeeds; i++)
        {
            Accepted(await Grain.RegisterNeed(NewNeed($"need-{i}"), Request()));
        }

        AssertViolation("initiative.needs", ViolationCode.TooMany, Refused(RefusalCode.InvalidFields, await Grain.RegisterNeed(NewNeed("one-more"), Request())));
        Assert.Equal(InitiativeRules.MaxNeeds, Accepted(await Reread(Grain)).Record.Needs.Length);
    }

    [SkippableFact]
    public async Task QualifyNeed_OpenOne_IsReplacedAndStaysOpen()
    {
        await CreateAsync();
        await Grain.RegisterNeed(NewNeed("local"), Request());
        var qualified = NewNeed("local", "Un atelier de 40 m²") with { Urgency = Urgency.High, State = NeedState.Withdrawn };
        var need = Assert.Single(Accepted(await Grain.QualifyNeed(qualified, Request())).Record.Needs);
        AssertSame(qualified with { State = NeedState.Open }, need);
    }

    [SkippableFact]
    public async Task QualifyNeed_UnknownOrClosed_IsRefused()
    {
        await CreateAsync();
        Assert.Equal($"{Name}/needs/local", Refused(RefusalCode.NotFound, await Grain.QualifyNeed(NewNeed("local"), Request())).Subject);
        await Grain.RegisterNeed(NewNeed("local"), Request());
        await Grain.CloseNeed("local", NeedState.Met, Request());
        Refused(RefusalCode.WrongState, await Grain.QualifyNeed(NewNeed("local"), Request()));
    }

    [SkippableTheory]
    [InlineData(NeedState.Met)]
    [InlineData(NeedState.Withdrawn)]
    public async Task CloseNeed_OpenOne_EndsItOnce(NeedState state)
    {
        await CreateAsync();
        await Grain.RegisterNeed(NewNeed("local"), Request());
        Assert.Equal(state, Assert.Single(Accepted(await Grain.CloseNeed("local", state, Request())).Record.Needs).State);
        Refused(RefusalCode.WrongState, await Grain.CloseNeed("local", NeedState.Met, Request()));
        Refused(RefusalCode.NotFound, await Grain.CloseNeed("other", state, Request()));
        Assert.Equal(state, Assert.Single(Accepted(await Reread(Grain)).Record.Needs).State);
    }

    [SkippableFact]
    public async Task PinCandidate_Twice_KeepsTheNewWordsAndTheClocksTime()
    {
        await CreateAsync();
        await Grain.PinCandidate(NewPin("resources/salle"), Request());
        await Grain.PinCandidate(NewPin("actors/asso"), Request());
        Fixture.Clock.Now = Fixture.Clock.Now.AddDays(1);
        var pins = Accepted(await Grain.PinCandidate(NewPin("resources/salle") with { Message = "Venez voir" }, Request())).Record.Pins;
        Assert.Equal(["actors/asso", "resources/salle"], pins.Select(pin => pin.Candidate));
        Assert.Equal(("Venez voir", Fixture.Clock.Now), (pins[1].Message, pins[1].CreateTime));
    }

    [SkippableFact]
    public async Task PinCandidate_OneMoreThanAllowed_IsRefused()
    {
        await CreateAsync();
        for (var i = 0; i < InitiativeRules.MaxPins; i++)
        {
            Accepted(await Grain.PinCandidate(NewPin($"resources/salle-{i}"), Request()));
        }

        AssertViolation("pin", ViolationCode.TooMany, Refused(RefusalCode.InvalidFields, await Grain.PinCandidate(NewPin("resources/autre"), Request())));
        Accepted(await Grain.PinCandidate(NewPin("resources/salle-3"), Request()));
    }

    [SkippableFact]
    public async Task UnpinCandidate_PinnedOrNot_TakesItBackOnce()
    {
        await CreateAsync();
        await Grain.PinCandidate(NewPin("resources/salle"), Request());
        Assert.Empty(Accepted(await Grain.UnpinCandidate("resources/salle", Request())).Record.Pins);
        Assert.Equal("resources/salle", Refused(RefusalCode.NotFound, await Grain.UnpinCandidate("resources/salle", Request())).Subject);
    }

    /// <summary>Letters that take six bytes each in the stored form fill it within the limits of every field.</summary>
    [SkippableFact]
    public async Task RegisterNeed_StateBeyond64KiB_IsRefusedAndNothingChanges()
    {
        await CreateAsync();
        Outcome<Snapshot<Initiative>> outcome;
        var kept = 0;
        do
        {
            outcome = await Grain.RegisterNeed(NewNeed($"need-{kept}", description: new string('é', 2_000)), NoRequest());
            kept += outcome.Value is null ? 0 : 1;
        }
        while (outcome.Refusal is null);

        var refusal = Refused(RefusalCode.LimitReached, outcome);
        Assert.Equal([Datum.Number(64)], refusal.Data.ToArray());
        Assert.Equal(5, kept);
        var stored = Accepted(await Reread(Grain));
        Assert.Equal(kept, stored.Record.Needs.Length);
        Assert.InRange(StateJson.Write(new Stored<Initiative>(1, stored.Record, 1, stored.CreateTime, stored.UpdateTime, [])).Length, 1, Stored<Initiative>.MaxBytes);

        // What shrinks it is still possible, and so is what fits.
        Accepted(await Grain.QualifyNeed(NewNeed("need-0"), NoRequest()));
        Accepted(await Grain.RegisterNeed(NewNeed("small"), NoRequest()));
    }

    [SkippableFact]
    public async Task ReadJournal_AfterChanges_TellsEachNewestFirst()
    {
        await CreateAsync();
        await Grain.RegisterNeed(NewNeed("local"), NoRequest());
        await Grain.QualifyNeed(NewNeed("local", "Un grand local"), NoRequest());
        await Grain.ChangePhase(Phase.Consolidation, SubState.ActionPlan, NoRequest());
        await Grain.PinCandidate(NewPin("actors/maison"), NoRequest());
        await Grain.UnpinCandidate("actors/maison", NoRequest());
        await Grain.CloseNeed("local", NeedState.Met, NoRequest());
        await Grain.Update(NewInitiative("Nous réparons des vélos"), NoRequest());
        Refused(RefusalCode.AlreadyExists, await Grain.RegisterNeed(NewNeed("local"), NoRequest()));

        var first = (await Grain.ReadJournal(long.MaxValue, 5)).Value!;
        var rest = (await Grain.ReadJournal(first.Next, 5)).Value!;

        var need = new InitiativeId(Id).NeedName("local");
        Assert.Equal(
            [
                (8, JournalEvent.Described, ""), (7, JournalEvent.NeedClosed, need), (6, JournalEvent.CandidateUnpinned, "actors/maison"),
                (5, JournalEvent.CandidatePinned, "actors/maison"), (4, JournalEvent.PhaseChanged, ""), (3, JournalEvent.NeedQualified, need),
                (2, JournalEvent.NeedRegistered, need), (1, JournalEvent.Registered, ""),
            ],
            first.Entries.Concat(rest.Entries).Select(entry => (entry.Revision, entry.Event, entry.Subject)));
        Assert.Equal((Phase.Consolidation, SubState.ActionPlan), (first.Entries[0].Phase, first.Entries[0].SubState));
        Assert.Equal((Phase.Emergence, SubState.Idea), (rest.Entries[^1].Phase, rest.Entries[^1].SubState));
        Assert.Equal(0, rest.Next);
    }

    [SkippableFact]
    public async Task ReadJournal_OfADeletedInitiative_IsNotFoundAndNothingIsKept()
    {
        Refused(RefusalCode.NotFound, await Grain.Get());
        Assert.Equal(RefusalCode.NotFound, (await Grain.ReadJournal(long.MaxValue, 5)).Refusal!.Code);
        await CreateAsync();
        await Grain.Delete(NoRequest());

        Assert.Equal(RefusalCode.NotFound, (await Grain.ReadJournal(long.MaxValue, 5)).Refusal!.Code);
        Assert.Empty(await Fixture.Ledger.ReadPastAsync(GrainId.Create("initiative", $"initiatives/{Id}"), LedgerKinds.Journal, long.MaxValue, 5));
    }

    private static Pin NewPin(string candidate) => new(candidate, "À voir", "coordination", default);

    private async Task CreateAsync() => Accepted(await Grain.Create(NewInitiative(), NoRequest()));
}

/// <summary>On SQLite.</summary>
public sealed class SqliteInitiativeGrainTests(SqliteRecords fixture) : InitiativeGrainTests(fixture), IClassFixture<SqliteRecords>;

/// <summary>With every message copied through the serializer's contract.</summary>
public sealed class RoundTrippedInitiativeGrainTests(RoundTrippedRecords fixture) : InitiativeGrainTests(fixture), IClassFixture<RoundTrippedRecords>;

/// <summary>On PostgreSQL.</summary>
public sealed class PostgresInitiativeGrainTests(PostgresRecords fixture) : InitiativeGrainTests(fixture), IClassFixture<PostgresRecords>;
