using CitizenNetwork.Testing;

namespace CitizenNetwork.UnitTests.Embedded;

/// <summary>The embedded Orleans declares published signatures and nothing else.</summary>
public sealed class OrleansApiTests
{
    private static IReadOnlyList<(string Type, IReadOnlyList<string> Members)> Implemented =>
        PublicSurface.Parse(File.ReadLines(Path.Combine(Repository.Root, "src", "Embedded", "Orleans", "api.txt")));

    private static IReadOnlyList<(string Type, IReadOnlyList<string> Members)> Surface => PublicSurface.Of(typeof(Grain).Assembly);

    [EmbeddedFact]
    public void PublicSurface_OfTheEmbeddedAssembly_EqualsItsList()
    {
        Assert.Empty(PublicSurface.Missing(Named(Surface), Named(Implemented)));
        Assert.Empty(PublicSurface.Missing(Named(Implemented), Named(Surface)));
    }

    /// <summary>Interfaces that only the real runtime's own machinery uses may be left out; others may not be added.</summary>
    [EmbeddedFact]
    public void BaseTypes_OfTheEmbeddedAssembly_StandInItsList()
    {
        var listed = Implemented.ToDictionary(type => Name(type.Type), type => Bases(type.Type), StringComparer.Ordinal);
        Assert.All(Surface, type => Assert.Empty(Bases(type.Type).Except(listed[Name(type.Type)], StringComparer.Ordinal)));
    }

    [SkippableFact]
    public void List_ComparedWithThePublishedSignatures_HasNoLineOfItsOwn()
    {
        var published = Repository.RequireRealData("..", "api", "orleans.txt");
        Assert.Empty(PublicSurface.Missing(Implemented, PublicSurface.Parse(File.ReadLines(published))));
    }

    private static IEnumerable<(string Type, IReadOnlyList<string> Members)> Named(IEnumerable<(string Type, IReadOnlyList<string> Members)> types) =>
        types.Select(type => (Name(type.Type), type.Members));

    private static string Name(string typeLine) => typeLine.Split(" : ", 2)[0];

    private static List<string> Bases(string typeLine)
    {
        var parts = typeLine.Split(" : ", 2);
        List<string> bases = [];
        var depth = 0;
        var start = 0;
        var list = parts.Length == 1 ? string.Empty : parts[1];
        for (var i = 0; i <= list.Length; i++)
        {
            if (i == list.Length || (list[i] == ',' && depth == 0))
            {
                bases.Add(list[start..i].Trim());
                start = i + 1;
            }
            else if (list[i] is '<' or '>')
            {
                depth += list[i] == '<' ? 1 : -1;
            }
        }

        return [.. bases.Where(name => name.Length > 0)];
    }
}
