using CitizenNetwork.Contracts.Actors;
using CitizenNetwork.Contracts.Initiatives;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Storage;
using CitizenNetwork.Storage.States;
using CitizenNetwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace CitizenNetwork.ClusterTests.Records;

/// <summary>An activation whose state another process changed meanwhile answers what is stored.</summary>
public sealed class StaleActivationTests(TwoProcesses fixture) : RecordTestBase(fixture), IClassFixture<TwoProcesses>
{
    private string Key => $"actors/{Id}";

    private RowKey Row => new("actor", Key, StateNames.Actor);

    private IActorGrain Here => Fixture.Cluster.Client.GetGrain<IActorGrain>(Key);

    private IActorGrain There => fixture.Other.Client.GetGrain<IActorGrain>(Key);

    private IInitiativeGrain InitiativeHere => Fixture.Cluster.Client.GetGrain<IInitiativeGrain>($"initiatives/{Id}");

    private IInitiativeGrain InitiativeThere => fixture.Other.Client.GetGrain<IInitiativeGrain>($"initiatives/{Id}");

    [SkippableFact]
    public async Task Get_AfterTheOthersWrites_AnswersEach()
    {
        Refused(RefusalCode.NotFound, await Here.Get());
        AssertSame(Accepted(await There.Create(NewActor(), Request())), Accepted(await Here.Get()));
        AssertSame(Accepted(await There.Update(NewActor("Deux"), Request())), Accepted(await Here.Get()));
        Assert.Null(await There.Delete(Request()));
        Refused(RefusalCode.NotFound, await Here.Get());
    }

    [SkippableFact]
    public async Task Create_WhatTheOtherCreated_AlreadyExists()
    {
        Refused(RefusalCode.NotFound, await Here.Get());
        Accepted(await There.Create(NewActor(), Request()));
        await OvertakenThenAsync(RefusalCode.AlreadyExists, request => Here.Create(NewActor("Autre"), request));
        Assert.Equal("Le Jardin", Accepted(await Here.Get()).Record.DisplayName);
    }

    [SkippableFact]
    public async Task Update_WhatTheOtherDeleted_IsNotFoundAndItsKeyStaysUsed()
    {
        Accepted(await Here.Create(NewActor(), Request()));
        Assert.Null(await There.Delete(Request()));
        await OvertakenThenAsync(RefusalCode.NotFound, request => Here.Update(NewActor("Deux"), request));
        Refused(RefusalCode.AlreadyExists, await Here.Create(NewActor(), Request()));
    }

    [SkippableFact]
    public async Task Update_FromTheRevisionThatTheOtherMade_IsAccepted()
    {
        Accepted(await Here.Create(NewActor(), Request()));
        Accepted(await There.Update(NewActor("Deux"), Request()));

        // Here revision 2 looks as if it did not exist.
        Assert.Equal(3, Accepted(await Here.Update(NewActor("Trois"), Request(expected: 2))).Revision);
    }

    [SkippableFact]
    public async Task Update_FromAnOlderRevision_IsStaleAndNamesTheOthers()
    {
        Accepted(await Here.Create(NewActor(), Request()));
        Accepted(await Here.Update(NewActor("Deux"), Request()));
        Accepted(await There.Update(NewActor("Trois"), Request()));
        var refusal = Refused(RefusalCode.StaleEtag, await Here.Update(NewActor("Quatre"), Request(expected: 1)));
        Assert.Equal([Datum.Number(1), Datum.Number(3)], refusal.Data.ToArray());
    }

    [SkippableFact]
    public async Task CloseNeed_ThatTheOtherClosedOrMade_IsAnsweredByWhatIsStored()
    {
        Accepted(await InitiativeHere.Create(NewInitiative(), Request()));
        Accepted(await InitiativeThere.RegisterNeed(NewNeed("local"), Request()));
        Accepted(await InitiativeHere.CloseNeed("local", NeedState.Met, Request()));
        Accepted(await InitiativeThere.Get());
        Accepted(await InitiativeThere.RegisterNeed(NewNeed("outils"), Request()));
        Accepted(await InitiativeHere.Get());
        Accepted(await InitiativeThere.CloseNeed("outils", NeedState.Met, Request()));
        await OvertakenThenAsync(RefusalCode.WrongState, request => InitiativeHere.CloseNeed("outils", NeedState.Met, request));
        Refused(RefusalCode.WrongState, await InitiativeHere.QualifyNeed(NewNeed("local"), Request()));
    }

