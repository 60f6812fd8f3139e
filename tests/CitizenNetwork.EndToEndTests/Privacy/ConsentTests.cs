using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Server.Audit;
using CitizenNetwork.Server.Security;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using AccessRole = CitizenNetwork.Domain.Access.AccessRole;
using Grant = CitizenNetwork.Domain.Access.Grant;

namespace CitizenNetwork.EndToEndTests.Privacy;

/// <summary>Contacts leave by consent alone, field by field and purpose by purpose, and whoever asks is noted.</summary>
[Trait("seed", "001-8")]
[Trait("feature", "F71")]
public sealed class ConsentTests : IAsyncLifetime
{
    private const string Actor = "actors/collectif-du-mail";

    private readonly PlantedPerson _person = new();
    private ServerFixture _server = null!;

    public async Task InitializeAsync()
    {
        _server = await ServerFixture.StartAsync();
        await _server.Wire.Actors.CreateActorAsync(new CreateActorRequest { ActorId = Actor.Split('/')[1], Actor = new Actor(Samples.Actor("Collectif du Mail")) { Contact = _person.Contact } });
    }

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task DiscloseContact_WithAConsent_TellsItsFieldsForItsPurposeUntilItIsWithdrawn()
    {
        var privacy = _server.Wire.Privacy;
        await RefusedAsync(ConsentPurpose.Introduction);
        var consent = await GiveAsync(ConsentPurpose.Introduction, ContactField.Name, ContactField.Mail);
        var phone = await GiveAsync(ConsentPurpose.Introduction, ContactField.Phone);

        var told = await DiscloseAsync(ConsentPurpose.Introduction);
        Assert.Equal((_person.Contact.Name, _person.Contact.Mail, _person.Phone, 0), (told.ContactName, told.Mail, told.Phone, told.AddressLines.Count));
        await RefusedAsync(ConsentPurpose.Showcase);

        var over = await privacy.WithdrawConsentAsync(new WithdrawConsentRequest { Name = consent.Name });
        Assert.Equal((consent.Name, true), (over.Name, over.WithdrawTime is not null));
        told = await DiscloseAsync(ConsentPurpose.Introduction);
        Assert.Equal(("", "", _person.Phone), (told.ContactName, told.Mail, told.Phone));
        await privacy.WithdrawConsentAsync(new WithdrawConsentRequest { Name = phone.Name });
        await RefusedAsync(ConsentPurpose.Introduction);
        Assert.Equal(over, await privacy.WithdrawConsentAsync(new WithdrawConsentRequest { Name = consent.Name }));

        var list = await privacy.ListConsentsAsync(new ListConsentsRequest { Parent = Actor, PageSize = 1 });
        Assert.Equal(phone.Name, Assert.Single(list.Consents).Name);
        list = await privacy.ListConsentsAsync(new ListConsentsRequest { Parent = Actor, PageSize = 1, PageToken = list.NextPageToken });
        Assert.Equal(over, Assert.Single(list.Consents));
        Assert.Empty(list.NextPageToken);
    }

    [Fact]
    public async Task DiscloseContact_WhenTheConsentLapses_IsRefused()
    {
        var now = _server.Clock.Now;
        await _server.Wire.Privacy.GiveConsentAsync(new GiveConsentRequest
        {
            Parent = Actor,
            Consent = new Consent { Purpose = ConsentPurpose.Suggestions, Fields = { ContactField.Mail }, OnWordOf = "Mme Martin", ExpireTime = now.AddDays(30).ToTimestamp() },
        });
        Assert.Equal(_person.Contact.Mail, (await DiscloseAsync(ConsentPurpose.Suggestions)).Mail);

        _server.Clock.Now = now.AddDays(30);

        await RefusedAsync(ConsentPurpose.Suggestions);
    }

    [Fact]
    public async Task DiscloseContact_ToldOrNot_StandsInTheAuditTrailWithWhy()
    {
        await RefusedAsync(ConsentPurpose.Introduction);
        await GiveAsync(ConsentPurpose.Introduction, ContactField.Mail);
        await DiscloseAsync(ConsentPurpose.Introduction);
        await _server.Server.Services.GetRequiredService<AuditSealer>().SealAllAsync(CancellationToken.None);

        var entries = (await _server.With(_server.AdministratorKey).Audit.ListAuditEntriesAsync(new ListAuditEntriesRequest { Subject = Actor })).Entries
            .Where(entry => entry.Method == "PrivacyService/DiscloseContact").ToList();

        Assert.Equal(["INTRODUCTION (refused): Rencontre", "INTRODUCTION: Rencontre"], entries.Select(entry => entry.Purpose).Distinct().Order(StringComparer.Ordinal));
        Assert.All(entries, entry => Assert.StartsWith("keys/", entry.Principal, StringComparison.Ordinal));
        Assert.Equal(["contact.mail"], entries.Single(entry => entry.Purpose == "INTRODUCTION: Rencontre").Fields);
        Assert.All(entries, entry => Assert.False(Finding.InText($"{entry}", _person.Needles)));
    }

