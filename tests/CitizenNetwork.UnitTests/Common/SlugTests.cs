using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Networks;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Server.Records;
using FsCheck;
using FsCheck.Fluent;

namespace CitizenNetwork.UnitTests.Common;

public sealed class SlugTests
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";

    [Theory]
    [InlineData("abc")]
    [InlineData("la-ruche")]
    [InlineData("a1-")]
    [InlineData("deadbeef")]
    public void IsValid_LettersDigitsAndHyphens_IsTrue(string id) => Assert.True(Slug.IsValid(id));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("a+b")]
    [InlineData("ruche+1")]
    [InlineData("49007")]
    [InlineData("0xdeadbeef")]
    [InlineData("1e5c0ffee")]
    [InlineData("Ruche")]
    [InlineData("rUche")]
    [InlineData("vélo")]
    [InlineData("la ruche")]
    [InlineData("la_ruche")]
    [InlineData("-ruche")]
    [InlineData("ruche/x")]
    [InlineData("ruche\n")]
    [InlineData("ruche\0")]
    [InlineData("ｒuche")]
    public void IsValid_AnythingElse_IsFalse(string? id) => Assert.False(Slug.IsValid(id));

    [Fact]
    public void IsValid_AtTheLimits_HoldsThem()
    {
        Assert.True(Slug.IsValid(new string('a', Slug.MinLength)) && Slug.IsValid(new string('a', Slug.MaxLength)));
        Assert.False(Slug.IsValid(new string('a', Slug.MinLength - 1)) || Slug.IsValid(new string('a', Slug.MaxLength + 1)));
    }

    [Fact]
    public void IsValid_AnyText_AgreesWithThePattern() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Texts(), text => Slug.IsValid(text) == System.Text.RegularExpressions.Regex.IsMatch(text, $@"\A{Slug.Pattern}\z", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1))));

    [Fact]
    public void IsValid_ValidIdSpoiled_IsFalse() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Ids(), Gen.Elements('+', 'A', 'Z', ' ', '/', 'é', '_', '.', '\u0000', '\uFFFE').ToArbitrary(), Gen.Choose(0, 62).ToArbitrary(), (id, wrong, at) =>
            !Slug.IsValid(id.Insert(Math.Min(at, id.Length), wrong.ToString()))));

    [Fact]
    public void Name_OfAnId_IsNoNumberInAnyBase() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Ids(), id =>
            // Some storage providers read a key that is a number as one (orleans#9706).
            !new ActorId(id).Name.All(char.IsAsciiHexDigit) && !Guid.TryParse(new ActorId(id).Name, null, out _) && !long.TryParse(id, System.Globalization.CultureInfo.InvariantCulture, out _)));

    [Fact]
    public void FromName_OfAName_GivesTheIdBack() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Ids(), id =>
            ActorId.FromName(new ActorId(id).Name) == new ActorId(id)
            && InitiativeId.FromName(new InitiativeId(id).Name) == new InitiativeId(id)
            && ResourceId.FromName(new ResourceId(id).Name) == new ResourceId(id)
            && FundingCallId.FromName(new FundingCallId(id).Name) == new FundingCallId(id)
            && HostingOfferId.FromName(new HostingOfferId(id).Name) == new HostingOfferId(id)
            && NetworkId.FromName(new NetworkId(id).Name) == new NetworkId(id)));

    [Fact]
    public void FromName_OfAnotherCollection_IsNull() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Ids(), id =>
            ActorId.FromName($"actor/{id}") is null
            && ActorId.FromName($"/actors/{id}") is null
            && ActorId.FromName($"actors/{id}/") is null
            && ActorId.FromName($"Actors/{id}") is null
            && ActorId.FromName(id) is null
            && ActorId.FromName(new ResourceId(id).Name) is null));

    [Fact]
    public void FromNeedName_OfANeedsName_GivesBothIdsBack() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Ids(), Ids(), (initiative, need) =>
            InitiativeId.FromNeedName(new InitiativeId(initiative).NeedName(need)) == (new InitiativeId(initiative), need)
            && InitiativeId.FromNeedName($"initiatives/{initiative}") is null
            && InitiativeId.FromNeedName($"initiatives/{initiative}/need/{need}") is null
            && InitiativeId.FromNeedName($"initiatives/{initiative}/needs/{need}/x") is null));

    [Fact]
    public void Readable_OfAnyTitle_IsValidAndShortEnough() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Texts(), Gen.Choose(10, Slug.MaxLength).ToArbitrary(), (title, length) =>
            Slug.Readable(title, "sans-titre", length) is var slug && Slug.IsValid(slug) && slug.Length <= length && !slug.EndsWith('-') && !slug.Contains("--", StringComparison.Ordinal)));

    [Fact]
    public void Readable_OfAValidId_KeepsItsWords() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Ids().Filter(id => !id.Contains("--", StringComparison.Ordinal) && !id.EndsWith('-')), id => Slug.Readable(id, "sans-titre", Slug.MaxLength) == id));

    [Fact]
    public void MadeId_OfAnyTitle_IsAValidId() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Texts(), title => Slug.IsValid(Slug.Readable(title, "sans-titre", 48) + RecordMethods<Contracts.Actors.IActorGrain, Actor, Protocol.V1.Actor>.IdEnd("5f0c5a4e-6a1d-4a57-8d8e-111111111111"))));

    [Theory]
    [InlineData("Atelier vélo de Trélazé", "atelier-velo-de-trelaze")]
    [InlineData("L’Œuvre & Cie", "l-oeuvre-cie")]
    [InlineData("  2 roues  ", "roues")]
    [InlineData("日本", "sans-titre")]
    [InlineData("", "sans-titre")]
    [InlineData(null, "sans-titre")]
    [InlineData("+++", "sans-titre")]
    [InlineData("A\uFFFEtelier", "a-telier")]
    public void Readable_Title_IsFoldedToWords(string? title, string slug) => Assert.Equal(slug, Slug.Readable(title, "sans-titre", 48));

    [Fact]
    public void Readable_HalfASurrogate_IsPassedOver() => Assert.Equal("v-elo", Slug.Readable("V\uD800élo", "sans-titre", 48));

    [Theory]
    [InlineData("Une ressourcerie de quartier", 20, "une-ressourcerie-de")]
    [InlineData("Une ressourcerie de quartier", 19, "une-ressourcerie-de")]
    [InlineData("Une ressourcerie de quartier", 18, "une-ressourcerie")]
    [InlineData("Anticonstitutionnellement", 10, "anticonsti")]
    public void Readable_LongTitle_IsCutAtAWord(string title, int length, string slug) => Assert.Equal(slug, Slug.Readable(title, "sans-titre", length));

    private static Arbitrary<string> Ids() =>
        (from first in Gen.Elements<char>([.. Letters])
         from rest in Gen.Elements<char>([.. Letters, .. "0123456789-"]).ArrayOf()
         let id = first + new string(rest)
         select id.Length < Slug.MinLength ? id.PadRight(Slug.MinLength, 'x') : id[..Math.Min(id.Length, Slug.MaxLength)]).ToArbitrary();

    /// <summary>Texts of anything a string can hold: accents, ligatures, halves of surrogates, noncharacters.</summary>
    private static Arbitrary<string> Texts() =>
        Gen.OneOf(
            Gen.Elements<char>([.. Letters, .. "ABCZ0123456789- '’éèçœÆß+/&.\u0301"]),
            Gen.Choose(0, 0xFFFF).Select(code => (char)code),
            Gen.Elements('\uD800', '\uDC00', '\uFFFE', '\uFFFF', '\u0000')).ArrayOf().Select(characters => new string(characters)).ToArbitrary();
}
