using System.Text;
using CitizenNetwork.EndToEndTests.Cli;
using CitizenNetwork.EndToEndTests.Json;
using CitizenNetwork.EndToEndTests.Logging;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Server.Administration;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Storage;
using CitizenNetwork.Testing;
using Dapper;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.EndToEndTests.Privacy;

/// <summary>Whoever was erased is found nowhere: in no table, file, log, backup or answer.</summary>
[Trait("seed", "002-10")]
[Trait("feature", "F71")]
public abstract class ErasureTests(bool isPostgres) : IAsyncLifetime, IDisposable
{
    private const string Reason = "Demande reçue par courrier.";

    private readonly CapturedLog _log = new();
    private readonly PlantedPerson _person = new();
    private readonly PostgresEngine _engine = new();
    private readonly PostgresEngine _restored = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("citizennetwork-erasure-").FullName;
    private ServerFixture _server = null!;

    private Wire Wire => _server.With(_server.AdministratorKey);

    private IDatabase Database => _server.Server.Services.GetRequiredService<IDatabase>();

    public async Task InitializeAsync()
    {
        _server = new ServerFixture();
        if (!isPostgres || TestPostgres.IsThere)
        {
            _server = await ServerFixture.StartAsync(_log.AddTo, isPostgres ? await _engine.ConnectionStringAsync() : null);
            await Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Porteur"), ActorId = ServerFixture.Owner.Split('/')[1] });
        }
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _engine.DisposeAsync();
        await _restored.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public void Dispose()
    {
        _log.Dispose();
        GC.SuppressFinalize(this);
    }

    [SkippableFact]
    public async Task ErasePerson_WhoLeftSomethingEverywhere_IsFoundNowhere()
    {
        SkipWithoutEngine();
        var names = await LiveAsync();
        var needles = _person.Needles;
        Assert.Equal(["grain_state", "ledger", "outbox"], (await Finding.InTablesAsync(Database, needles)).Order(StringComparer.Ordinal));
        Assert.All(needles.Where(needle => needle != _person.Phone.Replace(" ", string.Empty, StringComparison.Ordinal)), needle => Assert.True(FoundIn(needle), needle));
        Assert.True(isPostgres || Finding.InFiles(_server.DataFolder, needles).Count > 0);
        Assert.True(Finding.InText(await SaidAsync(names), needles));
        var before = await BackupAsync("avant.gz");
        Assert.True(await Finding.InBackupAsync(before, needles));

        var erasure = await Wire.Privacy.ErasePersonAsync(new ErasePersonRequest { Name = names[0], Reason = Reason });

        Assert.Equal((true, Reason), (erasure.Whole, erasure.Reason));
        Assert.NotNull(erasure.CompleteTime);
        await AssertGoneAsync(Database, _server.DataFolder);
        Assert.False(Finding.InText(await SaidAsync(names), needles));
        Assert.NotEmpty(_log.Entries);
        Assert.All(_log.Entries, entry => Assert.False(Finding.InText(entry.Text + entry.Json, needles), entry.Text));
        Assert.False(await Finding.InBackupAsync(await BackupAsync("apres.gz"), needles));
        var verdict = await Wire.Audit.VerifyAuditAsync(new VerifyAuditRequest());
        Assert.True(verdict.Holds);
        Assert.InRange(verdict.RedactedCount, 5, long.MaxValue);

        // What happened is known, to whom is not; asked again, nothing else happens.
        var again = await Wire.Privacy.ErasePersonAsync(new ErasePersonRequest { Name = names[0], Reason = Reason });
        Assert.Equal((erasure.NameHash, true), (again.NameHash, again.Whole));
        Assert.Equal(2, (await Wire.Privacy.ListErasuresAsync(new ListErasuresRequest())).Erasures.Count);
        Assert.Contains(await Wire.Audit.ExportAudit(new ExportAuditRequest()).ResponseStream.ReadAllAsync().ToListAsync(), entry => entry.Subject == erasure.Name && entry.Purpose == Reason);
        await AssertRestoredWithoutAsync(before);
    }

    [SkippableFact]
    public async Task ErasePerson_OfAnAssociation_ErasesItsContactAlone()
    {
        SkipWithoutEngine();
        var actor = await Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = new Actor(Samples.Actor("Association")) { Contact = _person.Contact }, RequestId = Samples.NewRequestId() });

        var erasure = await Wire.Privacy.ErasePersonAsync(new ErasePersonRequest { Name = actor.Name, Reason = Reason });

