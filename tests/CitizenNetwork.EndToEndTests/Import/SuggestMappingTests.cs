using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Testing;
using Xunit.Abstractions;

namespace CitizenNetwork.EndToEndTests.Import;

/// <summary>What is proposed for real directories: the columns that a person would choose, and a mapping that runs.</summary>
[Collection(RecordsServer.Name)]
public sealed class SuggestMappingTests(ServerFixture server, ITestOutputHelper output)
{
    public static TheoryData<string, string[]> Directories => new()
    {
        { "acteurs-mednum/sources/maine-et-loire.json", ["ID_LieuMed=id", "NOM_STRUCTURE=title", "SS_CAT=kind", "COMMUNE=commune.name", "CP=commune.post_code", "x=position.x", "y=position.y", "SITE_WEB=link", "ADRESSE=address"] },
        { "acteurs-mednum/sources/gironde.json", ["Lieu=title", "Type Structure=kind", "Commune=commune.name", "Coord. X=position.latitude", "Coord. Y=position.longitude", "Description=description", "Site internet=link", "Adresse postale=address"] },
        { "acteurs-mednum/sources/hub-lo.json", ["c_nom=title", "c_postcode=commune.post_code", "c_city=commune.name", "c_lat_coor1=position.latitude", "c_long_coor1=position.longitude", "c_siren_site=siren", "c_site_web=link", "c_adresse=address", "c_horaire_ouverture=hours"] },
        { "acteurs-mednum/sources/mulhouse.json", ["nom_structure=title", "type_de_structure=kind", "commune=commune.name", "code_postal=commune.post_code", "geom=position.pair", "site_web=link", "adresse=address", "jours_horaires_ouverture=hours"] },
        { "acteurs-mednum/sources/mednum-hub-antilles.json", ["nom=title", "commune=commune.name", "code_postal=commune.post_code", "result_citycode=commune.code", "latitude=position.latitude", "longitude=position.longitude", "adresse=address", "horaires=hours"] },
        { "acteurs-mednum/sources/ultra-num.json", ["Nom de l'organisation=title", "Ville=commune.name", "Code postal=commune.post_code", "result_citycode=commune.code", "latitude=position.latitude", "longitude=position.longitude", "Site web=link", "Rue=address"] },
        { "acteurs-mednum/sources/epernay.json", ["Nom de votre structure=title", "Adresse de la structure=address", "x=position.longitude", "y=position.latitude", "Site Web de la structure=link", "Horaires d'ouverture__1=hours"] },
        { "france-services/france_services_2020.geojson", ["MATRICULE=id", "lib_france_services=title", "insee_com=commune.code", "code_postal=commune.post_code", "lib_com=commune.name", "ADRESSE=address"] },
    };

    [Fact]
    public async Task SuggestMapping_OfADamagedFile_SaysWhyInTheLanguageOfTheCaller()
    {
        var french = await WireError.OfAsync(() => server.Wire.SuggestMappingAsync(new MemoryStream("[{\"a\":"u8.ToArray()), "f.json"));
        var english = await WireError.OfAsync(() => server.English.SuggestMappingAsync(new MemoryStream("[{\"a\":"u8.ToArray()), "f.json"));
        french.AssertIs(Grpc.Core.StatusCode.InvalidArgument, "FILE_CORRUPT", "fr-FR");
        english.AssertIs(Grpc.Core.StatusCode.InvalidArgument, "FILE_CORRUPT", "en-GB");
    }

    [Fact]
    public async Task SuggestMapping_OfHostileHeaders_IsStillAValidMapping()
    {
        var csv = string.Join(';', Enumerable.Range(0, 900).Select(i => $"téléphone {i} \"\"#: \\ {new string('x', 400)}").Append("type").Append("nom 😀")) + "\n" + string.Concat(Enumerable.Repeat(";", 901)) + "\n";
        var suggested = await server.Wire.SuggestMappingAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(csv)), "f.csv");
        Assert.Equal(902, suggested.Columns.Count);
        (await server.Wire.ImportAsync(suggested.Mapping, csv, "f.csv", Samples.NewId("hostile"), dryRun: true)).AssertAddsUp();
    }

    [SkippableTheory]
    [MemberData(nameof(Directories))]
    public async Task SuggestMapping_OfARealDirectory_GetsMostColumnsRightAndRuns(string file, string[] expected)
    {
        var path = Repository.RequireRealData(file.Split('/'));
        await using var stream = File.OpenRead(path);
        var suggested = await server.Wire.SuggestMappingAsync(stream, Path.GetFileName(path));
        var found = suggested.Columns.Select(column => $"{column.Column}={column.Target}").ToHashSet(StringComparer.Ordinal);
        var missed = expected.Where(column => !found.Contains(column)).ToList();
        output.WriteLine($"{file}: {expected.Length - missed.Count} of {expected.Length}, missed {string.Join(", ", missed)}; proposed {string.Join(", ", suggested.Columns.Where(column => column.Target.Length > 0).Select(column => $"{column.Column}={column.Target}"))}");
        Assert.True(missed.Count <= expected.Length / 4, $"missed {string.Join(", ", missed)}");

        stream.Position = 0;
        var imported = (await server.Wire.ImportAsync(suggested.Mapping, stream, Path.GetFileName(path), Samples.NewId("propose"), dryRun: true)).AssertAddsUp();
        output.WriteLine(imported.Told);
        Assert.True(imported.Report.RowsRead > 0);
        Assert.Empty(imported.Report.MissingColumns);
    }
}
