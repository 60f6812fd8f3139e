using System.IO.Compression;
using System.Text;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Import;

[Collection(RecordsServer.Name)]
public sealed class ImportTests(ServerFixture server)
{
    private const string Mapping =
        """
        kind: actor
        id: id
        commune: { code: insee, name: ville, post_code: cp }
        position: { latitude: lat, longitude: lon, system: wgs84 }
        fields:
          display_name: nom
          kind: { column: type, words: { Association: ASSOCIATION, Mairie: LOCAL_AUTHORITY } }
          siren: siret
          description: { parts: [{ column: texte, as: html }] }
        contact: { phone: tel }
        """;

    private const string Header = "id;nom;type;insee;ville;cp;lat;lon;siret;texte;tel;autre\n";

    [Fact]
    public async Task Import_OfGoodAndBadRows_TellsEveryReasonWithItsPlace()
    {
        var csv = Header
            + "1;Vélo pour tous;Association;49007;;;47.47;-0.55;21490007800012;<p>Un <b>atelier</b></p>;0241000000;x\n"
            + "2;Sans commune;Association;;Nulleville;99999;;;;;;\n"
            + "3;Mauvais mot;Club;49007;;;;;;;;\n"
            + ";Sans identifiant;Mairie;49007;;;;;;;;\n"
            + "1;Double;Mairie;49007;;;;;;;;\n"
            + "6;Trop de cellules;Mairie;49007;;;;;;;;;;;x\n"
            + "7;;Nul;;;;;;;;;\n"
            + "8;Inversée;Mairie;49007;;;-0.55;47.47;123456789;Appelez le 02 41 05 40 00;;\n";
        var imported = (await server.Wire.ImportAsync(Mapping, csv, "annuaire.csv", Samples.NewId("lignes"))).AssertAddsUp();
        Assert.Equal(8, imported.Report.RowsRead);
        Assert.Equal(2, imported.Report.Added);
        Assert.Equal(";", imported.Report.Separator);
        Assert.Equal("utf-8", imported.Report.Encoding);
        Assert.Equal(["autre"], imported.Report.UnmappedColumns);
        Assert.Equal(["tel"], imported.Report.HeldBackColumns);
        Assert.Equal(
            [(2, 3, "COMMUNE_NOT_FOUND"), (3, 4, "UNKNOWN_WORD"), (4, 5, "MISSING_ID"), (5, 6, "DUPLICATE_ID"), (6, 7, "WRONG_CELL_COUNT"), (7, 8, "UNKNOWN_WORD")],
            imported.Refusals.Select(refusal => ((int)refusal.Row, (int)refusal.Line, refusal.Problems[0].Reason)));

        // Every reason of a row, not the first alone.
        Assert.Equal(["UNKNOWN_WORD", "COMMUNE_MISSING"], imported.Refusals[5].Problems.Select(problem => problem.Reason));
        var word = imported.Refusals[1].Problems[0];
        Assert.Equal(("type", "Club", "kind"), (word.Column, word.Value, word.Field));
        Assert.Contains("association, mairie", word.Text, StringComparison.Ordinal);
        Assert.Equal(["BAD_IDENTIFIER", "CONTACT_REMOVED", "POSITION_SWAPPED"], imported.Notes.Select(note => note.Note.Reason).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Import_Again_AddsChangesAndLeaves()
    {
        var source = Samples.NewId("encore");
        string Row(string id, string name) => $"{id};{name};Mairie;49007;;;;;;;;\n";
        var first = await server.Wire.ImportAsync(Mapping, Header + Row("a", "Un") + Row("b", "Deux"), "f.csv", source);
        Assert.Equal((2, 0, 0), (first.Report.Added, first.Report.Changed, first.Report.Unchanged));
        var dry = await server.Wire.ImportAsync(Mapping, Header + Row("a", "Un") + Row("b", "Deux bis") + Row("c", "Trois"), "f.csv", source, dryRun: true);
        Assert.Equal((1, 1, 1), (dry.Report.Added, dry.Report.Changed, dry.Report.Unchanged));
        var second = await server.Wire.ImportAsync(Mapping, Header + Row("a", "Un") + Row("b", "Deux bis") + Row("c", "Trois"), "f.csv", source);
        Assert.Equal((1, 1, 1), (second.Report.Added, second.Report.Changed, second.Report.Unchanged));
    }

    /// <summary>The day of the import says nothing of how old a row is: the source's own day does, or a change since.</summary>
    [Fact]
    [Trait("feature", "F68")]
    public async Task Import_WithTheSourcesDay_IsAsFreshAsTheSourceSays()
    {
        const string Dated = "kind: actor\nid: id\ncommune: { code: insee }\nupdated: maj\nfields: { display_name: nom, kind: { constant: ASSOCIATION } }";
        const string Rows = "id;nom;insee;maj\n1;Ancienne;49007;19/02/2020\n2;Sans date;49007;\n3;Date illisible;49007;bientôt\n";
        var source = Samples.NewId("dates");
        var imported = (await server.Wire.ImportAsync(Dated, Rows, "annuaire.csv", source)).AssertAddsUp();

        Assert.Equal((3, 0), (imported.Report.Added, imported.Report.UnmappedColumns.Count));
        Assert.Equal(("maj", "bientôt"), imported.Notes.Single(note => note.Note.Column == "maj") is var note ? (note.Note.Column, note.Note.Value) : default);
        var first = await FreshnessAsync();
        Assert.Equal([0, 0.5, 0.5], first);

        // Sent again with another name: somebody looked at the row then.
        server.Clock.Now += TimeSpan.FromHours(1);
        await server.Wire.ImportAsync(Dated, Rows.Replace("Sans date", "Autre nom", StringComparison.Ordinal), "annuaire.csv", source);
        var second = await FreshnessAsync();
        Assert.Equal([0, 1, 0.5], second);

        async Task<double[]> FreshnessAsync()
        {
            var records = (await server.Wire.Sources.ListSourceRecordsAsync(new ListSourceRecordsRequest { Source = source, PageSize = 10 })).Records;
            List<double> values = [];
            foreach (var record in records.OrderBy(record => record.ExternalId, StringComparer.Ordinal))
            {
                MatchSubject subject = new() { Draft = new Draft { Sentence = "Réparer les vélos ensemble", Commune = Samples.Angers } };
                var explained = await server.Wire.Matching.ExplainMatchAsync(new ExplainMatchRequest { Subject = subject, Candidate = record.Name });
                values.Add(explained.Match.Reasons.Single(reason => reason.Signal == Signal.Freshness).Value);
            }

            return [.. values];
        }
    }

    [Fact]
    public async Task Import_Windows1252_IsDetectedAndSaid()
    {
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(Header.Replace(';', ',') + "é1,Épicerie « L’Été »,Mairie,49007,,,,,,,,\n");
        var source = Samples.NewId("latin");
        var imported = (await server.Wire.ImportAsync(Mapping, new MemoryStream(bytes), "f.csv", source)).AssertAddsUp();
        Assert.Equal(("windows-1252", ","), (imported.Report.Encoding, imported.Report.Separator));
        Assert.Equal(1, imported.Report.Added);
        Assert.Contains(await server.Wire.EverythingAsync(), record => record.Contains("Épicerie « L’Été »", StringComparison.Ordinal) && record.Contains(source, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Import_WrongMapping_NamesEveryErrorWithItsPlaceInBothLanguages()
    {
        const string Wrong =
            """
            kind: acteur
            identifiant: id
            commune: { insee: code }
            fields:
              nom: Nom
              kind: { constant: CLUB }
              themes: { constant: [velo] }
            """;
        var (french, english) = (await WireError.OfAsync(() => server.Wire.ImportAsync(Wrong, string.Empty, "f.csv", "source-x")), await WireError.OfAsync(() => server.English.ImportAsync(Wrong, string.Empty, "f.csv", "source-x")));
        Assert.Equal(StatusCode.InvalidArgument, french.Code);
        var told = french.Violations;
        Assert.Equal(
            ["header.mapping", "header.mapping:kind", "header.mapping:identifiant", "header.mapping:commune.insee", "header.mapping:fields.nom", "header.mapping:fields.kind.constant", "header.mapping:fields.themes.constant"],
            told.Select(violation => violation.Field));
        Assert.StartsWith("Ligne 5, colonne ", told[4].Description, StringComparison.Ordinal);
        Assert.StartsWith("Line 5, column ", english.Violations[4].Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    [InlineData("a: &a [x]\nb: *a")]
    [InlineData("kind: actor\n\tid: x")]
    [InlineData("\"")]
    public async Task Import_HostileMapping_IsRefused(string mapping) =>
        Assert.Equal(StatusCode.InvalidArgument, (await WireError.OfAsync(() => server.Wire.ImportAsync(mapping, string.Empty, "f.csv", "source-x"))).Code);

    [Theory]
    [InlineData("f.json", "[{\"id\":1},{\"id\":", "FILE_CORRUPT", 1)]
    [InlineData("f.json", "{\"a\":{}}", "NO_SUCH_PATH", 0)]
    [InlineData("f.geojson", "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\"}", "FILE_CORRUPT", 1)]
    [InlineData("f.xlsx", "PK\u0003\u0004 rien d'autre", "FILE_CORRUPT", 0)]
    [InlineData("f.csv", "", "FILE_EMPTY", 0)]
    [InlineData("f.pb", "META\nkey;value\nunit;Angers\n", "NO_SUCH_PATH", 0)]
    public async Task Import_CorruptFile_SaysWhyAndCountsWhatCameBefore(string name, string content, string reason, int rows)
    {
        var imported = (await server.Wire.ImportAsync(Mapping, content, name, Samples.NewId("casse"))).AssertAddsUp();
        Assert.Equal(reason, imported.Report.FileProblem?.Reason);
        Assert.Equal(rows, imported.Report.RowsRead);
        Assert.NotEmpty(imported.Report.FileProblem!.Text);
    }

    [Fact]
    public async Task Import_OpenQuoteInALargeFile_IsRefusedWithItsLine()
    {
        var csv = Header + "1;\"ouvert;Mairie;49007;;;;;;;;\n" + string.Concat(Enumerable.Repeat("2;b;Mairie;49007;;;;;;;;\n", 400_000));
        var imported = await server.Wire.ImportAsync(Mapping, csv, "f.csv", Samples.NewId("guillemet"), dryRun: true);
        Assert.Equal("CELL_TOO_LONG", imported.Report.FileProblem?.Reason);
    }

    [Fact]
    public async Task Import_TenThousandColumns_IsRefused()
    {
        var csv = string.Join(';', Enumerable.Range(0, 10_000).Select(i => $"c{i}")) + "\n";
        Assert.Equal("TOO_MANY_COLUMNS", (await server.Wire.ImportAsync(Mapping, csv, "f.csv", Samples.NewId("colonnes"))).Report.FileProblem?.Reason);
        var json = $"[{{{string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"\"c{i}\":1"))}}}]";
        Assert.Equal("TOO_MANY_COLUMNS", (await server.Wire.ImportAsync(Mapping, json, "f.json", Samples.NewId("colonnes"))).Report.FileProblem?.Reason);
    }

    [Fact]
    public async Task Import_ZipBomb_IsRefusedUnread()
    {
        using MemoryStream packed = new();
        await using (ZipArchive archive = new(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using var entry = await archive.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.SmallestSize).OpenAsync();
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 600; i++)
            {
                await entry.WriteAsync(zeros);
            }
        }

        packed.Position = 0;
        Assert.Equal("UNPACKS_TOO_LARGE", (await server.Wire.ImportAsync(Mapping, packed, "f.xlsx", Samples.NewId("bombe"))).Report.FileProblem?.Reason);
    }

