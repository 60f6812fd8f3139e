using System.Globalization;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Server.Export.Csv;
using CsvHelper;
using static CitizenNetwork.UnitTests.Samples;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.UnitTests.Export;

[Trait("seed", "004-26")]
[Trait("feature", "F70")]
public sealed class CsvExportTests
{
    [Fact]
    public async Task Csv_OfAnActor_IsThisToTheByte()
    {
        var actor = Actor("ruche") with
        {
            DisplayName = "La Ruche, \"chez nous\"",
            Description = "=1+1\nfin",
            Themes = ["mobility", "food"],
            ServedArea = [MaineEtLoire, Angers],
            Roles = [ActorRole.Funder, ActorRole.Host],
            Position = new GeoPoint(47.47, -0.5),
            StreetAddress = "-1 rue du Port",
            ExcludedArea = [Saumur],
            WaysOfWorking = new WaysOfWorking(Pace.Fast, [WorkingHours.Evenings, WorkingHours.Weekends], Formality.Unspecified, DecisionMode.Vote),
        };
        var file = await Exported.OfAsync(V1.ExportFormat.Csv, "actors", catalogue => catalogue.Put(Exported.Entry("actors/ruche", actor, Exported.Row)));

        const string Header = "name,display_name,kind,ess_basis,description,themes,commune,served_area,siren,rna,roles,serves_kinds,useful_phases,memberships,do_not_solicit,"
            + "create_time,update_time,street_address,position.latitude,position.longitude,"
            + "excluded_area,ways_of_working.pace,ways_of_working.hours,ways_of_working.formality,ways_of_working.decision_mode,visibility,source,source_external_id,licence\r\n";
        const string Row = "actors/ruche,\"La Ruche, \"\"chez nous\"\"\",ACTOR_KIND_ASSOCIATION,,\"'=1+1\nfin\",mobility|food,COM-49007,DEP-49|COM-49007,,,ACTOR_ROLE_FUNDER|ACTOR_ROLE_HOST,,,,false,"
            + "2026-11-22T23:30:05Z,2026-11-22T23:30:05Z,'-1 rue du Port,47.47,-0.5,COM-49328,PACE_FAST,WORKING_HOURS_EVENINGS|WORKING_HOURS_WEEKENDS,,DECISION_MODE_VOTE,,mairie,n° 12,Licence Ouverte 2.0\r\n";
        Assert.Equal("\uFEFF" + Header + Row, file.Text);
        Assert.Equal(("text/csv; charset=utf-8; header=present", "actors.csv"), (file.Chunks[0].ContentType, file.Chunks[0].FileName));
        Assert.Equal((1, 0), (file.Report.Records, file.Report.LeftOut));
    }

    [Fact]
    public async Task Csv_OfNothing_IsItsHeader()
    {
        var file = await Exported.OfAsync(V1.ExportFormat.Csv, "hostingOffers", _ => { }, "DEP-49");
        Assert.Single(file.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("hostingOffers-DEP-49.csv", file.Chunks[0].FileName);
        Assert.Equal(0, file.Report.Records);
    }

    [Fact]
    public async Task Csv_OfMessagesInAList_IsJsonAndHoldsNoPins()
    {
        var initiative = Initiative("velos") with
        {
            Needs = [Need("salle", NeedKind.Room) with { Title = "Une salle", Period = new Period(new DateOnly(2027, 1, 1), null) }],
            Pins = [new Pin("actors/ruche", "Parlez-leur", "Une coordinatrice", Exported.Changed)],
        };
        var row = (await ReadAsync("initiatives", catalogue => catalogue.Put(Exported.Entry("initiatives/velos", initiative))))[0];
        Assert.Contains("\"start_date\": \"2027-01-01\"", row["needs"], StringComparison.Ordinal);
        Assert.Equal("Une salle", System.Text.Json.JsonDocument.Parse(row["needs"]).RootElement[0].GetProperty("title").GetString());
        Assert.DoesNotContain("pins", row.Keys);
        Assert.DoesNotContain(row.Values, value => value.Contains("coordinatrice", StringComparison.Ordinal));
        Assert.Equal(("", "", ""), (row["source"], row["source_external_id"], row["licence"]));
    }

    [Fact]
    public async Task Csv_OfEveryText_IsReadAsItWasAndNeverAsAFormula()
    {
        var rows = await ReadAsync("actors", catalogue =>
        {
            for (var i = 0; i < Exported.Texts.Length; i++)
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"a{i:00}");
                catalogue.Put(Exported.Entry($"actors/{id}", Actor(id) with { Description = Exported.Texts[i] }));
            }
        });
        Assert.Equal(Exported.Texts.Select(CsvColumn.Harmless), rows.Select(row => row["description"]));
        Assert.All(rows.SelectMany(row => row.Values), cell => Assert.False(cell is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..], cell));
        Assert.Equal(5, Exported.Texts.Count(text => CsvColumn.Harmless(text) != text));
    }

    private static async Task<List<Dictionary<string, string>>> ReadAsync(string collection, Action<Catalogue> fill)
    {
        var file = await Exported.OfAsync(V1.ExportFormat.Csv, collection, fill);
        await using var reader = CsvReader.Create(new MemoryStream(file.Bytes), new CsvReaderOptions { HasHeader = false }, leaveOpen: false);
        List<string[]> rows = [];
        while (await reader.ReadAsync(CancellationToken.None))
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetString(i))]);
        }

        return [.. rows.Skip(1).Select(row => rows[0].Zip(row).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal))];
    }
}
