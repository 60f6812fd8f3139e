using CitizenNetwork.Contracts.Actors;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.ClusterTests.Records;

/// <summary>What every record grain does, seen on an actor's.</summary>
public abstract class ActorGrainTests(RecordFixture fixture) : RecordTestBase(fixture)
{
    private IActorGrain Grain => Fixture.Cluster.Client.GetGrain<IActorGrain>($"actors/{Id}");

    [SkippableFact]
    public async Task Get_NeverCreated_IsNotFound()
    {
        var refusal = Refused(RefusalCode.NotFound, await Grain.Get());
        Assert.Equal($"actors/{Id}", refusal.Subject);
    }

    [SkippableFact]
    public async Task Create_NewKey_IsStoredWithRevisionOneAndTheClocksTime()
    {
        Fixture.Clock.Now = Fixture.Clock.Now.AddMinutes(1);
        var created = Accepted(await Grain.Create(NewActor(), Request()));
        Assert.Equal((1, Fixture.Clock.Now, Fixture.Clock.Now), (created.Revision, created.CreateTime, created.UpdateTime));
        AssertSame(NewActor(), created.Record);
        AssertSame(created, Accepted(await Reread(Grain)));
    }

    [SkippableFact]
    public async Task Create_KeyInUse_AlreadyExists()
    {
        await Grain.Create(NewActor(), Request());
        Refused(RefusalCode.AlreadyExists, await Grain.Create(NewActor("Autre"), Request()));
        Assert.Equal("Le Jardin", Accepted(await Reread(Grain)).Record.DisplayName);
    }

    [SkippableFact]
    public async Task Create_WrongFields_NamesAllOfThemAndStoresNothing()
    {
        var wrong = NewActor("") with { Commune = new PerimeterCode("COM-00000"), Themes = ["unknown"], Siren = "123" };
        var refusal = Refused(RefusalCode.InvalidFields, await Grain.Create(wrong, Request()));
        AssertViolation("actor.display_name", ViolationCode.Required, refusal);
        AssertViolation("actor.commune", ViolationCode.UnknownCommune, refusal);
        AssertViolation("actor.themes[0]", ViolationCode.UnknownTheme, refusal);
        AssertViolation("actor.siren", ViolationCode.BadPattern, refusal);
        Refused(RefusalCode.NotFound, await Reread(Grain));
        Accepted(await Grain.Create(NewActor(), Request()));
    }

    [SkippableFact]
    public async Task Create_SameRequestAgain_GivesTheFirstAnswer()
    {
        var request = Request();
        var first = Accepted(await Grain.Create(NewActor(), request));
        Accepted(await Grain.Update(NewActor("Plus tard"), Request()));
        Fixture.Clock.Now = Fixture.Clock.Now.AddHours(1);
        AssertSame(first, Accepted(await Grain.Create(NewActor(), request)));
        await Fixture.Cluster.DeactivateAsync(Grain);
        AssertSame(first, Accepted(await Grain.Create(NewActor(), request)));
        Assert.Equal(2, Accepted(await Grain.Get()).Revision);
    }

    [SkippableFact]
    public async Task Create_SameRequestIdForAnotherContent_IsRefused()
    {
        await Grain.Create(NewActor(), Request("same", "one"));
        var refusal = Refused(RefusalCode.InvalidFields, await Grain.Create(NewActor("Autre"), Request("same", "two")));
        AssertViolation("request_id", ViolationCode.RequestIdReused, refusal);
    }

    [SkippableFact]
    public async Task Update_OfARecord_RaisesTheRevisionAndKeepsTheCreateTime()
    {
        var created = Accepted(await Grain.Create(NewActor(), Request()));
        Fixture.Clock.Now = Fixture.Clock.Now.AddHours(1);
        var updated = Accepted(await Grain.Update(NewActor("Le Jardin partagé"), Request(expected: 1)));
        Assert.Equal((2, created.CreateTime, Fixture.Clock.Now), (updated.Revision, updated.CreateTime, updated.UpdateTime));
        Assert.Equal("Le Jardin partagé", updated.Record.DisplayName);
        AssertSame(updated, Accepted(await Reread(Grain)));
    }

