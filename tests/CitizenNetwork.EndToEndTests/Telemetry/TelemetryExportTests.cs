using System.Text;
using System.Text.Json;
using CitizenNetwork.EndToEndTests.Json;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Server.Security;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.EndToEndTests.Telemetry;

/// <summary>What leaves a server by OTLP: every instrument, the caller's trace, and nothing of any record.</summary>
public sealed class TelemetryExportTests : IAsyncLifetime
{
    private const string CallersTrace = "4bf92f3577b34da6a3ce929d0e0e4736";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("citizennetwork-otlp-");
    private readonly FailingMethods _methods = new();
    private readonly string _planted = Planted.New();
    private OtlpReceiver _receiver = null!;
    private CitizenNetworkServer _server = null!;
    private string _key = string.Empty;

    public async Task InitializeAsync()
    {
        _receiver = await OtlpReceiver.StartAsync();
        var configuration = Path.Combine(_folder.FullName, "telemetry.json");
        await File.WriteAllTextAsync(configuration, JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _receiver.Address.ToString(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_SERVICE_NAME"] = "reseau-de-test",
        }));
        _server = await CitizenNetworkServer.StartAsync(new ServerSettings(Path.Combine(_folder.FullName, "data"), 0, 0, configuration), _methods.AddTo);
        _key = await _server.Services.GetRequiredService<ApiKeys>().CreateAsync(_planted);
    }

    public async Task DisposeAsync()
    {
        await _receiver.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Export_OfCallsOfEveryOutcome_HoldsEveryInstrumentAndNothingOfTheRecords()
    {
        using var channel = GrpcChannel.ForAddress(_server.GrpcAddress);

        await CallInEveryWayAsync(Wire.On(channel, _key, string.Empty));

        // A server that stops sends what it has.
        await _server.DisposeAsync();
        var (metrics, traces) = (_receiver["metrics"], _receiver["traces"]);
        foreach (var name in (string[])
            [
                "citizennetwork.calls.duration", "citizennetwork.calls.active", "rpc.method", "citizennetwork.v1.ActorsService/CreateActor", "rpc.response.status_code", "INVALID_ARGUMENT", "UNAVAILABLE",
                "citizennetwork.turns.duration", "citizennetwork.turns.failures", "citizennetwork.grain.type", "citizennetwork.grain.method",
                "citizennetwork.storage.duration", "citizennetwork.storage.failures", "citizennetwork.storage.engine", "sqlite", "citizennetwork.storage.operation", "citizennetwork.storage.queue",
                "citizennetwork.feed.lag", "citizennetwork.catalogue.age", "citizennetwork.activations",
                "reseau-de-test",
            ])
        {
            Assert.True(Holds(metrics, name), $"The metrics do not hold {name}.");
        }

        foreach (var name in (string[])["citizennetwork.v1.ActorsService/CreateActor", "citizennetwork.v1.ActorsService/GetActor", "rpc.response.status_code", "UNAVAILABLE", "OK", "reseau-de-test"])
        {
            Assert.True(Holds(traces, name), $"The traces do not hold {name}.");
        }

        Assert.False(Holds(metrics, _planted));
        Assert.False(Holds(traces, _planted));
    }

    [Theory]
    [InlineData($"00-{CallersTrace}-00f067aa0ba902b7-01")]
    [InlineData("")]
    [InlineData("no trace at all")]
    public async Task Internal_OfACall_TellsTheTraceThatIsExported(string parent)
    {
        _methods.Failure = _ => new InvalidOperationException("A defect.");
        using var channel = GrpcChannel.ForAddress(_server.GrpcAddress);
        using JsonCaller json = new(_server.HttpAddress, _key);
        var wire = new Wire(Wire.On(channel, _key, string.Empty).Invoker.Intercept(metadata =>
        {
            if (parent.Length > 0)
            {
                metadata.Add("traceparent", parent);
            }

            return metadata;
        }));

        var byGrpc = (await WireError.OfAsync(() => wire.Actors.GetActorAsync(new GetActorRequest { Name = "actors/personne" }).ResponseAsync)).Info!.Metadata["trace_id"];
        var byJson = (await json.PostAsync("citizennetwork.v1.ActorsService/GetActor", JsonCaller.Json("""{ "name": "actors/personne" }"""), request =>
        {
            if (parent.Length > 0)
            {
                request.Headers.TryAddWithoutValidation("traceparent", parent);
            }
        })).Info.Metadata["trace_id"];
        await _server.DisposeAsync();

        if (parent.Contains(CallersTrace, StringComparison.Ordinal))
        {
            Assert.Equal((CallersTrace, CallersTrace), (byGrpc, byJson));
        }

        Assert.True(_receiver["traces"].AsSpan().IndexOf(Convert.FromHexString(byGrpc)) >= 0);
        Assert.True(_receiver["traces"].AsSpan().IndexOf(Convert.FromHexString(byJson)) >= 0);
    }

    private static bool Holds(byte[] bytes, string text) => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    private async Task CallInEveryWayAsync(Wire plain)
    {
        var wire = new Wire(plain.Invoker.Intercept(metadata =>
        {
            metadata.Add("traceparent", $"00-{CallersTrace}-00f067aa0ba902b7-01");
            metadata.Add("tracestate", $"{_planted}={_planted}");
            metadata.Add("baggage", $"{_planted}={_planted}");
            metadata.Add("user-agent", _planted);
            return metadata;
        }));
        var actor = Samples.Actor($"Association {_planted}");
        actor.Description = $"Écrire à {_planted}@exemple.fr";
        var made = await wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = actor, ActorId = _planted });
        await wire.Actors.GetActorAsync(new GetActorRequest { Name = made.Name });
        await wire.Actors.UpdateActorAsync(new UpdateActorRequest { Actor = made, UpdateMask = Samples.Mask("description") });
        foreach (var method in Api.Services.SelectMany(service => service.Methods).Where(method => method is { IsClientStreaming: false, IsServerStreaming: false } && method.InputType.Fields.InDeclarationOrder().Count > 0))
        {
            var request = Planted.Fill(method.InputType, _planted);
            await Assert.ThrowsAsync<RpcException>(() => wire.RawAsync(method.Service.FullName, method.Name, Google.Protobuf.MessageExtensions.ToByteArray(request)));
        }

        using JsonCaller json = new(_server.HttpAddress, _key);
        Assert.Equal(200, (await json.PostAsync($"CITIZENnetwork.v1.ActorsService/getactor?{_planted}={_planted}", new GetActorRequest { Name = made.Name })).Http);
        Assert.Equal(404, (await json.PostAsync($"citizennetwork.v1.ActorsService/{_planted}", new GetActorRequest { Name = made.Name })).Http);
        _methods.Failure = request => new InvalidOperationException($"{_planted} {request}");
        Assert.Equal(500, (await json.PostAsync("citizennetwork.v1.ActorsService/GetActor", new GetActorRequest { Name = made.Name })).Http);
        _methods.Failure = null;
        (await FailingCommits.OfAsync(_server.Services)).Failing = true;
        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor(_planted) }));
        Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
    }
}
