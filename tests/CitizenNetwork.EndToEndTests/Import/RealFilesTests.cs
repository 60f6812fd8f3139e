using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Testing;
using Xunit.Abstractions;

namespace CitizenNetwork.EndToEndTests.Import;

/// <summary>The shipped mappings on the files that they were written for.</summary>
[Collection(RecordsServer.Name)]
public sealed class RealFilesTests(ServerFixture server, ITestOutputHelper output)
{
    /// <summary>Mapping, file and rows that the file holds.</summary>
    public static TheoryData<string, string, int> Files => new()
    {
        { "maine-et-loire", "acteurs-mednum/sources/maine-et-loire.json", 243 },
        { "gironde", "acteurs-mednum/sources/gironde.json", 347 },
        { "hub-lo", "acteurs-mednum/sources/hub-lo.json", 426 },
        { "mulhouse", "acteurs-mednum/sources/mulhouse.json", 55 },
        { "mednum-hub-antilles", "acteurs-mednum/sources/mednum-hub-antilles.json", 165 },
        { "ultra-num", "acteurs-mednum/sources/ultra-num.json", 155 },
        { "epernay", "acteurs-mednum/sources/epernay.json", 39 },
        { "france-services", "france-services/france_services_2020.geojson", 908 },
        { "aides-territoires", "aides-territoires/aides-periurbain.csv", 144 },
        { "aides-territoires-api", "aides-territoires/payloads/departement_manche_data.json", 10 },
        { "territoires-engagement", "territoires-engagement/liste_tec_te.csv", 230 },
        { "territoires-engagement", "territoires-engagement/engagement_citoyen.csv", 230 },
        { "fonds-vert", "fonds-vert-2023/fonds-vert-2023.csv", 6_302 },
        { "pabulib", "pabulib/France_Toulouse_2022.pb", 199 },
        { "dispositif-aide", "../schemas/dispositif-aide-0.2.0-exemple.csv", 1 },
    };

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public async Task Import_TwiceOfARealFile_AccountsForEveryRowAndChangesNothing(string mapping, string file, int rows)
    {
        var path = Repository.RequireRealData(file.Split('/'));
        var source = Samples.NewId(mapping.Length > 20 ? mapping[..20] : mapping);
        var first = await ImportAsync();
        output.WriteLine($"{mapping} {file}: {first.Told}");
        Assert.Equal(rows, first.Report.RowsRead);
        Assert.Null(first.Report.FileProblem);
        Assert.Empty(first.Report.UnmappedColumns);
        Assert.Equal(first.Report.RowsAccepted, first.Report.Added);

        var second = await ImportAsync();
        Assert.Equal(rows, second.Report.RowsRead);
        Assert.Equal(first.Report.RowsAccepted, second.Report.Unchanged);
        Assert.Equal(first.Refusals.Select(refusal => refusal.Row), second.Refusals.Select(refusal => refusal.Row));

        async Task<Imported> ImportAsync()
        {
            await using var stream = File.OpenRead(path);
            return (await server.Wire.ImportAsync(Importing.Shipped(mapping), stream, Path.GetFileName(path), source, bearer: ServerFixture.Owner)).AssertAddsUp();
        }
    }

    [SkippableFact]
    public async Task Import_TerritoiresEngagement_NamesTheBrokenRow()
    {
        await using var stream = File.OpenRead(Repository.RequireRealData("territoires-engagement", "liste_tec_te.csv"));
        var imported = await server.Wire.ImportAsync(Importing.Shipped("territoires-engagement"), stream, "liste.csv", Samples.NewId("te"), dryRun: true);
        var broken = Assert.Single(imported.Refusals, refusal => refusal.ExternalId == "cco-45");
        Assert.Equal(40, broken.Line);
        Assert.Equal(("codgeo + echelon", "#Invalid Ref: Nouvelle-Calédonie"), (broken.Problems[0].Column, broken.Problems[0].Value));
    }

    [SkippableFact]
    public async Task Import_MaineEtLoire_PlacesNearlyEveryRowAndFindsNoPointFarAway()
    {
        await using var stream = File.OpenRead(Repository.RequireRealData("acteurs-mednum", "sources", "maine-et-loire.json"));
        var imported = await server.Wire.ImportAsync(Importing.Shipped("maine-et-loire"), stream, "maine-et-loire.json", Samples.NewId("mel"), dryRun: true);
        output.WriteLine(imported.Told);
        var open = imported.Report.RowsRead - imported.Refused("LEFT_OUT_BY_MAPPING") - imported.Refused("COMMUNE_MISSING");
        Assert.True(imported.Report.RowsAccepted >= 0.9 * open, imported.Told);

        // Lambert-93 with decimal commas: read as anything else, every point would be far from its commune.
        Assert.True(imported.Noted("POSITION_FAR") + imported.Noted("POSITION_AT_SEA") + imported.Noted("POSITION_PROJECTED") <= 5, imported.Told);
    }
}
