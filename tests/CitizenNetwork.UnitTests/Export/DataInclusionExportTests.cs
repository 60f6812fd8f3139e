using System.Globalization;
using System.Text.Json;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Sources;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Testing;
using Json.Schema;
using static CitizenNetwork.UnitTests.Samples;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.UnitTests.Export;

[Trait("seed", "004-26")]
[Trait("feature", "F70")]
public sealed class DataInclusionExportTests
{
    /// <summary>Records of each kind that are drawn for the schemas.</summary>
    private const int Drawn = 400;

    private const int Seed = 20_261_125;

    [Fact]
    public async Task Structures_OfActors_SayWhatTheSchemaHasAPlaceFor()
    {
        var town = Actor("mairie") with
        {
            DisplayName = "Mairie d'Angers.",
            Kind = ActorKind.LocalAuthority,
            Description = "Tout",
            ServedArea = [Angers],
            Commune = Saumur,
            Siren = "214900078",
            StreetAddress = "2 place de la Mairie",
            Position = new GeoPoint(47.26, -0.08),
        };
        var file = await Exported.OfAsync(V1.ExportFormat.DataInclusion, "actors", catalogue =>
        {
            catalogue.Put(Exported.Entry("actors/mairie", town, Exported.Row));
            catalogue.Put(Exported.Entry("actors/un", Actor("un") with { DisplayName = "Un." }));
        });
        Assert.Equal((1, 1), (file.Report.Records, file.Report.LeftOut));
        Assert.Equal(("application/json", "actors.data-inclusion.json"), (file.Chunks[0].ContentType, file.Chunks[0].FileName));
        AssertIs(
            """
            {"id": "mairie--mairie", "source": "mairie", "source_external_id": "n° 12", "licence": "Licence Ouverte 2.0", "date_maj": "2026-11-23", "nom": "Mairie d'Angers",
             "code_insee": "49328", "commune": "Saumur", "code_postal": "49400", "adresse": "2 place de la Mairie", "latitude": 47.26, "longitude": -0.08, "reseaux_porteurs": ["communes"]}
            """,
            file.Json.GetProperty("structures")[0]);
    }

    [Fact]
    public async Task Services_OfResources_AreTheShippedMappingBackwards()
    {
        var resource = Resource("conseil") with
        {
            Title = "Conseil",
            Description = "Un conseil",
            Kind = ResourceKind.Support,
            AttendanceMode = AttendanceMode.Hybrid,
            Cost = Cost.Paid,
            PriceCents = 1_250,
            CostDetail = "selon revenus",
            ServedArea = [PaysDeLaLoire, AngersLoireMetropole, Angers, PerimeterCode.France],
            AccessConditions = [new AccessCondition(AccessConditionKind.Membership, new ActorId("owner"), 0, ""), new AccessCondition(AccessConditionKind.Other, null, 0, "Sur rendez-vous")],
        };
        var file = await Exported.OfAsync(V1.ExportFormat.DataInclusion, "resources", catalogue =>
        {
            catalogue.Put(Exported.Entry("actors/owner", Actor("owner") with { DisplayName = "La Ruche" }, Exported.Row));
            catalogue.Put(Exported.Entry("resources/conseil", resource));
            catalogue.Put(Exported.Entry("resources/sans-texte", resource with { Id = new ResourceId("sans-texte"), Description = "Bref" }));
            catalogue.Put(Exported.Entry("resources/sans-acteur", resource with { Id = new ResourceId("sans-acteur"), Owner = new ActorId("parti") }));
        });
        Assert.Equal((1, 2), (file.Report.Records, file.Report.LeftOut));
        AssertIs(
            """
            {"id": "citizennetwork--conseil", "source": "citizennetwork", "source_external_id": "", "licence": "", "date_maj": "2026-11-23", "structure_id": "mairie--owner", "nom": "Conseil",
             "description": "Un conseil", "type": "accompagnement", "modes_accueil": ["en-presentiel", "a-distance"], "frais": "payant", "frais_precisions": "12,50 € ; selon revenus",
             "conditions_acces": "Adhésion à La Ruche ; Sur rendez-vous", "zone_eligibilite": ["44", "49", "244900015", "49007", "france"], "code_insee": "49007", "commune": "Angers"}
            """,
            file.Json.GetProperty("services")[0]);
    }

