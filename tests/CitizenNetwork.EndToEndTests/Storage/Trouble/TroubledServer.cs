using System.Collections.Concurrent;
using System.Net;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Server.Security;
using CitizenNetwork.Testing;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.EndToEndTests.Storage.Trouble;

/// <summary>A server whose database a test harms, and what callers must see of it.</summary>
internal sealed class TroubledServer : IAsyncDisposable
{
    /// <summary>Writes after which a full or read-only disk must have shown itself: each takes a page or two.</summary>
    private const int MostWrites = 2_000;

    private readonly CitizenNetworkServer _server;
    private readonly GrpcChannel _channel;
    private readonly HttpClient _http = new();
    private readonly ConcurrentQueue<string> _acknowledged = new();

    private TroubledServer(CitizenNetworkServer server, string key)
    {
        _server = server;
        _channel = GrpcChannel.ForAddress(server.GrpcAddress);
        Wire = Wire.On(_channel, key, string.Empty);
    }

    public Wire Wire { get; }

    public static async Task<TroubledServer> StartAsync(ServerSettings settings)
    {
        var server = await CitizenNetworkServer.StartAsync(settings, services => services.AddWideLimits());
        return new TroubledServer(server, await server.Services.GetRequiredService<ApiKeys>().CreateAsync("tests"));
    }

    public static Task<TroubledServer> StartAsync(string postgres) => StartAsync(new ServerSettings(string.Empty, 0, 0) { Postgres = postgres });

    public static CreateActorRequest NewActor() => new()
    {
        Actor = new Actor { DisplayName = "Le Jardin", Kind = ActorKind.Association, Commune = Samples.Angers, Description = new string('a', 4_000) },
        ActorId = Samples.NewId("jardin"),
        RequestId = Samples.NewRequestId(),
    };

    /// <summary>Registers an actor, and notes that this was acknowledged.</summary>
    public async Task<Actor> WriteAsync(CreateActorRequest? request = null)
    {
        var actor = await Wire.Actors.CreateActorAsync(request ?? NewActor());
        _acknowledged.Enqueue(actor.Name);
        return actor;
    }

    /// <summary>The call is told to come back later, and so is the operator's load balancer.</summary>
    public static async Task AssertUnavailableAsync(Func<Task> call)
    {
        var error = await WireError.OfAsync(call);
        error.AssertIs(StatusCode.Unavailable, "TRY_AGAIN", "fr-FR");
        Assert.InRange(error.Retry!.RetryDelay.ToTimeSpan(), TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1));
    }

    /// <summary>Writes until it cannot any more.</summary>
    /// <returns>The request that was told UNAVAILABLE.</returns>
    public async Task<CreateActorRequest> WriteUntilUnavailableAsync()
    {
        for (var i = 0; i < MostWrites; i++)
        {
            var request = NewActor();
            try
            {
                await WriteAsync(request);
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable)
            {
                await AssertUnavailableAsync(() => WriteAsync(request));
                return request;
            }
        }

        throw new InvalidOperationException($"{MostWrites} writes were accepted.");
    }

    /// <summary>The server came back by itself: it writes, a request sent again is made once, and everything acknowledged is there.</summary>
    public async Task AssertRecoversAsync(CreateActorRequest? refused = null)
    {
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    await WriteAsync();
                    return true;
                }
                catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable)
                {
                    return false;
                }
            },
            "The server writes again.");
        if (refused is not null)
        {
            Assert.Equal("1", (await WriteAsync(refused)).Etag);
            Assert.Equal("1", (await WriteAsync(refused)).Etag);
        }

        await AssertReadyAsync(true);
        await AssertThereAsync();
    }

    /// <summary>Everything acknowledged can be read and is in the list.</summary>
    public async Task AssertThereAsync()
    {
        List<Actor> listed = [];
        await Pages.AllAsync(async token => await Wire.Actors.ListActorsAsync(new ListActorsRequest { PageSize = 200, PageToken = token }), page => page.Actors, page => page.NextPageToken, listed);
        Assert.Empty(_acknowledged.Except(listed.Select(actor => actor.Name)));
        foreach (var name in _acknowledged)
        {
            Assert.Equal(name, (await Wire.Actors.GetActorAsync(new GetActorRequest { Name = name })).Name);
        }
    }

    /// <summary>What <c>GET /health/ready</c> says, in the end.</summary>
    public async Task AssertReadyAsync(bool ready) => await Eventually.HoldsAsync(
        async () =>
        {
            using var answer = await _http.GetAsync(new Uri(_server.HttpAddress, "/health/ready"));
            return answer.StatusCode == (ready ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable);
        },
        ready ? "The server is ready." : "The server is not ready.");

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _channel.Dispose();
        await _server.DisposeAsync();
    }
}