    [Fact]
    public async Task Import_TwoHundredMegabytes_AreReadWithinLittleMemory()
    {
        var row = $"1;{new string('a', 120)};Mairie;49007;;;;;;{new string('b', 4_000)};;{new string('c', 50_000)}\n";
        var block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(row, 20)));
        using RepeatedStream file = new(Encoding.UTF8.GetBytes(Header), block, 200L * 1024 * 1024);
        GC.Collect();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var imported = (await server.Wire.ImportAsync(Mapping, file, "f.csv", Samples.NewId("gros"), dryRun: true)).AssertAddsUp();
        Assert.True(imported.Report.RowsRead > 3_000, imported.Told);
        Assert.Equal(imported.Report.RowsRead - 1, imported.Refused("DUPLICATE_ID"));
        imported = imported with { Refusals = [], Notes = [] };
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 150L * 1024 * 1024, "Memory of the file stays after its import.");
    }

    [Fact]
    public async Task Import_Xlsx_ReadsRowsDatesAndNumbers()
    {
        using var workbook = Workbook.Of(["id", "nom", "type", "insee"], ["1", "Salle", "Mairie", "49007"], ["2", "Autre", "Mairie"]);
        var imported = (await server.Wire.ImportAsync(Mapping, workbook, "f.xlsx", Samples.NewId("classeur"))).AssertAddsUp();
        Assert.Null(imported.Report.FileProblem);
        Assert.Equal((2, 1, "xlsx"), (imported.Report.RowsRead, imported.Report.Added, imported.Report.Format));
        Assert.Equal(("COMMUNE_MISSING", 3L), (imported.Refusals.Single().Problems.Single().Reason, imported.Refusals.Single().Line));
    }

    [Fact]
    public async Task Import_RelatedActor_IsRegisteredOnceAndOwnsTheRows()
    {
        const string Csv =
            """
            COLL_NOM,COLL_SIRET,EQUIP_UID,EQUIP_THEME,EQUIP_CODE,EQUIP_TYPE,EQUIP_NOM,ADR_NUMERO,ADR_NOMVOIE,ADR_CODEPOSTAL,ADR_COMMUNE,EQUIP_LAT,EQUIP_LONG,EQUIP_OUVERTURE,EQUIP_TEL,EQUIP_EMAIL,EQUIP_WEB
            Ville d'Angers,21490007800012,E1,Culture,C,Salle,Salle des fêtes,1,rue A,49000,Angers,47.47,-0.55,Mo-Fr 09:00-12:00,0241000000,a@b.fr,https://angers.fr
            Ville d'Angers,21490007800012,E2,Sport,S,Gymnase,Gymnase,2,rue B,49100,ANGERS,47.47,-0.55,du lundi au vendredi,,,
            """;
        var imported = (await server.Wire.ImportAsync(Importing.Shipped("scdl-equipements"), Csv, "equipements.csv", Samples.NewId("scdl"))).AssertAddsUp();
        Assert.Equal((2, 1), (imported.Report.Added, imported.Report.RelatedRecords));
        Assert.Equal(["EQUIP_EMAIL", "EQUIP_TEL"], imported.Report.HeldBackColumns);
        Assert.Equal(1, imported.Noted("HOURS_NOT_UNDERSTOOD"));
        Assert.Empty(imported.Report.UnmappedColumns);
    }

    [Fact]
    public async Task Import_MissionsAndServices_FollowTheirSchemas()
    {
        const string Missions =
            """
            [{"clientId":"m1","title":"Aider à lire","description":"<p>Une heure</p>","type":"benevolat","remote":"no","places":3,"startAt":"2026-11-30T08:00:00Z","organizationClientId":"o1","organizationName":"Lire ici","organizationSiren":"123456782","addresses":[{"city":"Angers","postalCode":"49000","location":{"lat":47.47,"lon":-0.55}}],"tags":["lecture"]}]
            """;
        var source = Samples.NewId("missions");
        var missions = (await server.Wire.ImportAsync(Importing.Shipped("api-engagement"), Missions, "missions.json", source)).AssertAddsUp();
        Assert.True(missions.Report is { Added: 1, RelatedRecords: 1 }, missions.Told);
        Assert.Equal(["tags"], missions.Report.UnmappedColumns);

        const string Structures = """[{"id":"s--1","source":"s","nom":"Centre social","date_maj":"2026-01-01","siret":"12345678200010","code_insee":"49007","commune":"Angers","reseaux_porteurs":["mjc","fcsf"],"telephone":"0241000000","horaires_accueil":"Mo-Fr 09:00-12:00"}]""";
        const string Services = """[{"id":"s--a","source":"s","structure_id":"s--1","nom":"Atelier CV","description":"Un atelier","date_maj":"2026-01-01","type":"atelier","frais":"gratuit","modes_accueil":["en-presentiel"],"zone_eligibilite":["49","49007"],"thematiques":["a--b"],"code_insee":"49007"},{"id":"s--b","source":"s","structure_id":"s--9","nom":"Sans structure","description":"x","date_maj":"2026-01-01","code_insee":"49007"}]""";
        source = Samples.NewId("inclusion");
        var structures = (await server.Wire.ImportAsync(Importing.Shipped("data-inclusion-structures"), Structures, "s.json", source)).AssertAddsUp();
        Assert.True(structures.Report.Added == 1, structures.Told);
        var services = (await server.Wire.ImportAsync(Importing.Shipped("data-inclusion-services"), Services, "v.json", source)).AssertAddsUp();
        Assert.True(services.Report.Added == 1 && services.Refused("UNKNOWN_RECORD") == 1, services.Told);
    }

    [Fact]
    public async Task Import_DispositifAide_AcceptsCorsicaAndReadsBareKeys()
    {
        const string Csv =
            """
            id,titre,promesse,description,eligibilite,types_aides,porteurs,programmes_parents,url_source,cibles,eligibilite_geographique,eligibilite_geographique_exclusions,date_ouverture,date_cloture,date_mise_a_jour
            u1,Aide,,Texte,Tous,financement,"[{ nom: 'ADEME', roles: [ 'instructeur' ]}]",,https://exemple.fr/a,associations,DEP-49,,2025-10-15T23:30:00Z,,2025-10-15T15:00:00Z
            u2,Aide corse,,Texte,Tous,financement,ADEME,,https://exemple.fr/a,associations,DEP-2A,,,,2025-10-15T15:00:00Z
            """;
        var source = Samples.NewId("dispositif");
        var imported = (await server.Wire.ImportAsync(Importing.Shipped("dispositif-aide"), Csv, "aides.csv", source, bearer: ServerFixture.Owner)).AssertAddsUp();
        var stored = (await server.Wire.EverythingAsync()).Single(record => record.Contains($"fundingCalls/{source[..Math.Min(30, source.Length)]}", StringComparison.Ordinal) && record.Contains("ADEME (instructeur)", StringComparison.Ordinal));
        Assert.Contains("2025-10-16", stored, StringComparison.Ordinal);

        // The code is Corsica's own: it is refused only where the table of territories does not hold it.
        Assert.All(imported.Refusals, refusal => Assert.Equal(("UNKNOWN_PERIMETER", "DEP-2A"), (refusal.Problems[0].Reason, refusal.Problems[0].Value)));
    }
}
