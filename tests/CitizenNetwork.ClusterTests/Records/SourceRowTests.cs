using CitizenNetwork.Contracts.Actors;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Contacts;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Sources;

namespace CitizenNetwork.ClusterTests.Records;

/// <summary>What a record grain does with rows of sources, seen on an actor's.</summary>
public abstract class SourceRowTests(RecordFixture fixture) : RecordTestBase(fixture)
{
    private static readonly Contact s_contact = new("Accueil", "accueil@exemple.fr", "02 41 00 00 00", ["12 rue Haute"]);

    private IActorGrain Grain => Fixture.Cluster.Client.GetGrain<IActorGrain>($"actors/{Id}");

    [SkippableFact]
    public async Task Upsert_NewThenTheSameThenChanged_CountsItsRevisions()
    {
        Assert.Equal(new Upserted(UpsertOutcome.Added, 1, null), await Grain.Upsert(NewActor(), Row("a"), Write(s_contact)));
        Assert.Equal(new Upserted(UpsertOutcome.Unchanged, 1, null), await Grain.Upsert(NewActor(), Row("a"), Write(s_contact)));
        await Reread(Grain);
        Assert.Equal(new Upserted(UpsertOutcome.Unchanged, 1, null), await Grain.Upsert(NewActor(), Row("a"), Write(s_contact)));
        Assert.Equal(new Upserted(UpsertOutcome.Changed, 2, null), await Grain.Upsert(NewActor("Autre"), Row("b"), Write(s_contact)));
        Assert.Equal(new Upserted(UpsertOutcome.Changed, 3, null), await Grain.Upsert(NewActor("Autre"), Row("b"), Write(s_contact with { Phone = "" })));
        Assert.Equal("Autre", Accepted(await Reread(Grain)).Record.DisplayName);
    }

    [SkippableFact]
    public async Task Withdraw_ThenUpsert_HidesTheRecordAndRevivesIt()
    {
        await Grain.Upsert(NewActor(), Row("a"), Write(null));
        Assert.Equal(RefusalCode.StaleEtag, (await Grain.Withdraw("sync", Write(null, expected: 7)))!.Code);
        Assert.Null(await Grain.Withdraw("sync", Write(null, expected: 1)));
        Assert.Null(await Grain.Withdraw("sync", Write(null, expected: 1)));

        Refused(RefusalCode.NotFound, await Reread(Grain));
        Refused(RefusalCode.NotFound, await Grain.Update(NewActor(), Request()));
        Refused(RefusalCode.AlreadyExists, await Grain.Create(NewActor(), Request()));
        Assert.Equal(RefusalCode.NotFound, (await Grain.Withdraw("another", Write(null)))!.Code);

        Assert.Equal(new Upserted(UpsertOutcome.Added, 3, null), await Grain.Upsert(NewActor(), Row("a"), Write(null)));
        Assert.Equal("Le Jardin", Accepted(await Reread(Grain)).Record.DisplayName);
    }

    [SkippableFact]
    public async Task Delete_OfAWithdrawnRecord_IsForGood()
    {
        await Grain.Upsert(NewActor(), Row("a"), Write(null));
        await Grain.Withdraw("sync", Write(null));
        Assert.Null(await Grain.Delete(Request()));

        Assert.Equal(RefusalCode.DeletedHere, (await Grain.Upsert(NewActor(), Row("a"), Write(null))).Refusal!.Code);
        Assert.Equal(RefusalCode.NotFound, (await Grain.Withdraw("sync", Write(null)))!.Code);
        Assert.Equal(RefusalCode.NotFound, (await Grain.Delete(Request()))!.Code);
    }

    [SkippableFact]
    public async Task Upsert_OfWhatIsNotItsRow_IsRefused()
    {
        await Grain.Create(NewActor(), Request());
        Assert.Equal(RefusalCode.NameTaken, (await Grain.Upsert(NewActor("Autre"), Row("a"), Write(null))).Refusal!.Code);
        Assert.Equal("Le Jardin", Accepted(await Reread(Grain)).Record.DisplayName);
    }

    [SkippableFact]
    public async Task Writes_OfAKeyOfAnotherSource_AreRefusedAndThoseOfItsOwnAccepted()
    {
        await Grain.Upsert(NewActor(), Row("a"), Write(null));

        Refused(RefusalCode.OtherSource, await Grain.Update(NewActor("Autre"), Request() with { BoundSource = "autre" }));
        Assert.Equal(RefusalCode.OtherSource, (await Grain.Delete(Request() with { BoundSource = "autre" }))!.Code);
        Assert.Equal(RefusalCode.OtherSource, (await Grain.Withdraw("sync", Write(null) with { BoundSource = "autre" }))!.Code);
        Accepted(await Grain.Update(NewActor("Autre"), Request() with { BoundSource = "mairie" }));
        Assert.Null(await Grain.Delete(Request() with { BoundSource = "mairie" }));
    }

    private static SourceReference Row(string hash) => new("mairie", "12", hash, default);

    private static WriteRequest Write(Contact? contact, long? expected = null) => new("", "", expected, Contact: new ContactChange(contact));
}

/// <inheritdoc />
public sealed class SqliteSourceRowTests(SqliteRecords fixture) : SourceRowTests(fixture), IClassFixture<SqliteRecords>;

/// <inheritdoc />
public sealed class RoundTrippedSourceRowTests(RoundTrippedRecords fixture) : SourceRowTests(fixture), IClassFixture<RoundTrippedRecords>;

/// <inheritdoc />
public sealed class PostgresSourceRowTests(PostgresRecords fixture) : SourceRowTests(fixture), IClassFixture<PostgresRecords>;
