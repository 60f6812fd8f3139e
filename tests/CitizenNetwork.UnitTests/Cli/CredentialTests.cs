using CitizenNetwork.Cli.Calling;

namespace CitizenNetwork.UnitTests.Cli;

/// <summary>What a call shows of its caller.</summary>
public sealed class CredentialTests
{
    [Theory]
    [InlineData("cn_first_00ff", "x-api-key", "cn_first_00ff")]
    [InlineData("eyJh.eyJz.c2ln", "authorization", "Bearer eyJh.eyJz.c2ln")]
    public void Credential_OfAText_IsAKeyOrAToken(string text, string header, string value)
    {
        var credential = Credential.Of(text);

        Assert.Equal((header, value, text), (credential.Header, credential.Value, credential.Secret));
    }

    [Fact]
    public void Credential_OfNoText_IsNone() => Assert.True(Credential.Of(string.Empty).IsNone);

    [Theory]
    [InlineData("clé")]
    [InlineData("cn a b")]
    [InlineData("cn_a\r\nx-api-key")]
    [InlineData("a.b.c\nd")]
    public void Credential_WithWhatNoHeaderBears_IsRefusedHere(string text) => Assert.Throws<LocalException>(() => Credential.Of(text));
}
