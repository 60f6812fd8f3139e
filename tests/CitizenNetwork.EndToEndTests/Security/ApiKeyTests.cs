using System.Text;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Server.Security;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Security;

/// <summary>Keys: each method asks for one as its policy says, none takes a wrong one, and the server keeps only hashes.</summary>
[Collection(RecordsServer.Name)]
public sealed class ApiKeyTests(ServerFixture server)
{
    private const string AllZeros = "cn_tests_0000000000000000000000000000000000000000000000000000000000000000";

    [Fact]
    public async Task EveryMethod_WithAWrongKey_IsRefused()
    {
        var before = await server.Wire.EverythingAsync();
        string[] wrongKeys = ["n’importe quoi".Replace('’', '-'), AllZeros, server.Key[..^1], server.Key + "0", server.Key.ToUpperInvariant(), server.Key.Replace("tests", "first", StringComparison.Ordinal)];
        List<string> asked = [];
        foreach (var method in Methods().Where(method => !IsOpen(method.Service)))
        {
            foreach (var key in wrongKeys)
            {
                await AssertKeyAskedAsync(method, key);
            }

            asked.Add(method.FullName);
        }

        Assert.InRange(asked.Count, 34, int.MaxValue);
        Assert.Equal(before, await server.Wire.EverythingAsync());
    }

    [Fact]
    public async Task EveryMethod_WithoutACredential_IsAnsweredByItsPolicy()
    {
        var before = await server.Wire.EverythingAsync();
        Dictionary<bool, int> counts = new() { [true] = 0, [false] = 0 };
        foreach (var method in Methods().Where(method => !IsOpen(method.Service)))
        {
            var isOpen = MethodAccesses.Of(MethodAccesses.NameOf(method)).Policy is AccessPolicy.Open or AccessPolicy.Public;
            counts[isOpen]++;
            if (!isOpen)
            {
                await AssertKeyAskedAsync(method, string.Empty);
                continue;
            }

            try
            {
                await CallAsync(server.With(string.Empty), method);
            }
            catch (RpcException answered)
            {
                // What an empty request is answered with; never by asking who it is.
                Assert.NotEqual(StatusCode.Unauthenticated, answered.StatusCode);
                Assert.NotEqual(StatusCode.Internal, answered.StatusCode);
            }
        }

        Assert.All(counts.Values, count => Assert.InRange(count, 10, int.MaxValue));
        Assert.Equal(before, await server.Wire.EverythingAsync());
    }

    [Fact]
    public async Task HealthAndReflection_WithoutAKey_Answer()
    {
        var open = Methods().Where(method => IsOpen(method.Service)).ToList();

        Assert.Equal(["grpc.health.v1.Health.Check", "grpc.health.v1.Health.Watch", "grpc.reflection.v1.ServerReflection.ServerReflectionInfo", "grpc.reflection.v1alpha.ServerReflection.ServerReflectionInfo"], open.Select(method => method.FullName));
        foreach (var method in open)
        {
            Assert.NotEmpty(await CallAsync(server.With(string.Empty), method) ?? []);
        }
    }

    [Fact]
    public async Task Key_ThatIsRight_Opens() =>
        Assert.Equal(ServerFixture.Owner, (await server.With(server.Key).Actors.GetActorAsync(new GetActorRequest { Name = ServerFixture.Owner })).Name);

    [Fact]
    public async Task Key_OnDisk_IsKeptAsAHashAlone()
    {
        var own = await ServerFixture.StartAsync();
        try
        {
            var secret = own.Key.Split('_')[2];
            await own.Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Un texte sans accent") });

            // While it runs, what is written may still be in its journal alone; once stopped, in the database.
            Assert.Contains(Files(own.DataFolder).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)), file => Holds(file, "Un texte sans accent"));
            Assert.All(Files(own.DataFolder).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)), file => Assert.False(Holds(file, secret), $"{Path.GetFileName(file)} holds the secret."));
            await own.StopAsync();
            Assert.All(Files(own.DataFolder), file => Assert.False(Holds(file, secret), $"{Path.GetFileName(file)} holds the secret."));
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    private async Task AssertKeyAskedAsync(MethodDescriptor method, string key)
    {
        var french = await WireError.OfAsync(() => CallAsync(server.With(key), method));
        var english = await WireError.OfAsync(() => CallAsync(server.With(key, "en"), method));
        french.AssertIs(StatusCode.Unauthenticated, "API_KEY_REQUIRED", "fr-FR");
        english.AssertIs(StatusCode.Unauthenticated, "API_KEY_REQUIRED", "en-GB");
        WireError.AssertTold(french, english);
        Assert.Equal("x-api-key", french.Info!.Metadata["header"]);
    }

    private static string[] Files(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories);

    private static IEnumerable<MethodDescriptor> Methods() => Api.Services.SelectMany(service => service.Methods);

    private static bool IsOpen(ServiceDescriptor service) =>
        service.FullName is "grpc.health.v1.Health" or "grpc.reflection.v1.ServerReflection" or "grpc.reflection.v1alpha.ServerReflection";

    /// <summary>An empty message is one of every type; a stream that is refused at once is sent none.</summary>
    private static async Task<byte[]?> CallAsync(Wire wire, MethodDescriptor method)
    {
        var type = (method.IsClientStreaming, method.IsServerStreaming) switch
        {
            (false, false) => MethodType.Unary,
            (false, true) => MethodType.ServerStreaming,
            (true, false) => MethodType.ClientStreaming,
            _ => MethodType.DuplexStreaming,
        };
        return await wire.FirstAnswerAsync(type, method.Service.FullName, method.Name, method.IsClientStreaming && !IsOpen(method.Service) ? null : []);
    }

    private static bool Holds(string file, string text)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
    }
}
