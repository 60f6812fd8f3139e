using CitizenNetwork.Testing;
using Grpc.Core;

namespace CitizenNetwork.UnitTests.Embedded;

/// <summary>The embedded gRPC library declares the published signatures and nothing else.</summary>
public sealed class GrpcApiTests
{
    private static IReadOnlyList<(string Type, IReadOnlyList<string> Members)> Implemented =>
        PublicSurface.Parse(File.ReadLines(Path.Combine(Repository.Root, "src", "Embedded", "Grpc", "api.txt")));

    [EmbeddedFact]
    public void PublicSurface_OfTheEmbeddedAssembly_EqualsItsList()
    {
        IReadOnlyList<(string Type, IReadOnlyList<string> Members)> surface = PublicSurface.Of(typeof(Status).Assembly);

        Assert.Empty(PublicSurface.Missing(surface, Implemented));
        Assert.Empty(PublicSurface.Missing(Implemented, surface));
    }

    [SkippableFact]
    public void List_ComparedWithThePublishedSignatures_HasNoLineOfItsOwn()
    {
        string published = Repository.RequireRealData("..", "api", "grpc.txt");

        Assert.Empty(PublicSurface.Missing(Implemented, PublicSurface.Parse(File.ReadLines(published))));
    }
}
