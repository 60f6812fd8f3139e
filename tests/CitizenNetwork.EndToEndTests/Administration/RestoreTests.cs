using System.CommandLine;
using CitizenNetwork.EndToEndTests.Cli;
using CitizenNetwork.EndToEndTests.Matching;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Server.Administration;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Testing;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.EndToEndTests.Administration;

/// <summary>From a running server by <c>citizennet backup</c> and <c>restore</c> to another one that answers the same.</summary>
public sealed class RestoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("citizennetwork-restore-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Restore_OfARunningServersBackup_AnswersTheSame(bool intoPostgres)
    {
        await using var schema = intoPostgres ? await TestPostgres.CreateAsync() : null;
        DemoFixture before = new();
        await before.InitializeAsync();
        var request = new CreateActorRequest { Actor = Samples.Actor("Revenue deux fois"), RequestId = Samples.NewRequestId() };
        var first = await before.Wire.Actors.CreateActorAsync(request);
        var gone = await before.Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Partie"), ActorId = "partie" });
        var deletion = new DeleteActorRequest { Name = gone.Name, RequestId = Samples.NewRequestId() };
        await before.Wire.Actors.DeleteActorAsync(deletion);
        var (records, matches) = (await before.Wire.EverythingAsync(), await MatchesAsync(before.Wire));
        var (key, operatorKey) = (before.Key, before.AdministratorKey);

        var file = Path.Combine(_folder, "sauvegarde.gz");
        var backup = await Citizennet.RunAsync(before.Server.GrpcAddress.ToString(), operatorKey, "backup", file);
        Assert.True(backup.Code == 0, backup.Error);
        await before.DisposeAsync();
        var data = Path.Combine(_folder, "data");
        var (code, output, error) = await RestoreAsync(file, data, schema?.ConnectionString);
        Assert.True(code == 0, error);
        Assert.Contains("grain_state", output, StringComparison.Ordinal);

        await using (var server = await StartAsync(data, schema?.ConnectionString))
        {
            using var channel = GrpcChannel.ForAddress(server.GrpcAddress);
            var wire = Wire.On(channel, key, string.Empty);
            Assert.Equal(records, await wire.EverythingAsync());
            Assert.Equal(matches, await MatchesAsync(wire));
            Assert.Equal(first, await wire.Actors.CreateActorAsync(request));
            await wire.Actors.DeleteActorAsync(deletion);
            Assert.Equal(StatusCode.AlreadyExists, (await WireError.OfAsync(async () => await wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Partie"), ActorId = "partie" }))).Code);
            Assert.Equal(records, await wire.EverythingAsync());
            first.DisplayName = "Changée après";
            Assert.Equal("2", (await wire.Actors.UpdateActorAsync(new UpdateActorRequest { Actor = first, UpdateMask = Samples.Mask("display_name") })).Etag);
            Assert.Equal("Changée après", (await wire.Actors.ListActorsAsync(new ListActorsRequest { PageSize = 200 })).Actors.Single(actor => actor.Name == first.Name).DisplayName);
            Assert.NotNull(await Wire.On(channel, operatorKey, string.Empty).Administration.GetStatusAsync(new GetStatusRequest()));
        }

        // Once more into what is no longer empty.
        (code, _, error) = await RestoreAsync(file, data, schema?.ConnectionString);
        Assert.Equal(1, code);
        Assert.Single(error.Trim().Split('\n'));
        Assert.Contains("not empty", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restore_WhileAServerUsesTheFolder_IsRefused()
    {
        var server = await ServerFixture.StartAsync();
        var file = Path.Combine(_folder, "sauvegarde.gz");
        Assert.Equal(0, (await Citizennet.RunAsync(server.Server.GrpcAddress.ToString(), server.AdministratorKey, "backup", file)).Code);

        var (code, _, error) = await RestoreAsync(file, server.DataFolder, null);

        Assert.Equal(1, code);
        Assert.Contains("Another server uses the folder", error, StringComparison.Ordinal);
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Restore_OfNothing_SaysWhatIsWrong()
    {
        var (code, _, error) = await RestoreAsync(Path.Combine(_folder, "absente.gz"), _folder, null);

        Assert.Equal(1, code);
        Assert.Contains("absente.gz", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    private static async Task<List<string>> MatchesAsync(Wire wire)
    {
        List<string> matches = [];
        foreach (var name in DemoFixture.Open)
        {
            matches.Add(JsonFormatter.Default.Format(await wire.SuggestAsync(Asking.Initiative(name))));
        }

        return matches;
    }

    private static Task<CitizenNetworkServer> StartAsync(string data, string? postgres) => CitizenNetworkServer.StartAsync(
        new ServerSettings(data, 0, 0) { Postgres = postgres }, services => services.AddKeyedSingleton<TimeProvider>(Contracts.Clock.Key, new SettableClock()));

    private static async Task<(int Code, string Output, string Error)> RestoreAsync(string file, string data, string? postgres)
    {
        StringWriter output = new(), error = new();
        var code = await RestoreCommand.Create(postgres).Parse([file, "--data", data]).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
