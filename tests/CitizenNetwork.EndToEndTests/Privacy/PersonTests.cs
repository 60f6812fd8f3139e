using CitizenNetwork.EndToEndTests.Json;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Server.Privacy;
using CitizenNetwork.Server.Security;
using CitizenNetwork.Storage;
using CitizenNetwork.Storage.Privacy;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using AccessRole = CitizenNetwork.Domain.Access.AccessRole;
using Grant = CitizenNetwork.Domain.Access.Grant;

namespace CitizenNetwork.EndToEndTests.Privacy;

/// <summary>What a person asks about itself, who may ask it for whom, and what ends by itself.</summary>
[Trait("seed", "002-10")]
[Trait("feature", "F71")]
public sealed class PersonTests : IAsyncLifetime
{
    private const string Person = "actors/une-personne";

    private readonly PlantedPerson _person = new();
    private ServerFixture _server = null!;

    private Wire Administrator => _server.With(_server.AdministratorKey);

    public async Task InitializeAsync()
    {
        _server = await ServerFixture.StartAsync();
        await Administrator.Actors.CreateActorAsync(new CreateActorRequest { ActorId = ServerFixture.Owner.Split('/')[1], Actor = Samples.Actor("Porteur") });
        await Administrator.Actors.CreateActorAsync(new CreateActorRequest { ActorId = Person.Split('/')[1], Actor = _person.Actor, RequestId = Samples.NewRequestId() });
    }

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task ExportPerson_ByItself_TellsEverythingWithItsPlace()
    {
        var own = await WithAsync(new Grant(AccessRole.ActorMember, Person));
        var resource = await own.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = Samples.Resource("Ses outils", ResourceKind.Equipment, Person) });
        await own.Privacy.GiveConsentAsync(new GiveConsentRequest { Parent = Person, Consent = new Consent { Purpose = ConsentPurpose.Showcase, Fields = { ContactField.Name } } });
        var others = await Administrator.Initiatives.CreateInitiativeAsync(new CreateInitiativeRequest { Initiative = Samples.Initiative("Fêter le vélo") });
        await Administrator.Initiatives.PinCandidateAsync(new PinCandidateRequest { Name = others.Name, Pin = new Pin { Candidate = Person, Message = "Un secret du réseau", Author = "Le réseau" } });

        var parts = await own.Privacy.ExportPerson(new ExportPersonRequest { Name = Person }).ResponseStream.ReadAllAsync().ToListAsync();

        var record = parts.Single(part => part.Place == PersonPlace.Record && part.Name == Person);
        Assert.All(_person.Needles.Where(needle => needle.All(char.IsAsciiLetterOrDigit) && needle != _person.Phone.Replace(" ", "", StringComparison.Ordinal)), needle => Assert.Contains(needle, record.Json, StringComparison.Ordinal));
        Assert.Contains(parts, part => part.Place == PersonPlace.Record && part.Name == resource.Name);
        Assert.Contains(parts, part => part is { Place: PersonPlace.Ledger, Kind: "consent" });
        Assert.Contains(parts, part => part is { Place: PersonPlace.Ledger, Kind: "answer" });
        Assert.Contains(parts, part => part.Place == PersonPlace.Audit && part.Name == Person);
        Assert.Equal(others.Name, Assert.Single(parts, part => part.Place == PersonPlace.Mention).Name);
        Assert.DoesNotContain(parts, part => part.Json.Contains("secret", StringComparison.Ordinal));
        Assert.All(parts, part => System.Text.Json.JsonDocument.Parse(part.Json).Dispose());

        using JsonCaller json = new(_server.HttpAddress, _server.AdministratorKey);
        Assert.Contains(_person.Text, (await json.PostAsync("citizennetwork.v1.PrivacyService/ExportPerson", new ExportPersonRequest { Name = Person })).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Person_OfAnother_IsNeitherExportedNorErased()
    {
        var other = await WithAsync(new Grant(AccessRole.ActorMember, ServerFixture.Owner));
        foreach (var wire in new[] { other, _server.Wire })
        {
            Assert.Equal(StatusCode.PermissionDenied, (await WireError.OfAsync(() => wire.Privacy.ExportPerson(new ExportPersonRequest { Name = Person }).ResponseStream.ReadAllAsync().ToListAsync().AsTask())).Code);
            Assert.Equal(StatusCode.PermissionDenied, (await WireError.OfAsync(async () => await wire.Privacy.ErasePersonAsync(new ErasePersonRequest { Name = Person, Reason = "Parce que" }))).Code);
            Assert.Equal(StatusCode.PermissionDenied, (await WireError.OfAsync(async () => await wire.Privacy.ListErasuresAsync(new ListErasuresRequest()))).Code);
        }

        Assert.NotNull(await Administrator.Actors.GetActorAsync(new GetActorRequest { Name = Person }));
        (await WireError.OfAsync(async () => await Administrator.Privacy.ErasePersonAsync(new ErasePersonRequest { Name = "networks/reseau" }))).AssertInvalid("fr-FR", "name", "reason");
        Assert.Equal(StatusCode.NotFound, (await WireError.OfAsync(async () => await Administrator.Privacy.ErasePersonAsync(new ErasePersonRequest { Name = "actors/nulle-part", Reason = "Demande" }))).Code);
    }

    [Fact]
    public async Task ErasePerson_ByItself_EndsItsRights()
    {
        var invited = await Administrator.Members.CreateMemberAsync(new CreateMemberRequest { Member = new Member { Parent = Person, Access = Protocol.V1.AccessRole.ActorMember } });
        var own = await WithAsync();
        await own.Members.AcceptInvitationAsync(new AcceptInvitationRequest { Invitation = invited.Invitation });
        Assert.Single((await own.Members.GetCallerAsync(new GetCallerRequest())).Grants);

        Assert.True((await own.Privacy.ErasePersonAsync(new ErasePersonRequest { Name = Person, Reason = "Je pars" })).Whole);

        Assert.Empty((await own.Members.GetCallerAsync(new GetCallerRequest())).Grants);
        Assert.Equal(StatusCode.NotFound, (await WireError.OfAsync(async () => await own.Privacy.ErasePersonAsync(new ErasePersonRequest { Name = Person, Reason = "Je pars" }))).Code);
        Assert.Equal(StatusCode.AlreadyExists, (await WireError.OfAsync(async () => await Administrator.Actors.CreateActorAsync(new CreateActorRequest { ActorId = Person.Split('/')[1], Actor = _person.Actor }))).Code);
    }

    [Fact]
    public async Task ErasedRow_SentAgainByItsSource_IsRefused()
    {
        UpsertActorsRequest rows = new() { Source = "mairie", Rows = { new ActorRow { ExternalId = "7", Actor = _person.Actor } } };
        var name = (await Administrator.Sources.UpsertActorsAsync(rows)).Results[0].Name;
        await Administrator.Privacy.ErasePersonAsync(new ErasePersonRequest { Name = name, Reason = "Demande" });

        var result = (await Administrator.Sources.UpsertActorsAsync(rows)).Results[0];

        Assert.Equal((UpsertOutcome.Refused, "DELETED_HERE"), (result.Outcome, result.Refusal.Reason));
    }

    [Fact]
    public async Task Erasure_ThatWasInterrupted_IsCompletedByTheSweep()
    {
        var services = _server.Server.Services;
        var resource = await Administrator.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = Samples.Resource($"Outils de {_person.Text}", ResourceKind.Equipment, Person) });

        // A server ended right after it had noted what it was about to do, and the person's record was gone already.
        await services.GetRequiredService<ErasureTable>().BeginAsync([Person, resource.Name], isWhole: true, "keys/cle", "Demande");
        await Administrator.Actors.DeleteActorAsync(new DeleteActorRequest { Name = Person });
        var retention = services.GetRequiredService<PersonalRetention>();
        await retention.SweepAsync(CancellationToken.None);
        Assert.NotEmpty(await Finding.InTablesAsync(services.GetRequiredService<IDatabase>(), _person.Needles));

        _server.Clock.Now += PersonalRetention.ErasureTime + TimeSpan.FromSeconds(1);
        await retention.SweepAsync(CancellationToken.None);

        Assert.Empty(await Finding.InTablesAsync(services.GetRequiredService<IDatabase>(), _person.Needles));
        Assert.Empty(Finding.InFiles(_server.DataFolder, _person.Needles));
        Assert.NotNull(Assert.Single((await Administrator.Privacy.ListErasuresAsync(new ListErasuresRequest())).Erasures).CompleteTime);
    }

    [Fact]
    public async Task Invitation_ThatNobodyTook_GoesAfterItsTime()
    {
        var invited = (await Administrator.Members.CreateMemberAsync(new CreateMemberRequest { Member = new Member { Parent = ServerFixture.Owner, DisplayName = _person.Text, Access = Protocol.V1.AccessRole.ActorMember } })).Member;
        var active = (await Administrator.Members.CreateMemberAsync(new CreateMemberRequest { Member = new Member { Parent = ServerFixture.Owner, Access = Protocol.V1.AccessRole.ActorMember, Principal = "users/quelquun" } })).Member;
        var retention = _server.Server.Services.GetRequiredService<PersonalRetention>();

        _server.Clock.Now = invited.InvitationExpireTime.ToDateTimeOffset() + PersonalRetention.InvitationRetention;
        await retention.SweepAsync(CancellationToken.None);
        Assert.NotNull(await Administrator.Members.GetMemberAsync(new GetMemberRequest { Name = invited.Name }));
        _server.Clock.Now += TimeSpan.FromSeconds(1);
        await retention.SweepAsync(CancellationToken.None);

        Assert.Equal(active.Name, Assert.Single((await Administrator.Members.ListMembersAsync(new ListMembersRequest { Parent = ServerFixture.Owner })).Members).Name);
    }

    private async Task<Wire> WithAsync(params Grant[] grants) => _server.With((await _server.Server.Services.GetRequiredService<ApiKeys>().CreateAsync([.. grants], "test", null)).Key);
}
