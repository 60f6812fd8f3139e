using System.Text.Json;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Testing;

namespace CitizenNetwork.EndToEndTests.Export;

/// <summary>A calendar as a library nobody here wrote reads it.</summary>
[Collection(RecordsServer.Name)]
public sealed class CalendarReaderTests(ServerFixture server)
{
    private static readonly string s_clients = Path.Combine(Repository.Root, "tests", "CitizenNetwork.EndToEndTests");

    [SkippableFact]
    [Trait("seed", "002-33")]
    [Trait("feature", "F70")]
    public async Task Calendar_OfEveryCollection_IsReadByIcalJs()
    {
        Skip.IfNot(Directory.Exists(Path.Combine(s_clients, "node_modules", "ical.js")), "ical.js: npm install in tests/CitizenNetwork.EndToEndTests.");
        var title = $"{Samples.NewId("Dates")}; à lire, avec \\ et « guillemets »";
        const string Description = "Première ligne, assez longue pour être pliée au milieu d’un caractère accentué : éééééééééééééééééé\nDeuxième ligne";
        Period days = new() { StartDate = "2027-02-27", EndDate = "2027-02-28" };
        var call = await server.Wire.FundingCalls.CreateFundingCallAsync(new CreateFundingCallRequest { FundingCall = new FundingCall(Samples.FundingCall(title)) { Opening = days, Description = Description } });
        var resource = await server.Wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = new Resource(Samples.Resource(title)) { Availability = days, Description = Description } });
        var offer = await server.Wire.HostingOffers.CreateHostingOfferAsync(new CreateHostingOfferRequest { HostingOffer = new HostingOffer(Samples.HostingOffer(title)) { Opening = days, Description = Description } });
        var initiative = await server.Wire.Initiatives.CreateInitiativeAsync(new CreateInitiativeRequest
        {
            Initiative = new Initiative(Samples.Initiative("Lire des calendriers")) { Needs = { new Need(Samples.Need(NeedKind.Room, title)) { Period = days, Description = Description } } },
        });

        await AssertReadAsync("fundingCalls", call.Name, $"Date limite : {title}", "2027-02-28");
        await AssertReadAsync("hostingOffers", offer.Name, $"Date limite : {title}", "2027-02-28");
        await AssertReadAsync("resources", resource.Name, title, "2027-02-27");
        await AssertReadAsync("initiatives", initiative.Needs[0].Name, $"{title} (Lire des calendriers)", "2027-02-27");

        async Task AssertReadAsync(string collection, string name, string summary, string first)
        {
            var events = await ReadAsync(await server.Wire.ExportAsync(ExportFormat.Icalendar, collection));
            Assert.Equal([$"{name}@citizennetwork", summary, first, "2027-03-01", Description, ""], events.Single(read => read[0] == $"{name}@citizennetwork"));
        }
    }

    private static async Task<List<string[]>> ReadAsync(ExportedFile file)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, file.Bytes);
            var (done, said) = await Tool.TryAsync("node", Path.Combine(s_clients, "clients", "calendar.js"), path);
            Assert.True(done, said);
            return [.. said.Split('\n').Select(line => JsonSerializer.Deserialize<string[]>(line)!)];
        }
        finally
        {
            File.Delete(path);
        }
    }
}
