using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Texts;
using CitizenNetwork.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;

namespace CitizenNetwork.Cli.Records;

/// <summary>A page of a list.</summary>
internal sealed record RecordPage(IEnumerable<IMessage> Records, string NextToken);

/// <summary>A collection of the service: how one of its records, or a page of them, is asked for.</summary>
/// <param name="Name">As in resource names.</param>
/// <param name="GetAsync">Asks for a record by its name.</param>
/// <param name="ListAsync">Asks for a page by its token; empty: the first.</param>
internal sealed record RecordCollection(string Name, Func<CallInvoker, string, CancellationToken, Task<IMessage>> GetAsync, Func<CallInvoker, string, CancellationToken, Task<RecordPage>> ListAsync);

/// <summary>The collections of the service.</summary>
internal static class Collections
{
    /// <summary>Records of one page.</summary>
    private const int PageSize = 100;

    public static IReadOnlyList<RecordCollection> All { get; } =
    [
        new(
            "actors",
            async (invoker, name, cancellation) =>
                await new ActorsService.ActorsServiceClient(invoker).GetActorAsync(new GetActorRequest { Name = name }, null, Server.Deadline(), cancellation),
            async (invoker, token, cancellation) =>
            {
                var page = await new ActorsService.ActorsServiceClient(invoker).ListActorsAsync(new ListActorsRequest { PageSize = PageSize, PageToken = token }, null, Server.Deadline(), cancellation);
                return new RecordPage(page.Actors, page.NextPageToken);
            }),
        new(
            "fundingCalls",
            async (invoker, name, cancellation) =>
                await new FundingCallsService.FundingCallsServiceClient(invoker).GetFundingCallAsync(new GetFundingCallRequest { Name = name }, null, Server.Deadline(), cancellation),
            async (invoker, token, cancellation) =>
            {
                var page = await new FundingCallsService.FundingCallsServiceClient(invoker).ListFundingCallsAsync(new ListFundingCallsRequest { PageSize = PageSize, PageToken = token }, null, Server.Deadline(), cancellation);
                return new RecordPage(page.FundingCalls, page.NextPageToken);
            }),
        new(
            "hostingOffers",
            async (invoker, name, cancellation) =>
                await new HostingOffersService.HostingOffersServiceClient(invoker).GetHostingOfferAsync(new GetHostingOfferRequest { Name = name }, null, Server.Deadline(), cancellation),
            async (invoker, token, cancellation) =>
            {
                var page = await new HostingOffersService.HostingOffersServiceClient(invoker).ListHostingOffersAsync(new ListHostingOffersRequest { PageSize = PageSize, PageToken = token }, null, Server.Deadline(), cancellation);
                return new RecordPage(page.HostingOffers, page.NextPageToken);
            }),
        new(
            "initiatives",
            async (invoker, name, cancellation) =>
                await new InitiativesService.InitiativesServiceClient(invoker).GetInitiativeAsync(new GetInitiativeRequest { Name = name }, null, Server.Deadline(), cancellation),
            async (invoker, token, cancellation) =>
            {
                var page = await new InitiativesService.InitiativesServiceClient(invoker).ListInitiativesAsync(new ListInitiativesRequest { PageSize = PageSize, PageToken = token }, null, Server.Deadline(), cancellation);
                return new RecordPage(page.Initiatives, page.NextPageToken);
            }),
        new(
            "networks",
            async (invoker, name, cancellation) =>
                await new NetworksService.NetworksServiceClient(invoker).GetNetworkAsync(new GetNetworkRequest { Name = name }, null, Server.Deadline(), cancellation),
            async (invoker, token, cancellation) =>
            {
                var page = await new NetworksService.NetworksServiceClient(invoker).ListNetworksAsync(new ListNetworksRequest { PageSize = PageSize, PageToken = token }, null, Server.Deadline(), cancellation);
                return new RecordPage(page.Networks, page.NextPageToken);
            }),
        new(
            "resources",
            async (invoker, name, cancellation) =>
                await new ResourcesService.ResourcesServiceClient(invoker).GetResourceAsync(new GetResourceRequest { Name = name }, null, Server.Deadline(), cancellation),
            async (invoker, token, cancellation) =>
            {
                var page = await new ResourcesService.ResourcesServiceClient(invoker).ListResourcesAsync(new ListResourcesRequest { PageSize = PageSize, PageToken = token }, null, Server.Deadline(), cancellation);
                return new RecordPage(page.Resources, page.NextPageToken);
            }),
    ];

    public static string Names { get; } = string.Join(", ", All.Select(collection => collection.Name));

    /// <summary>The collection of a resource name or of its own name.</summary>
    public static RecordCollection Of(string name) =>
        All.FirstOrDefault(collection => collection.Name == name.Split('/')[0]) ?? throw new LocalException(Words.Of("Wrong_Name", name, Names));
}
