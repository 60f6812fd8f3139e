using System.Text.Json;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Territories;
using static CitizenNetwork.UnitTests.Samples;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.UnitTests.Export;

[Trait("seed", "004-26")]
[Trait("feature", "F70")]
public sealed class GeoJsonExportTests
{
    /// <summary>Collections whose records have an address.</summary>
    private static readonly string[] s_placed = ["actors", "resources"];

    [Fact]
    public async Task GeoJson_OfActors_HasTheirPointTheirCommunesOrNone()
    {
        var file = await Exported.OfAsync(V1.ExportFormat.Geojson, "actors", catalogue =>
        {
            catalogue.Put(Exported.Entry("actors/aa-own", Actor("aa-own") with { Position = new GeoPoint(47.4, -0.55), Description = "l'été & co", Themes = ["food"] }, Exported.Row));
            catalogue.Put(Exported.Entry("actors/bb-commune", Actor("bb-commune")));
            catalogue.Put(Exported.Entry("actors/cc-nowhere", Actor("cc-nowhere") with { Commune = new PerimeterCode("COM-99999") }));
        });
        Assert.Equal(("application/geo+json", "actors.geojson"), (file.Chunks[0].ContentType, file.Chunks[0].FileName));
        Assert.Equal("FeatureCollection", file.Json.GetProperty("type").GetString());
        var features = Features(file);
        Assert.Equal(["actors/aa-own", "actors/bb-commune", "actors/cc-nowhere"], features.Select(feature => feature.GetProperty("id").GetString()!));
        Assert.Equal(["[-0.55,47.4]", "[-0.5632,47.4784]"], features.Take(2).Select(feature => feature.GetProperty("geometry").GetProperty("coordinates").GetRawText()));
        Assert.Equal(JsonValueKind.Null, features[2].GetProperty("geometry").ValueKind);

        var own = features[0].GetProperty("properties");
        Assert.Equal(("point", "mairie", "n° 12", "Licence Ouverte 2.0"), (Text(own, "position_precision"), Text(own, "source"), Text(own, "source_external_id"), Text(own, "licence")));
        Assert.Equal(("l'été & co", "ACTOR_KIND_ASSOCIATION", "[\"food\"]"), (Text(own, "description"), Text(own, "kind"), own.GetProperty("themes").GetRawText().Replace(" ", "", StringComparison.Ordinal)));
        Assert.False(own.TryGetProperty("position", out _));
        Assert.Equal("commune", Text(features[1].GetProperty("properties"), "position_precision"));
        Assert.False(features[2].GetProperty("properties").TryGetProperty("position_precision", out _));
    }

    [Fact]
    public async Task GeoJson_OfEveryCollection_IsAFeatureARecord()
    {
        foreach (var collection in new[] { "actors", "fundingCalls", "hostingOffers", "initiatives", "resources" })
        {
            var file = await Exported.OfAsync(V1.ExportFormat.Geojson, collection, catalogue =>
            {
                catalogue.Put(Exported.Entry("actors/un", Actor("un")));
                catalogue.Put(Exported.Entry("fundingCalls/un", FundingCall("un")));
                catalogue.Put(Exported.Entry("hostingOffers/un", HostingOffer("un")));
                catalogue.Put(Exported.Entry("initiatives/un", Initiative("un")));
                catalogue.Put(Exported.Entry("resources/un", Resource("un")));
            });
            var feature = Assert.Single(Features(file));
            Assert.Equal(["type", "id", "geometry", "properties"], feature.EnumerateObject().Select(member => member.Name));
            Assert.Equal($"{collection}/un", feature.GetProperty("properties").GetProperty("name").GetString());
            Assert.Equal(1, file.Report.Records);
        }

        Assert.Empty(Features(await Exported.OfAsync(V1.ExportFormat.Geojson, "actors", _ => { })));
    }

    [Fact]
    public async Task Export_OfWhatAPersonIsOrShares_TellsNoAddress()
    {
        GeoPoint home = new(47.123456, -0.654321);
        foreach (var format in Enum.GetValues<V1.ExportFormat>().Where(format => format != V1.ExportFormat.Unspecified))
        {
            foreach (var collection in s_placed.Where(collection => collection != "actors" || format != V1.ExportFormat.Icalendar))
            {
                var file = await Exported.OfAsync(format, collection, catalogue =>
                {
                    var owner = Actor("owner") with { Kind = ActorKind.Individual, Position = home, StreetAddress = "3 rue Cachée" };
                    catalogue.Put(Exported.Entry("actors/owner", owner));
                    var shared = Resource("perceuse") with { Position = home, StreetAddress = "3 rue Cachée", Description = "Une perceuse", Availability = new(Today, Today) };
                    catalogue.Put(Exported.Entry("resources/perceuse", shared));
                });
                Assert.Equal(1, file.Report.Records);
                Assert.DoesNotContain("Cach", file.Text, StringComparison.Ordinal);
                Assert.DoesNotContain("47.123456", file.Text, StringComparison.Ordinal);
            }
        }
    }

    private static List<JsonElement> Features(Exported file) => [.. file.Json.GetProperty("features").EnumerateArray()];

    private static string? Text(JsonElement properties, string name) => properties.GetProperty(name).GetString();
}
