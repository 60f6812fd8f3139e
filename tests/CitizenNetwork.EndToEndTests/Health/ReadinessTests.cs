using System.Net;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Storage.Sqlite;
using Google.Rpc;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.DependencyInjection;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace CitizenNetwork.EndToEndTests.Health;

/// <summary>What orchestrators and load balancers are told while the store comes and goes.</summary>
public sealed class ReadinessTests : IAsyncLifetime, IDisposable
{
    private readonly HttpClient _http = new();
    private ServerFixture _server = null!;

    private Grpc.Health.V1.Health.HealthClient Health => new(_server.With(string.Empty).Invoker);

    public async Task InitializeAsync() => _server = await ServerFixture.StartAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Endpoints_OfAServerThatServes_AnswerServing()
    {
        foreach (var path in (string[])["live", "ready", "startup"])
        {
            Assert.Equal((HttpStatusCode.OK, "SERVING"), await AskAsync(path));
        }
    }

    [Fact]
    public async Task Readiness_WhenWritesFailAndSucceedAgain_TurnsFalseAndTrueWithoutARestart()
    {
        var commits = await FailingCommits.OfAsync(_server.Server.Services);
        using var watch = Health.Watch(new HealthCheckRequest { Service = "citizennetwork.v1.ActorsService" });
        Assert.Equal(ServingStatus.Serving, await NextAsync(watch));

        commits.Failing = true;
        var refusal = await Assert.ThrowsAsync<RpcException>(CreateAsync);

        Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
        var details = Google.Rpc.Status.Parser.ParseFrom(refusal.Trailers.GetValueBytes("grpc-status-details-bin")).Details;
        Assert.NotNull(Assert.Single(details, detail => detail.Is(RetryInfo.Descriptor)).Unpack<RetryInfo>().RetryDelay);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "NOT_SERVING"), await AskAsync("ready"));
        Assert.Equal(ServingStatus.NotServing, (await Health.CheckAsync(new HealthCheckRequest())).Status);
        Assert.Equal(ServingStatus.NotServing, await NextAsync(watch));
        Assert.Equal((HttpStatusCode.OK, "SERVING"), await AskAsync("live"));
        Assert.Equal((HttpStatusCode.OK, "SERVING"), await AskAsync("startup"));

        commits.Failing = false;

        Assert.Equal(ServingStatus.Serving, await NextAsync(watch));
        Assert.Equal((HttpStatusCode.OK, "SERVING"), await AskAsync("ready"));
        Assert.Equal(ServingStatus.Serving, (await Health.CheckAsync(new HealthCheckRequest())).Status);
        await CreateAsync();
    }

    [Fact]
    public async Task Live_WithAStoreThatAnswersNothing_IsServing()
    {
        using var watch = Health.Watch(new HealthCheckRequest());
        Assert.Equal(ServingStatus.Serving, await NextAsync(watch));

        await _server.Server.Services.GetRequiredService<SqliteDatabase>().DisposeAsync();

        // Nobody calls: the server notices by itself.
        Assert.Equal(ServingStatus.NotServing, await NextAsync(watch));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "NOT_SERVING"), await AskAsync("ready"));
        Assert.Equal((HttpStatusCode.OK, "SERVING"), await AskAsync("live"));
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(CreateAsync)).StatusCode);
    }

    private static async Task<ServingStatus> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> watch)
    {
        using CancellationTokenSource longest = new(TimeSpan.FromMinutes(1));
        Assert.True(await watch.ResponseStream.MoveNext(longest.Token));
        return watch.ResponseStream.Current.Status;
    }

    private async Task CreateAsync() => await _server.Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Un essai") });

    private async Task<(HttpStatusCode Status, string Body)> AskAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(_server.HttpAddress, $"health/{path}"));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
