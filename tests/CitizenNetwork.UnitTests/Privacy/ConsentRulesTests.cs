using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Contacts;
using CitizenNetwork.Domain.Privacy;
using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.UnitTests.Privacy;

[Trait("seed", "002-10")]
public sealed class ConsentRulesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private static readonly Contact s_contact = new("Camille", "camille@exemple.fr", "02 41 00 00 00", ["3 rue du Mail"]);

    [Theory]
    [InlineData(ConsentPurpose.Introduction, "Mail", "Mme Martin", false, 10, "")]
    [InlineData(ConsentPurpose.Introduction, "Mail", "", true, 1095, "")]
    [InlineData(ConsentPurpose.Introduction, "Mail", "", false, 10, "consent.on_word_of")]
    [InlineData(ConsentPurpose.Unspecified, "", "Mme Martin", false, 0, "consent.purpose consent.fields consent.expire_time")]
    [InlineData(ConsentPurpose.Showcase, "Mail,Mail", "Mme Martin", false, 1096, "consent.fields[1] consent.expire_time")]
    [InlineData(ConsentPurpose.Showcase, "Unspecified", "Mme Martin", false, -1, "consent.fields[0] consent.expire_time")]
    public void Check_OfAConsent_NamesEveryWrongField(ConsentPurpose purpose, string fields, string onWordOf, bool isOwn, int days, string wrong)
    {
        Violations violations = new();

        ConsentRules.Check(Of(purpose, s_now.AddDays(days), Fields(fields)) with { OnWordOf = onWordOf }, "consent", isOwn, violations);

        Assert.Equal(wrong, string.Join(' ', violations.ToImmutable().Select(violation => violation.Field)));
    }

    [Fact]
    public void Disclosed_ByConsentsInForce_TellsTheirFieldsAlone()
    {
        Consent[] given =
        [
            Of(ConsentPurpose.Introduction, s_now.AddDays(1), ContactField.Mail),
            Of(ConsentPurpose.Introduction, s_now.AddDays(1), ContactField.Name),
            Of(ConsentPurpose.Showcase, s_now.AddDays(1), ContactField.Phone),
        ];

        Assert.Equal(("Camille", "camille@exemple.fr", "", 0), Told(ConsentRules.Disclosed(s_contact, given, ConsentPurpose.Introduction, s_now)!));
        Assert.Equal(("", "", "02 41 00 00 00", 0), Told(ConsentRules.Disclosed(s_contact, given, ConsentPurpose.Showcase, s_now)!));
        Assert.Null(ConsentRules.Disclosed(s_contact, given, ConsentPurpose.Suggestions, s_now));
        Assert.Null(ConsentRules.Disclosed(null, given, ConsentPurpose.Introduction, s_now));
        Assert.Equal(("", "", "", 1), Told(ConsentRules.Disclosed(s_contact, [Of(ConsentPurpose.Showcase, s_now.AddDays(1), ContactField.Address)], ConsentPurpose.Showcase, s_now)!));
    }

    [Fact]
    public void Disclosed_ByAConsentThatIsOver_TellsNothing()
    {
        var consent = Of(ConsentPurpose.Introduction, s_now.AddDays(1), ContactField.Mail);

        Assert.NotNull(ConsentRules.Disclosed(s_contact, [consent], ConsentPurpose.Introduction, s_now.AddDays(1).AddTicks(-1)));
        Assert.Null(ConsentRules.Disclosed(s_contact, [consent], ConsentPurpose.Introduction, s_now.AddDays(1)));
        Assert.Null(ConsentRules.Disclosed(s_contact, [consent with { WithdrawTime = s_now }], ConsentPurpose.Introduction, s_now));
    }

    [Theory]
    [InlineData("actors/une-personne/consents/12", "une-personne", 12)]
    [InlineData("actors/une-personne/consents/0", "", 0)]
    [InlineData("actors/une-personne/consents/x", "", 0)]
    [InlineData("actors/x/consents/1", "", 0)]
    [InlineData("members/une-personne/consents/1", "", 0)]
    [InlineData("actors/une-personne", "", 0)]
    public void Read_OfAName_GivesActorAndNumber(string name, string actor, long number)
    {
        var read = ConsentRules.Read(name);

        Assert.Equal((actor, number), (read?.Actor.Value ?? "", read?.Number ?? 0));
        Assert.Equal(read is null ? null : name, read is null ? null : ConsentRules.NameOf(new ActorId(actor), number));
    }

    private static Consent Of(ConsentPurpose purpose, DateTimeOffset until, params ImmutableArray<ContactField> fields) => new(1, purpose, fields, "Mme Martin", "keys/cle", s_now, until);

    private static ImmutableArray<ContactField> Fields(string names) => [.. names.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<ContactField>)];

    private static (string Name, string Mail, string Phone, int Lines) Told(Contact contact) => (contact.Name, contact.Mail, contact.Phone, contact.AddressLines.Length);
}
