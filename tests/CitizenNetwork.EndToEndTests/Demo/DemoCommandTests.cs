using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Server.Demo;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Server.Security;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.EndToEndTests.Demo;

/// <summary>The command <c>demo</c> as a newcomer runs it.</summary>
public sealed partial class DemoCommandTests : IDisposable
{
    /// <summary>Fewest actors, hosting offers, funding calls, resources and initiatives of the demo network, in the order of loading.</summary>
    private static readonly int[] s_least = [30, 4, 12, 40, 12];

    private readonly string _data = Directory.CreateTempSubdirectory("citizennetwork-demo-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Demo_OnceAndOnceMore_PrintsAnswersAndLoadsNothingTwice()
    {
        var (code, first) = await RunAsync();
        var (secondCode, second) = await RunAsync();

        Assert.Equal((0, 0), (code, secondCode));
        Assert.Equal(s_least.Length, Loaded(first).Count);
        Assert.All(Loaded(first).Zip(s_least), pair => Assert.True(pair.First.Added >= pair.Second && pair.First.Known == 0));
        Assert.Equal(Loaded(first).Select(step => (0, step.Added)), Loaded(second));
        Assert.Equal(Answers(first), Answers(second));
        foreach (var expected in new[] { "Jardin partagé des Plantes folles", "Tiers-lieu La Fabrique", "Partenaires", "Financements", "Portage", "Ressources", "Pourquoi pas", "hosted_by = " })
        {
            Assert.Contains(expected, first, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Demo_AfterARecordChanged_PrintsAnotherAnswer()
    {
        const string Best = "L'Entrepont à Vélos";
        var (_, before) = await RunAsync();
        Assert.Contains(Best, before, StringComparison.Ordinal);

        await using (var server = await CitizenNetworkServer.StartAsync(new ServerSettings(_data, 0, 0)))
        {
            using var channel = GrpcChannel.ForAddress(server.GrpcAddress);
            var wire = Wire.On(channel, await server.Services.GetRequiredService<ApiKeys>().CreateAsync("tests"), string.Empty);
            await wire.Actors.UpdateActorAsync(new UpdateActorRequest { Actor = new Actor { Name = "actors/l-entrepont-a-velos", DoNotSolicit = true }, UpdateMask = Samples.Mask("do_not_solicit") });
        }

        var (_, after) = await RunAsync();

        Assert.NotEqual(Answers(before), Answers(after));
        Assert.DoesNotContain(Best, Answers(after), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_InEnglish_PrintsEnglish()
    {
        var (code, english) = await RunAsync("--lang", "en");

        Assert.Equal(0, code);
        foreach (var expected in new[] { "Partners", "Funding", "Hosting", "Resources", "Why not", "accept-language: en" })
        {
            Assert.Contains(expected, english, StringComparison.OrdinalIgnoreCase);
        }

        Assert.DoesNotContain("Financements", english, StringComparison.Ordinal);
        Assert.DoesNotContain("Pourquoi", english, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_OnAGivenPortThatIsTaken_EndsWithOneAndNamesIt()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        StringWriter error = new();

        var (code, printed) = await RunAsync(port, 0, error);

        Assert.Equal((1, string.Empty), (code, printed));
        Assert.StartsWith($"Port {port} of 127.0.0.1 (CITIZENNETWORK_GRPC_PORT, --grpc-port)", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_OnADefaultPortThatIsTaken_TakesAFreeOneAndPrintsIt()
    {
        const int Usual = 5080;
        using TcpListener taken = new(IPAddress.Loopback, Usual);
        try
        {
            taken.Start();
        }
        catch (SocketException)
        {
            // Another program of this machine holds it already: as good.
        }

        StringWriter output = new();
        var code = await DemoCommand.Create().Parse(["--once", "--data", _data]).InvokeAsync(new InvocationConfiguration { Output = output, Error = output, ProcessTerminationTimeout = null });

        Assert.Equal(0, code);
        var address = new Uri(output.ToString().Split('\n').Single(line => line.StartsWith("gRPC ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
        Assert.NotEqual(Usual, address.Port);
        Assert.Contains($"grpcurl -plaintext {address.Authority} list", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain($":{Usual} ", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_OnAFolderInUse_EndsWithOneAndAClearMessage()
    {
        await using var server = await CitizenNetworkServer.StartAsync(new ServerSettings(_data, 0, 0));
        StringWriter error = new();

        var (code, printed) = await RunAsync(0, 0, error);

        Assert.Equal(1, code);
        Assert.DoesNotContain("Exception", error.ToString(), StringComparison.Ordinal);
        Assert.Single(error.ToString().Trim().Split('\n'));
        Assert.Contains(_data, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(printed);
    }

    private Task<(int Code, string Printed)> RunAsync(params string[] more) => RunAsync(0, 0, null, more);

    private async Task<(int Code, string Printed)> RunAsync(int grpcPort, int httpPort, TextWriter? error = null, params string[] more)
    {
        StringWriter output = new();
        var code = await DemoCommand.Create()
            .Parse(["--once", "--data", _data, "--grpc-port", $"{grpcPort}", "--http-port", $"{httpPort}", .. more])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error ?? output, ProcessTerminationTimeout = null });
        return (code, output.ToString());
    }

    /// <summary>What is printed between the loading and the commands, which hold ports and a key of their own at each start.</summary>
    private static string Answers(string printed)
    {
        var lines = printed.Split('\n').SkipWhile(line => LoadedPattern().IsMatch(line)).TakeWhile(line => !line.StartsWith("gRPC ", StringComparison.Ordinal));
        return string.Join('\n', lines);
    }

    private static List<(int Added, int Known)> Loaded(string printed) =>
        [.. LoadedPattern().Matches(printed).Select(step => (int.Parse(step.Groups["added"].Value, CultureInfo.InvariantCulture), int.Parse(step.Groups["known"].Value, CultureInfo.InvariantCulture)))];

    [GeneratedRegex(@"^\S.* : (?<added>\d+) ajoutés, (?<known>\d+) déjà là", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LoadedPattern();
}
