using System.Text;
using System.Text.Json;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Server.Transport;

namespace CitizenNetwork.UnitTests.Transport;

public sealed class ClientsFileTests
{
    [Fact]
    public void Read_EachClient_GivesItsIdAndGrants()
    {
        var clients = Read(
            """
            [ // as the host reads it
              { "dns": "Portail.Mairie.Example", "grants": [{ "role": "PARTNER_SYSTEM", "place": "mairie" }, { "role": "NETWORK_READER", "place": "networks/anjou" }] },
              { "subject": "CN=Exploitation, O=Réseau", "grants": [{ "role": "PLATFORM_ADMINISTRATOR" }], },
              { "dns": "rien.example" },
            ]
            """);

        Assert.Equal(["dns:portail.mairie.example", "dns:rien.example", "subject:CN=Exploitation, O=Réseau"], clients.Keys.Order(StringComparer.Ordinal));
        Assert.Equal<Grant>([new Grant(AccessRole.PartnerSystem, "mairie"), new Grant(AccessRole.NetworkReader, "networks/anjou")], clients["dns:portail.mairie.example"].Grants);
        Assert.Equal<Grant>([Grant.Administrator], clients["subject:CN=Exploitation, O=Réseau"].Grants);
        Assert.Empty(clients["dns:rien.example"].Grants);
        Assert.Equal(3, clients.Values.Select(client => client.Id).Distinct().Count());
        Assert.All(clients.Values, client => Assert.Matches("^certificates/[0-9a-f]{32}$", client.Id));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[{}]")]
    [InlineData("""[{ "dns": "" }]""")]
    [InlineData("""[{ "dns": "a.example", "subject": "CN=a" }]""")]
    [InlineData("""[{ "dns": "a.example", "grant": [] }]""")]
    [InlineData("""[{ "dns": "a.example", "grants": [{ "role": "ROOT" }] }]""")]
    [InlineData("""[{ "dns": "a.example", "grants": [{ "place": "networks/anjou" }] }]""")]
    [InlineData("""[{ "dns": "a.example", "grants": [{ "role": "NETWORK_READER", "place": "anjou" }] }]""")]
    [InlineData("""[{ "dns": "a.example" }, { "dns": "A.example" }]""")]
    public void Read_WhatCannotBe_IsRefused(string json) => Assert.True(Record.Exception(() => Read(json)) is JsonException or InvalidDataException or ArgumentException);

    private static System.Collections.Frozen.FrozenDictionary<string, Client> Read(string json) => ClientsFile.Read(Encoding.UTF8.GetBytes(json));
}