    [SkippableFact]
    public async Task Update_NeverCreated_IsNotFound() => Refused(RefusalCode.NotFound, await Grain.Update(NewActor(), Request()));

    [SkippableFact]
    public async Task Update_StaleRevision_IsRefusedWithBothRevisions()
    {
        await Grain.Create(NewActor(), Request());
        await Grain.Update(NewActor("Deux"), Request());
        var refusal = Refused(RefusalCode.StaleEtag, await Grain.Update(NewActor("Trois"), Request(expected: 1)));
        Assert.Equal([Datum.Number(1), Datum.Number(2)], refusal.Data.ToArray());
        Assert.Equal("Deux", Accepted(await Reread(Grain)).Record.DisplayName);
    }

    [SkippableFact]
    public async Task Update_WrongField_IsRefusedAndNothingChanges()
    {
        var created = Accepted(await Grain.Create(NewActor(), Request()));
        AssertViolation("actor.display_name", ViolationCode.Required, Refused(RefusalCode.InvalidFields, await Grain.Update(NewActor(""), Request())));
        AssertSame(created, Accepted(await Grain.Get()));
        AssertSame(created, Accepted(await Reread(Grain)));
    }

    [SkippableFact]
    public async Task Update_SameRequestAgain_IsMadeOnce()
    {
        await Grain.Create(NewActor(), Request());
        var request = Request(expected: 1);
        var first = Accepted(await Grain.Update(NewActor("Deux"), request));

        // The revision it expected is gone by now, by its own doing.
        AssertSame(first, Accepted(await Grain.Update(NewActor("Deux"), request)));
        Assert.Equal(2, Accepted(await Reread(Grain)).Revision);
    }

    [SkippableFact]
    public async Task Update_RefusedRequestAgain_IsTriedAgain()
    {
        var request = Request();
        Refused(RefusalCode.NotFound, await Grain.Update(NewActor("Deux"), request));
        await Grain.Create(NewActor(), Request());
        Assert.Equal(2, Accepted(await Grain.Update(NewActor("Deux"), request)).Revision);
    }

    [SkippableFact]
    public async Task Update_WithoutRequestId_IsMadeEachTime()
    {
        await Grain.Create(NewActor(), NoRequest());
        await Grain.Update(NewActor("Deux"), NoRequest());
        Assert.Equal(3, Accepted(await Grain.Update(NewActor("Deux"), NoRequest())).Revision);
    }

