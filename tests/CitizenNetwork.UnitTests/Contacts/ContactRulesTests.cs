using CitizenNetwork.Domain.Contacts;
using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.UnitTests.Contacts;

public sealed class ContactRulesTests
{
    [Theory]
    [InlineData("accueil@exemple.fr", "+33 2 41 00 00 00", "")]
    [InlineData("", "02.41.00.00.00", "")]
    [InlineData("", "3939", "")]
    [InlineData("prénom.nom@exemple.asso.fr", "(0)2-41", "")]
    [InlineData("sans arobase", "391", "contact.mail contact.phone")]
    [InlineData("deux@aro@bases.fr", "06 sur demande", "contact.mail contact.phone")]
    [InlineData("@exemple.fr", "", "contact.mail")]
    [InlineData("x@exemple", "", "contact.mail")]
    [InlineData("x@.fr", "", "contact.mail")]
    [InlineData("x@exemple.", "", "contact.mail")]
    [InlineData("x y@exemple.fr", "", "contact.mail")]
    public void Check_OfMailAndPhone_NamesWhatIsWrongAndQuotesNothing(string mail, string phone, string wrong)
    {
        Violations violations = new();
        ContactRules.Check(new Contact("", mail, phone, []), "contact", violations);

        Assert.Equal(wrong, string.Join(' ', violations.ToImmutable().Select(violation => violation.Field)));
        Assert.All(violations.ToImmutable().SelectMany(violation => violation.Data), datum => Assert.False(datum.Value == mail || datum.Value == phone));
    }

    [Fact]
    public void Check_OfTooMuch_NamesEachField()
    {
        Violations violations = new();
        ContactRules.Check(new Contact(new string('n', 151), "", "", ["1", "2", "3", "4", "5", "6", "7"]), "contact", violations);

        Assert.Equal(["contact.name", "contact.address_lines"], violations.ToImmutable().Select(violation => violation.Field));
    }

    [Fact]
    public void AreSame_OfTwo_ComparesTheLines()
    {
        Contact one = new("Accueil", "", "", ["12 rue Haute"]);

        Assert.True(Contact.AreSame(one, new Contact("Accueil", "", "", ["12 rue Haute"])));
        Assert.False(Contact.AreSame(one, one with { AddressLines = ["12 rue Basse"] }));
        Assert.False(Contact.AreSame(one, null));
        Assert.True(Contact.AreSame(null, null));
        Assert.Equal("Contact", $"{one}");
    }
}
