using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.EndToEndTests.Cli;

/// <summary>A file of a town hall on the command line: first proposed, then tried, then imported, then again.</summary>
[Collection(RecordsServer.Name)]
[Trait("feature", "F69")]
public sealed class ImportCommandTests(ServerFixture server) : IDisposable
{
    private const string Csv = """
        Identifiant;Nom de la structure;Commune;Code postal;Adresse;Téléphone
        1;Le Jardin des Fendeurs;Trélazé;49800;3 rue des Fendeurs;02 41 00 00 01
        2;Vélo pour tous;Nulle-Part;99999;;
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("citizennet-import-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Import_OfAProposedMapping_SaysWhatItWouldDoThenDoesItThenFindsNothingToDo()
    {
        var file = Write("annuaire.csv", Csv);
        var proposed = await RunAsync("mapping", "suggest", file, "--kind", "actor");
        Assert.Equal(0, proposed.Code);
        var mapping = Write("annuaire.yaml", proposed.Output);
        var source = Samples.NewId("mairie");

        var tried = await RunAsync("import", file, "--mapping", mapping, "--source", source, "--dry-run");
        Assert.Equal((0, string.Empty), (tried.Code, tried.Error));
        Assert.Contains("Lignes acceptées\t1", tried.Lines);
        Assert.Contains(tried.Lines, line => line.StartsWith("refusée, rangée 2 (ligne 3) | ", StringComparison.Ordinal) && line.Contains("Nulle-Part", StringComparison.Ordinal));
        Assert.Empty((await RecordsAsync(source)).Records);

        var first = await RunAsync("import", file, "--mapping", mapping, "--source", source);
        Assert.Contains("  ajoutées\t1", first.Lines);
        var second = await RunAsync("import", file, "--mapping", mapping, "--source", source, "--lang", "en");
        Assert.Contains("  unchanged\t1", second.Lines);
        Assert.Contains("Contact columns, kept and told to nobody\tTéléphone", second.Lines);
        var record = Assert.Single((await RecordsAsync(source)).Records);
        var actor = await server.Wire.Actors.GetActorAsync(new GetActorRequest { Name = record.Name });
        Assert.Equal(("COM-49353", "3 rue des Fendeurs", null), (actor.Commune, actor.StreetAddress, actor.Contact));
    }

    [Fact]
    public async Task Import_OfAFileThatNoLongerHoldsARow_NamesItAndLeavesItUntilItIsWithdrawn()
    {
        var mapping = Write("m.yaml", "kind: actor\nid: id\ncommune: { code: insee }\nfields:\n  display_name: nom\n  kind: { constant: ASSOCIATION }\n");
        var source = Samples.NewId("mairie");
        await RunAsync("import", Write("un.csv", "id;nom;insee\n1;Un;49007\n2;Deux;49007\n3;Trois;49007\n4;Quatre;49007\n5;Cinq;49007\n"), "--mapping", mapping, "--source", source);

        var fewer = Write("deux.csv", "id;nom;insee\n1;Un;49007\n2;Deux;49007\n3;;49007\n4;Quatre;49007\n");
        var tried = await RunAsync("import", fewer, "--mapping", mapping, "--source", source, "--dry-run");
        Assert.Contains("Absentes du fichier\t1 5", tried.Lines);
        var done = await RunAsync("import", fewer, "--mapping", mapping, "--source", source, "--json");
        var report = done.Lines.Select(ImportResponse.Parser.ParseJson).Single(answer => answer.Report is not null).Report;
        Assert.Equal((1, "5"), (report.Gone, Assert.Single(report.GoneExternalIds)));
        Assert.Equal(5, (await RecordsAsync(source)).Records.Count);

        await new SourcesService.SourcesServiceClient(server.Wire.Invoker).WithdrawMissingAsync(new WithdrawMissingRequest { SyncId = report.SyncId, ExpectedCount = 1 });
        Assert.Equal(4, (await RecordsAsync(source)).Records.Count);
    }

    [Fact]
    public async Task Import_OfWhatCannotBeRead_EndsWithTheFileToMend()
    {
        var mapping = Write("m.yaml", "kind: actor\nid: id\ncommune: { code: insee }\nfields:\n  display_name: nom\n  kind: { constant: ASSOCIATION }\n");
        var missing = await RunAsync("import", Path.Combine(_folder, "rien.csv"), "--mapping", mapping, "--source", "rien");
        Assert.Equal(1, missing.Code);
        Assert.Contains("rien.csv", missing.Error, StringComparison.Ordinal);
        var empty = await RunAsync("import", Write("vide.csv", string.Empty), "--mapping", mapping, "--source", "rien");
        Assert.Equal(1, empty.Code);
        Assert.Contains("Le fichier est vide", empty.Error, StringComparison.Ordinal);
        var wrong = await RunAsync("import", Write("a.csv", "id\n1\n"), "--mapping", Write("faux.yaml", "kind: acteur\n"), "--source", "rien");
        Assert.Equal(2, wrong.Code);
        Assert.Contains("header.mapping", wrong.Error, StringComparison.Ordinal);
    }

    private Task<CliRun> RunAsync(params string[] arguments) => Citizennet.RunAsync(server.Server.GrpcAddress.ToString(), server.Key, arguments);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private async Task<ListSourceRecordsResponse> RecordsAsync(string source) =>
        await new SourcesService.SourcesServiceClient(server.Wire.Invoker).ListSourceRecordsAsync(new ListSourceRecordsRequest { Source = source });
}
