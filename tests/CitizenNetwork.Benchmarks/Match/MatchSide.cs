using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Domain.Themes;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Search;
using CitizenNetwork.Matching.Text.Learned;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Server.Matching;
using CitizenNetwork.Server.Security;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Benchmarks.Match;

/// <summary>A whole server of this process with clients, whose catalogue holds the generated places without their being stored.</summary>
internal sealed class MatchSide : IAsyncDisposable
{
    private const int Connections = 8;

    /// <summary>One in so many places changes after the start.</summary>
    private const int ChangedShare = 100;

    private readonly DirectoryInfo _folder;
    private readonly CitizenNetworkServer _server;
    private readonly GrpcChannel[] _channels;
    private readonly V1.MatchingService.MatchingServiceClient[] _clients;
    private readonly Metadata _key;

    private MatchSide(DirectoryInfo folder, CitizenNetworkServer server, string key)
    {
        (_folder, _server, _key) = (folder, server, new Metadata { { "x-api-key", key } });
        _channels = [.. Enumerable.Range(0, Connections).Select(_ => GrpcChannel.ForAddress(server.GrpcAddress))];
        _clients = Array.ConvertAll(_channels, channel => new V1.MatchingService.MatchingServiceClient(channel));
    }

    public TerritoryTable Territories => _server.Services.GetRequiredService<TerritoryTable>();

    public ThemeList Themes => _server.Services.GetRequiredService<ThemeList>();

    public CatalogueView View => Catalogue.Current;

    private Catalogue Catalogue => _server.Services.GetRequiredService<Catalogue>();

    public static async Task<MatchSide> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("citizennetwork-bench-");
        var server = await CitizenNetworkServer.StartAsync(new ServerSettings(folder.FullName, 0, 0), WithoutLearning);
        return new MatchSide(folder, server, await server.Services.GetRequiredService<ApiKeys>().CreateAsync("bench", isAdministrator: true));
    }

    /// <summary>Places as a start reads them; then one in a hundred changes, one by one, so that the index is one in use.</summary>
    public async Task LoadAsync(GeneratedPlaces places, int count)
    {
        var fill = Catalogue.NewFill();
        fill.Put([.. places.Actors().Select(actor => GeneratedPlaces.Stored(actor.Id.Name, actor))]);
        var resources = Enumerable.Range(0, count).Select(places.Resource).Select(resource => GeneratedPlaces.Stored(resource.Id.Name, resource)).ToArray();
        fill.Put(resources);
        Catalogue.Take(fill);
        for (var i = 0; i < count; i += ChangedShare)
        {
            Catalogue.Put(resources[i] with { Revision = 2 });
        }

        await View.ResourceShelf.Nearby.SettledAsync();
    }

    public async Task<V1.SearchNearbyResponse> FindAsync(int caller, NearbyQuery query) => await _clients[caller % Connections].SearchNearbyAsync(
        new V1.SearchNearbyRequest
        {
            Position = new V1.GeoPoint { Latitude = query.Centre.Latitude, Longitude = query.Centre.Longitude },
            RadiusM = (int)query.Metres,
            Category = V1.MatchCategory.Resource,
            Themes = { query.Themes },
            Text = query.Text,
            PageSize = query.Count,
            Order = (V1.SearchOrder)query.Order,
        },
        _key);

    /// <summary>Learns from what is there, so that texts have vectors.</summary>
    public void Learn() => Catalogue.Take(TextLearner.Learn(View, 1));

    public async ValueTask DisposeAsync()
    {
        Array.ForEach(_channels, channel => channel.Dispose());
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Learning from a million texts in the middle of a measurement is another bench's subject.</summary>
    private static void WithoutLearning(IServiceCollection services) =>
        services.Remove(services.Single(service => service.ServiceType == typeof(IHostedService) && service.ImplementationType == typeof(TextLearning)));
}