    [SkippableFact]
    public async Task Replay_OfWhatTheOtherAccepted_GivesItsAnswer()
    {
        Accepted(await Here.Create(NewActor(), Request()));
        var request = Request(expected: 1);
        var first = Accepted(await There.Update(NewActor("Deux"), request));
        AssertSame(first, Accepted((await Here.Replay(request))!));
        AssertSame(first, Accepted(await Here.Update(NewActor("Deux"), request)));
        AssertViolation("request_id", ViolationCode.RequestIdReused, Refused(RefusalCode.InvalidFields, await Here.Update(NewActor("Trois"), request with { ContentHash = "other" })));
        Assert.Null(await There.Delete(Request()));
        Refused(RefusalCode.NotFound, (await Here.Replay(request))!);
        Assert.Null(await Here.Replay(Request()));
    }

    [SkippableFact]
    public async Task Write_OnAStaleActivation_IsRefusedAndMadeWhenSentAgain()
    {
        Accepted(await Here.Create(NewActor(), Request()));
        Accepted(await There.Update(NewActor("Deux"), Request()));
        var request = Request();
        await Assert.ThrowsAsync<InconsistentStateException>(() => Here.Update(NewActor("Trois"), request));
        Assert.Equal(3, Accepted(await Here.Update(NewActor("Trois"), request)).Revision);
        Assert.Equal("Trois", Accepted(await There.Get()).Record.DisplayName);
    }

    [SkippableFact]
    public async Task Write_FromBothSidesAtOnce_CountsEachOnce()
    {
        Accepted(await Here.Create(NewActor(), Request()));
        var requests = Enumerable.Range(0, 40).Select(_ => Request()).ToList();
        await Task.WhenAll(requests.Select(async (request, i) =>
        {
            var grain = i % 2 == 0 ? Here : There;
            while (true)
            {
                try
                {
                    Accepted(await grain.Update(NewActor($"Nom {i}"), request));
                    return;
                }
                catch (InconsistentStateException)
                {
                    // The other side wrote first.
                }
            }
        }));
        Assert.Equal(41, Accepted(await Here.Get()).Revision);
        Assert.Equal(41, Accepted(await There.Get()).Revision);
    }

    [SkippableFact]
    public async Task Turn_OfAStateCalledStale_ReadsItOnceBefore()
    {
        Accepted(await Here.Create(NewActor(), Request()));
        Accepted(await There.Get());
        Accepted(await There.Update(NewActor("Deux"), Request()));
        var version = await VersionAsync();
        Observe(version);
        var before = Fixture.Faults.Reads(Key);
        Assert.Equal(3, Accepted(await Here.Update(NewActor("Trois"), Request())).Revision);
        Assert.Equal(before + 1, Fixture.Faults.Reads(Key));

        // An old word says nothing about what was written since.
        Observe(version);
        Accepted(await Here.Get());
        Assert.Equal(before + 1, Fixture.Faults.Reads(Key));
    }

    /// <summary>After a restore the stored version may be the one in memory, and the state another.</summary>
    [SkippableFact]
    public async Task Turn_AfterARestoreAndAFailedReading_ReadsAgain()
    {
        Accepted(await Here.Create(NewActor(), Request()));
        await TestPostgres.ExecuteAsync(
            await fixture.ConnectionStringAsync(), $"UPDATE grain_state SET payload = replace(payload::text, 'Le Jardin', 'La Serre')::json WHERE grain_key = '{Key}'");
        Assert.Equal("Le Jardin", Accepted(await Here.Get()).Record.DisplayName);
        foreach (var fences in fixture.Fences)
        {
            fences.ObserveAll();
        }

        Fixture.Faults.FailNextRead(Key);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Here.Get());
        Assert.Equal("La Serre", Accepted(await Here.Get()).Record.DisplayName);
    }

    private async Task<long> VersionAsync() => await fixture.Other.GetSiloServiceProvider().GetRequiredService<IStateStore>().FindVersionAsync(Row, CancellationToken.None);

    private void Observe(long version)
    {
        foreach (var fences in fixture.Fences)
        {
            fences.Observe(Row, version);
        }
    }

    /// <summary>A write that the stale state would allow is overtaken; sent again it is refused as what is stored demands.</summary>
    private async Task OvertakenThenAsync<T>(RefusalCode code, Func<WriteRequest, Task<Outcome<Snapshot<T>>>> write)
        where T : class
    {
        var request = Request();
        await Assert.ThrowsAsync<InconsistentStateException>(() => write(request));
        Refused(code, await write(request));
    }
}