        Assert.False(erasure.Whole);
        await AssertGoneAsync(Database, _server.DataFolder);
        Assert.Equal("Association", (await Wire.Actors.GetActorAsync(new GetActorRequest { Name = actor.Name })).DisplayName);
    }

    [SkippableFact]
    public async Task ErasePerson_OfAMember_ErasesThatOneAlone()
    {
        SkipWithoutEngine();
        var member = (await Wire.Members.CreateMemberAsync(new CreateMemberRequest { Member = _person.MemberOf(ServerFixture.Owner) })).Member;
        var other = (await Wire.Members.CreateMemberAsync(new CreateMemberRequest { Member = new Member { Parent = ServerFixture.Owner, DisplayName = "Une autre", Access = AccessRole.ActorMember, Principal = "users/autre" } })).Member;

        Assert.True((await Wire.Privacy.ErasePersonAsync(new ErasePersonRequest { Name = member.Name, Reason = Reason })).Whole);

        await AssertGoneAsync(Database, _server.DataFolder);
        Assert.Equal(other.Name, Assert.Single((await Wire.Members.ListMembersAsync(new ListMembersRequest { Parent = ServerFixture.Owner })).Members).Name);
    }

    [SkippableFact]
    public async Task ErasePerson_NamedInTheReason_IsRefusedWithoutBeingErased()
    {
        SkipWithoutEngine();
        var actor = await Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = _person.Actor });

        var error = await WireError.OfAsync(async () => await Wire.Privacy.ErasePersonAsync(new ErasePersonRequest { Name = actor.Name, Reason = $"À la demande de camille {_person.Text}" }));

        error.AssertInvalid("fr-FR", "reason");
        Assert.Equal(actor.DisplayName, (await Wire.Actors.GetActorAsync(new GetActorRequest { Name = actor.Name })).DisplayName);
    }

    /// <summary>Records, changes, a merge, a pin, a consent, a disclosure, a row of a source, a message: what a person leaves.</summary>
    private async Task<List<string>> LiveAsync()
    {
        var wire = Wire;
        var made = await wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = _person.Actor, RequestId = Samples.NewRequestId() });
        Assert.StartsWith("actors/actor-", made.Name, StringComparison.Ordinal);
        made.Description = $"Répare et prête, {_person.Text}.";
        made = await wire.Actors.UpdateActorAsync(new UpdateActorRequest { Actor = made, UpdateMask = Samples.Mask("description"), RequestId = Samples.NewRequestId() });
        await wire.Privacy.GiveConsentAsync(new GiveConsentRequest { Parent = made.Name, Consent = new Consent { Purpose = ConsentPurpose.Introduction, Fields = { ContactField.Mail }, OnWordOf = $"Camille {_person.Text}" } });
        await wire.Privacy.DiscloseContactAsync(new DiscloseContactRequest { Name = made.Name, Purpose = ConsentPurpose.Introduction, Reason = "Rencontre du 3 mars." });
        var member = (await wire.Members.CreateMemberAsync(new CreateMemberRequest { Member = _person.MemberOf(made.Name), RequestId = Samples.NewRequestId() })).Member;

        // What is its own.
        var own = await wire.Initiatives.CreateInitiativeAsync(new CreateInitiativeRequest { Initiative = new Initiative(Samples.Initiative($"Réparer des vélos chez {_person.Text}")) { Holder = made.Name, Contact = _person.Contact } });
        Assert.StartsWith("initiatives/initiative-", own.Name, StringComparison.Ordinal);
        await wire.Initiatives.RegisterNeedAsync(new RegisterNeedRequest { Parent = own.Name, Need = Samples.Need(NeedKind.Room, $"Une salle pour {_person.Text}") });
        var resource = await wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = new Resource(Samples.Resource($"Outils de {_person.Text}", ResourceKind.Equipment, made.Name)) { StreetAddress = $"3 rue {_person.Text}" } });

        // The same person twice, merged; and what a merge gave to a record of somebody else.
        var twice = await wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = new Actor { DisplayName = $"Camille {_person.Text}", Kind = ActorKind.Individual, Commune = Samples.Angers } });
        await wire.Duplicates.MergeRecordsAsync(new MergeRecordsRequest { Kept = twice.Name, Merged = made.Name, Note = $"Même personne, {_person.Text}" });
        var kept = await wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = Samples.Resource("Outils", ResourceKind.Equipment) });
        await wire.Duplicates.MergeRecordsAsync(new MergeRecordsRequest { Kept = kept.Name, Merged = resource.Name });

        // Others name it, and a source registered something that it took back.
        var others = await wire.Initiatives.CreateInitiativeAsync(new CreateInitiativeRequest { Initiative = Samples.Initiative("Fêter le vélo") });
        await wire.Initiatives.RegisterNeedAsync(new RegisterNeedRequest { Parent = others.Name, Need = Samples.Need(NeedKind.Partner, "Des mécaniciens du vélo") });
        await wire.Initiatives.PinCandidateAsync(new PinCandidateRequest { Name = others.Name, Pin = new Pin { Candidate = twice.Name, Message = $"Appeler {_person.Text}", Author = "Le réseau" }, RequestId = Samples.NewRequestId() });
        await wire.Actors.UpdateActorAsync(new UpdateActorRequest { Actor = new Actor { Name = ServerFixture.Owner, Memberships = { twice.Name } }, UpdateMask = Samples.Mask("memberships"), RequestId = Samples.NewRequestId() });
        var row = new UpsertResourcesRequest { Source = "mairie", RequestId = Samples.NewRequestId(), Rows = { new ResourceRow { ExternalId = "salle", Resource = new Resource(Samples.Resource($"Salle de {_person.Text}", owner: twice.Name)) { Contact = _person.Contact } } } };
        Assert.Equal(UpsertOutcome.Added, (await wire.Sources.UpsertResourcesAsync(row)).Results[0].Outcome);
        var sync = await wire.Sources.BeginSyncAsync(new BeginSyncRequest { Source = "mairie", Collections = { "resources" } });
        await wire.Sources.FinishSyncAsync(new FinishSyncRequest { SyncId = sync.SyncId });
        await wire.Sources.WithdrawMissingAsync(new WithdrawMissingRequest { SyncId = sync.SyncId, ExpectedCount = 1, ConfirmLarge = true });
        var payload = $"{{\"to\":\"{_person.Contact.Mail}\",\"about\":\"{made.Name}\"}}";
        await Database.WriteAsync(connection => connection.ExecuteAsync(
            isPostgres
                ? "INSERT INTO outbox (id, kind, payload, created_at, due_at, delivered_at) VALUES ('m1', 'mail', @payload::json, now(), now(), now())"
                : "INSERT INTO outbox (id, kind, payload, created_at, due_at, delivered_at) VALUES ('m1', 'mail', @payload, '2026-11-22', '2026-11-22', '2026-11-22')",
            new { payload }));
        return [made.Name, twice.Name, own.Name, others.Name, member.Name, kept.Name, resource.Name];
    }

    /// <summary>Whatever the service says that could be about the person.</summary>
    private async Task<string> SaidAsync(IReadOnlyList<string> names)
    {
        StringBuilder said = new();
        var wire = Wire;
        foreach (var record in await wire.EverythingAsync())
        {
            said.Append(record);
        }

        foreach (var name in names)
        {
            await HearAsync(async () => await wire.Actors.GetActorAsync(new GetActorRequest { Name = name }));
            await HearAsync(async () => await wire.Initiatives.GetInitiativeAsync(new GetInitiativeRequest { Name = name }));
            await HearAsync(async () => await wire.Initiatives.ListJournalEntriesAsync(new ListJournalEntriesRequest { Parent = name }));
            await HearAsync(async () => await wire.Resources.GetResourceAsync(new GetResourceRequest { Name = name }));
            await HearAsync(async () => await wire.Members.GetMemberAsync(new GetMemberRequest { Name = name }));
            await HearAsync(async () => await wire.Members.ListMembersAsync(new ListMembersRequest { Parent = name }));
            await HearAsync(async () => await wire.Privacy.ListConsentsAsync(new ListConsentsRequest { Parent = name }));
            await HearAsync(async () => await wire.Matching.SuggestMatchesAsync(new SuggestMatchesRequest { Subject = new MatchSubject { Initiative = name } }));
            await HearAsync(async () => await wire.Duplicates.FindDuplicatesAsync(new FindDuplicatesRequest { Actor = Samples.Actor("Camille", ActorKind.Individual) }));
            foreach (var candidate in names)
            {
                await HearAsync(async () => await wire.Matching.ExplainMatchAsync(new ExplainMatchRequest { Subject = new MatchSubject { Initiative = name }, Candidate = candidate }));
            }

            await HearAllAsync(wire.Privacy.ExportPerson(new ExportPersonRequest { Name = name }).ResponseStream);
        }

        foreach (var category in new[] { MatchCategory.Partner, MatchCategory.Resource })
        {
            await HearAsync(async () => await wire.Matching.SearchNearbyAsync(new SearchNearbyRequest { Commune = Samples.Angers, RadiusM = 50_000, Category = category, PageSize = 50 }));
        }

        await HearAsync(async () => await wire.Duplicates.ListDuplicatesAsync(new ListDuplicatesRequest { Collection = "actors", State = PairState.Merged }));
        await HearAsync(async () => await wire.Duplicates.ListDecisionsAsync(new ListDecisionsRequest()));
        await HearAsync(async () => await wire.Sources.ListSourceRecordsAsync(new ListSourceRecordsRequest { Source = "mairie", ShowWithdrawn = true }));
        await HearAllAsync(wire.Audit.ExportAudit(new ExportAuditRequest()).ResponseStream);
        foreach (var collection in new[] { "actors", "initiatives", "resources" })
        {
            foreach (var format in new[] { ExportFormat.Csv, ExportFormat.Geojson })
            {
                await HearAllAsync(wire.Export.Export(new ExportRequest { Collection = collection, Format = format }).ResponseStream);
            }
        }

        using JsonCaller json = new(_server.HttpAddress, _server.AdministratorKey);
        said.Append((await json.PostAsync("citizennetwork.v1.ActorsService/ListActors", new ListActorsRequest())).Text);
        return said.ToString();

        async Task HearAsync<T>(Func<Task<T>> call)
            where T : IMessage
        {
            try
            {
                said.Append(await call());
            }
            catch (RpcException refused)
            {
                said.Append(refused.Status.Detail).Append(Encoding.UTF8.GetString(refused.Trailers.GetValueBytes("grpc-status-details-bin") ?? []));
            }
        }

        async Task HearAllAsync<T>(IAsyncStreamReader<T> stream)
        {
            try
            {
                await foreach (var answer in stream.ReadAllAsync())
                {
                    said.Append(answer is ExportChunk chunk ? chunk.Data.ToStringUtf8() : answer!.ToString());
                }
            }
            catch (RpcException refused)
            {
                said.Append(refused.Status.Detail);
            }
        }
    }

    private bool FoundIn(string needle) => Finding.InTablesAsync(Database, [needle]).GetAwaiter().GetResult().Count > 0;

    private async Task AssertGoneAsync(IDatabase database, string folder)
    {
        Assert.Empty(await Finding.InTablesAsync(database, _person.Needles));
        Assert.Empty(Finding.InFiles(folder, _person.Needles));
    }

    private async Task<string> BackupAsync(string name)
    {
        var file = Path.Combine(_folder, name);
        var run = await Citizennet.RunAsync(_server.Server.GrpcAddress.ToString(), _server.AdministratorKey, "backup", file);
        Assert.True(run.Code == 0, run.Error);
        return file;
    }

    /// <summary>A backup from before is restored, and whoever was erased since is erased again before the restoring ends.</summary>
    private async Task AssertRestoredWithoutAsync(string backup)
    {
        var erasures = Path.Combine(_folder, "effacements.jsonl");
        var run = await Citizennet.RunAsync(_server.Server.GrpcAddress.ToString(), _server.AdministratorKey, "erasures", "--json");
        Assert.True(run.Code == 0, run.Error);
        await File.WriteAllTextAsync(erasures, run.Output);
        var data = Path.Combine(_folder, "data");
        var postgres = isPostgres ? await _restored.ConnectionStringAsync() : null;
        StringWriter output = new(), error = new();

        var code = await RestoreCommand.Create(postgres).Parse([backup, "--data", data, "--erasures", erasures]).InvokeAsync(new System.CommandLine.InvocationConfiguration { Output = output, Error = error });

        Assert.True(code == 0, error.ToString());
        Assert.Contains("Erased again: 2 of 2.", output.ToString(), StringComparison.Ordinal);
        await using var database = await CitizenNetworkServer.OpenAsync(new ServerSettings(data, 0, 0) { Postgres = postgres }, CancellationToken.None);
        await AssertGoneAsync(database, data);
    }

    private void SkipWithoutEngine()
    {
        if (isPostgres)
        {
            TestPostgres.Server();
        }
    }
}

/// <summary>Erasure on SQLite.</summary>
public sealed class SqliteErasureTests() : ErasureTests(false)
{
    /// <summary>A new field is looked at before it is forgotten.</summary>
    [Fact]
    public void EachField_OfAPerson_IsPersonalOrNot()
    {
        Assert.Equal(PersonalFields.Declared().Order(StringComparer.Ordinal), PersonalFields.Personal.Concat(PersonalFields.Others).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EachPersonalField_OfThePlantedPerson_IsFilled()
    {
        PlantedPerson person = new();
        foreach (var (type, message) in new (string, IMessage)[] { ("Actor", person.Actor), ("Member", person.MemberOf("actors/une-personne")), ("Contact", person.Contact) })
        {
            Assert.All(PersonalFields.Personal.Where(field => field.StartsWith($"{type}.", StringComparison.Ordinal)), field =>
            {
                var value = message.Descriptor.FindFieldByName(field.Split('.')[1]).Accessor.GetValue(message);
                Assert.True(Finding.InText($"{value}", person.Needles), field);
            });
        }
    }
}

/// <summary>Erasure on PostgreSQL.</summary>
public sealed class PostgresErasureTests() : ErasureTests(true);