    [Theory]
    [InlineData(ResourceKind.Training, SupportForm.Unspecified, "formation")]
    [InlineData(ResourceKind.Training, SupportForm.Workshop, "atelier")]
    [InlineData(ResourceKind.Equipment, SupportForm.Unspecified, "aide-materielle")]
    [InlineData(ResourceKind.Room, SupportForm.Unspecified, null)]
    public async Task Services_OfEachKind_HaveTheTypeThatReadsBack(ResourceKind kind, SupportForm form, string? type)
    {
        var file = await Exported.OfAsync(V1.ExportFormat.DataInclusion, "resources", catalogue =>
        {
            catalogue.Put(Exported.Entry("actors/owner", Actor("owner")));
            catalogue.Put(Exported.Entry("resources/rare", Resource("rare") with { Kind = kind, SupportForm = form, Description = "Assez long" }));
        });
        Assert.Equal(type, file.Json.GetProperty("services")[0].TryGetProperty("type", out var told) ? told.GetString() : null);
    }

    [SkippableTheory]
    [InlineData("actors", "structures", "data-inclusion-v1-structure.json")]
    [InlineData("resources", "services", "data-inclusion-v1-service.json")]
    public async Task Export_OfDrawnRecords_IsValidByThePublishedSchema(string collection, string list, string schemaFile)
    {
        var schema = JsonSchema.FromText(await File.ReadAllTextAsync(Path.Combine(Repository.RequireRealData(), "..", "schemas", schemaFile)));
        var file = await Exported.OfAsync(V1.ExportFormat.DataInclusion, collection, Draw);
        var records = file.Json.GetProperty(list).EnumerateArray().ToList();

        Assert.Equal(file.Report.Records, records.Count);
        Assert.InRange(file.Report.LeftOut, 1, Drawn - 1);
        EvaluationOptions options = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };
        Assert.All(records, record =>
        {
            var result = schema.Evaluate(record, options);
            Assert.True(result.IsValid, $"{record.GetRawText()}: {string.Join("; ", (result.Details ?? []).Where(detail => detail.Errors is not null).SelectMany(detail => detail.Errors!.Values))}");
        });
        Assert.Equal(records.Count, records.Select(record => record.GetProperty("id").GetString()).Distinct(StringComparer.Ordinal).Count());

        // The schemas refuse what they should: without a name nothing is valid.
        Assert.False(schema.Evaluate(JsonDocument.Parse("""{"source":"a","id":"b","structure_id":"c","description":"assez","date_maj":"2026-01-01"}""").RootElement, options).IsValid);
    }

    /// <summary>Actors and resources with every text, kind and territory.</summary>
    private static void Draw(Catalogue catalogue)
    {
        Random random = new(Seed);
        PerimeterCode[] areas = [Angers, Trelaze, AngersLoireMetropole, MaineEtLoire, PaysDeLaLoire, PerimeterCode.France];
        for (var i = 0; i < Drawn; i++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"d{i:000}");
            var source = random.Next(2) == 0 ? null : new SourceReference("mairie", id, "", Exported.Changed, Licence: Text());
            var position = random.Next(2) == 0 ? (GeoPoint?)null : new GeoPoint((random.NextDouble() * 180) - 90, (random.NextDouble() * 360) - 180);
            catalogue.Put(Exported.Entry($"actors/{id}", Actor(id) with { DisplayName = Text(), Description = Text(), Kind = Any<ActorKind>(), Commune = areas[random.Next(2)], ServedArea = [areas[random.Next(areas.Length)]], StreetAddress = Text(), Position = position }, source));
            catalogue.Put(Exported.Entry(
                $"resources/{id}",
                Resource(id) with
                {
                    Owner = new ActorId(string.Create(CultureInfo.InvariantCulture, $"d{random.Next(i + 1):000}")),
                    Title = Text(),
                    Description = Text(),
                    Kind = Any<ResourceKind>(),
                    AttendanceMode = Any<AttendanceMode>(),
                    Cost = Any<Cost>(),
                    PriceCents = random.Next(10_000),
                    CostDetail = Text(),
                    ServedArea = [.. areas.Where(_ => random.Next(3) == 0)],
                    StreetAddress = Text(),
                    Position = position,
                },
                source));
        }

        string Text() => Exported.Texts[random.Next(Exported.Texts.Length)];

        T Any<T>()
            where T : struct, Enum => Enum.GetValues<T>()[random.Next(Enum.GetValues<T>().Length)];
    }

    private static void AssertIs(string expected, JsonElement found) =>
        Assert.Equal(JsonSerializer.Serialize(JsonDocument.Parse(expected).RootElement), JsonSerializer.Serialize(found));
}