    [Fact]
    public async Task GiveConsent_OfWrongOrMissingFields_IsRefusedForAllOfThem()
    {
        await _server.AssertRefusedAsync(
            async wire => await wire.Privacy.GiveConsentAsync(new GiveConsentRequest { Parent = Actor, Consent = new Consent { ExpireTime = _server.Clock.Now.AddYears(4).ToTimestamp() } }),
            "consent.purpose", "consent.fields", "consent.on_word_of", "consent.expire_time");
        await _server.AssertRefusedAsync(
            async wire => await wire.Privacy.GiveConsentAsync(new GiveConsentRequest { Parent = Actor, Consent = new Consent { ExpireTime = new Google.Protobuf.WellKnownTypes.Timestamp { Seconds = long.MaxValue, Nanos = -1 } } }),
            "consent.purpose", "consent.fields", "consent.on_word_of", "consent.expire_time");
        await _server.AssertRefusedAsync(async wire => await wire.Privacy.DiscloseContactAsync(new DiscloseContactRequest { Name = "members/x" }), "name", "purpose", "reason");
        await _server.AssertRefusedAsync(async wire => await wire.Privacy.WithdrawConsentAsync(new WithdrawConsentRequest { Name = Actor }), "name");
        await _server.AssertRefusedAsync(StatusCode.NotFound, "RESOURCE_NOT_FOUND", async wire => await wire.Privacy.WithdrawConsentAsync(new WithdrawConsentRequest { Name = $"{Actor}/consents/9" }));
        await _server.AssertRefusedAsync(StatusCode.NotFound, "RESOURCE_NOT_FOUND", async wire => await wire.Privacy.ListConsentsAsync(new ListConsentsRequest { Parent = "actors/nulle-part" }));
    }

    [Fact]
    public async Task GiveConsent_ByTheActorItself_NeedsNobodysWord()
    {
        var own = await WithAsync(new Grant(AccessRole.ActorMember, Actor));

        var consent = await own.Privacy.GiveConsentAsync(new GiveConsentRequest { Parent = Actor, Consent = new Consent { Purpose = ConsentPurpose.Showcase, Fields = { ContactField.Name } } });

        Assert.Equal(($"{Actor}/consents/1", "", true), (consent.Name, consent.OnWordOf, consent.GivenBy.StartsWith("keys/", StringComparison.Ordinal)));
        Assert.Equal(_server.Clock.Now.AddDays(3 * 365), consent.ExpireTime.ToDateTimeOffset());
    }

    [Fact]
    public async Task Consents_OfOthers_AreNeitherReadNorGivenNorWithdrawn()
    {
        await GiveAsync(ConsentPurpose.Showcase, ContactField.Name);
        var other = await WithAsync(new Grant(AccessRole.ActorMember, "actors/autre"));

        foreach (var call in new Func<Task>[]
        {
            async () => await other.Privacy.ListConsentsAsync(new ListConsentsRequest { Parent = Actor }),
            async () => await other.Privacy.GiveConsentAsync(new GiveConsentRequest { Parent = Actor, Consent = new Consent { Purpose = ConsentPurpose.Showcase, Fields = { ContactField.Name }, OnWordOf = "Moi" } }),
            async () => await other.Privacy.WithdrawConsentAsync(new WithdrawConsentRequest { Name = $"{Actor}/consents/1" }),
        })
        {
            Assert.Equal(StatusCode.PermissionDenied, (await WireError.OfAsync(call)).Code);
        }

        // A reader asks for no contact, whatever was consented to.
        var reader = await WithAsync(new Grant(AccessRole.NetworkReader, "networks/reseau"));
        Assert.Equal(StatusCode.PermissionDenied, (await WireError.OfAsync(async () => await reader.Privacy.DiscloseContactAsync(Asked(ConsentPurpose.Showcase)))).Code);
    }

    [Fact]
    public async Task GiveConsent_AfterTooManyThatAreOpen_IsRefused()
    {
        for (var i = 0; i < 50; i++)
        {
            await GiveAsync(ConsentPurpose.Showcase, ContactField.Name);
        }

        (await WireError.OfAsync(() => GiveAsync(ConsentPurpose.Showcase, ContactField.Name))).AssertInvalid("fr-FR", "consent");
        await _server.Wire.Privacy.WithdrawConsentAsync(new WithdrawConsentRequest { Name = $"{Actor}/consents/7" });
        Assert.Equal($"{Actor}/consents/51", (await GiveAsync(ConsentPurpose.Showcase, ContactField.Name)).Name);
    }

    private static DiscloseContactRequest Asked(ConsentPurpose purpose) => new() { Name = Actor, Purpose = purpose, Reason = "Rencontre" };

    private async Task<Wire> WithAsync(params Grant[] grants) => _server.With((await _server.Server.Services.GetRequiredService<ApiKeys>().CreateAsync([.. grants], "test", null)).Key);

    private async Task<Consent> GiveAsync(ConsentPurpose purpose, params ContactField[] fields) =>
        await _server.Wire.Privacy.GiveConsentAsync(new GiveConsentRequest { Parent = Actor, Consent = new Consent { Purpose = purpose, Fields = { fields }, OnWordOf = "Mme Martin, au téléphone" } });

    private async Task<DiscloseContactResponse> DiscloseAsync(ConsentPurpose purpose) => await _server.Wire.Privacy.DiscloseContactAsync(Asked(purpose));

    private async Task RefusedAsync(ConsentPurpose purpose) =>
        await _server.AssertRefusedAsync(StatusCode.PermissionDenied, "NO_CONSENT", async wire => await wire.Privacy.DiscloseContactAsync(Asked(purpose)));
}
