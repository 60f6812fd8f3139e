using System.Collections.Immutable;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Themes;
using CitizenNetwork.Server.Import;
using CitizenNetwork.Server.Import.Mapping;
using CitizenNetwork.Server.Reference;
using CitizenNetwork.Server.Texts;
using CitizenNetwork.Testing;
using CitizenNetwork.UnitTests.Texts;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.UnitTests.Import;

public sealed class ImportSentenceTests
{
    private static readonly ImmutableArray<Datum> s_data = [Datum.Text("12"), Datum.Text("34"), Datum.Text("56")];

    private static readonly ServiceProvider s_services = new ServiceCollection().AddReferenceData().BuildServiceProvider();

    public static TheoryData<string> Keys => [.. Enum.GetNames<ImportReason>().Select(name => $"Import_{name}"), .. Enum.GetNames<MappingFault>().Select(name => $"Mapping_{name}"), "Mapping_Errors", "Mapping_Place"];

    public static TheoryData<string> Shipped => [.. Directory.GetFiles(Path.Combine(Repository.Root, "deploy", "mappings"), "*.yaml").Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Sentences_OfEveryReason_ReadWellInBothLanguages(string key) =>
        Spoken.Check(key, Spoken.Sentences.Write(key, s_data, Language.French), Spoken.Sentences.Write(key, s_data, Language.English), codes: true);

    [Theory]
    [MemberData(nameof(Shipped))]
    public void ShippedMappings_AllOfThem_AreValid(string name)
    {
        var mapping = new MappingReader(s_services.GetRequiredService<ThemeList>()).Read(File.ReadAllText(Path.Combine(Repository.Root, "deploy", "mappings", name)));
        Assert.NotEmpty(mapping.Fields);
    }
}