    [SkippableFact]
    public async Task Update_ManyAtOnce_CountsEachOnce()
    {
        await Grain.Create(NewActor(), Request());
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Grain.Update(NewActor($"Nom {i}"), Request($"r-{i}", "h"))));
        Assert.Equal(Enumerable.Range(2, 50).Select(revision => (long)revision), answers.Select(answer => Accepted(answer).Revision).Order());
        Assert.Equal(51, Accepted(await Reread(Grain)).Revision);
    }

    [SkippableFact]
    public async Task Update_ManyAtOnceFromOneRevision_HasOneWinner()
    {
        await Grain.Create(NewActor(), Request());
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Grain.Update(NewActor($"Nom {i}"), Request($"r-{i}", "h", expected: 1))));
        var winner = Assert.Single(answers, answer => answer.Value is not null);
        Assert.Equal(19, answers.Count(answer => answer.Refusal?.Code == RefusalCode.StaleEtag));
        AssertSame(winner.Value, Accepted(await Reread(Grain)));
    }

    [SkippableFact]
    public async Task Delete_OfARecord_LeavesNothingToReadAndKeepsTheKeyUsed()
    {
        await Grain.Create(NewActor(), Request());
        Assert.Null(await Grain.Delete(Request(expected: 1)));
        Refused(RefusalCode.NotFound, await Grain.Get());
        Refused(RefusalCode.NotFound, await Reread(Grain));
        Refused(RefusalCode.NotFound, await Grain.Update(NewActor(), Request()));
        Refused(RefusalCode.AlreadyExists, await Grain.Create(NewActor(), Request()));
    }

    [SkippableFact]
    public async Task Delete_SameRequestAgain_IsDone()
    {
        await Grain.Create(NewActor(), Request());
        var request = Request();
        Assert.Null(await Grain.Delete(request));
        Assert.Null(await Grain.Delete(request));
        await Fixture.Cluster.DeactivateAsync(Grain);
        Assert.Null(await Grain.Delete(request));
        Assert.Equal(RefusalCode.NotFound, (await Grain.Delete(Request()))!.Code);
    }

    [SkippableFact]
    public async Task Delete_RefusalsOfEachKind_LeaveTheRecord()
    {
        Assert.Equal(RefusalCode.NotFound, (await Grain.Delete(Request()))!.Code);
        await Grain.Create(NewActor(), Request("same", "one"));
        Assert.Equal(RefusalCode.StaleEtag, (await Grain.Delete(Request(expected: 7)))!.Code);
        AssertViolation("request_id", ViolationCode.RequestIdReused, (await Grain.Delete(Request("same", "two")))!);
        Assert.Equal(1, Accepted(await Reread(Grain)).Revision);
    }

    [SkippableFact]
    public async Task Create_RequestReplayedAfterTheDeletion_TellsNothingOfTheRecord()
    {
        var request = Request();
        await Grain.Create(NewActor(), request);
        await Grain.Delete(Request());
        Refused(RefusalCode.NotFound, await Grain.Create(NewActor(), request));
    }

    [SkippableFact]
    public async Task Requests_AfterManyLaterOnes_AreStillAnsweredAsBefore()
    {
        await Grain.Create(NewActor(), NoRequest());
        for (var i = 0; i < 50; i++)
        {
            Accepted(await Grain.Update(NewActor($"Nom {i}"), Request($"r-{i}", "h")));
        }

        await Fixture.Cluster.DeactivateAsync(Grain);
        var first = Accepted(await Grain.Update(NewActor("Nom 0"), Request("r-0", "h")));
        Assert.Equal(("Nom 0", 2), (first.Record.DisplayName, first.Revision));
        Assert.Equal(51, Accepted(await Grain.Get()).Revision);
    }

    [SkippableFact]
    public async Task Requests_WithLongAnswers_TakeNoRoomOfTheState()
    {
        // Written as six bytes each, so that a record and its answer together would not fit.
        var description = new string('é', 5_000);
        await Grain.Create(NewActor() with { Description = description }, Request("r-1", "h"));
        await Grain.Update(NewActor("Deux") with { Description = description }, Request("r-2", "h"));
        Assert.Equal(1, Accepted(await Grain.Create(NewActor() with { Description = description }, Request("r-1", "h"))).Revision);
        Assert.Equal(2, Accepted(await Grain.Update(NewActor("Deux") with { Description = description }, Request("r-2", "h"))).Revision);
        Assert.Equal(2, Accepted(await Reread(Grain)).Revision);
    }
}

/// <summary>On SQLite.</summary>
public sealed class SqliteActorGrainTests(SqliteRecords fixture) : ActorGrainTests(fixture), IClassFixture<SqliteRecords>;

/// <summary>With every message copied through the serializer's contract.</summary>
public sealed class RoundTrippedActorGrainTests(RoundTrippedRecords fixture) : ActorGrainTests(fixture), IClassFixture<RoundTrippedRecords>;

/// <summary>On PostgreSQL.</summary>
public sealed class PostgresActorGrainTests(PostgresRecords fixture) : ActorGrainTests(fixture), IClassFixture<PostgresRecords>;
