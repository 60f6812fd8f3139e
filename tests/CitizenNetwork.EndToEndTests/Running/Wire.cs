using CitizenNetwork.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace CitizenNetwork.EndToEndTests.Running;

/// <summary>Generated clients that send the same metadata with every call.</summary>
public sealed class Wire(CallInvoker invoker)
{
    private static readonly Marshaller<byte[]> s_bytes = Marshallers.Create(bytes => bytes, bytes => bytes);

    public CallInvoker Invoker { get; } = invoker;

    public ActorsService.ActorsServiceClient Actors { get; } = new(invoker);

    public InitiativesService.InitiativesServiceClient Initiatives { get; } = new(invoker);

    public ResourcesService.ResourcesServiceClient Resources { get; } = new(invoker);

    public FundingCallsService.FundingCallsServiceClient FundingCalls { get; } = new(invoker);

    public HostingOffersService.HostingOffersServiceClient HostingOffers { get; } = new(invoker);

    public MatchingService.MatchingServiceClient Matching { get; } = new(invoker);

    public NetworksService.NetworksServiceClient Networks { get; } = new(invoker);

    public MembersService.MembersServiceClient Members { get; } = new(invoker);

    public AuditService.AuditServiceClient Audit { get; } = new(invoker);

    public PrivacyService.PrivacyServiceClient Privacy { get; } = new(invoker);

    public SourcesService.SourcesServiceClient Sources { get; } = new(invoker);

    public DuplicatesService.DuplicatesServiceClient Duplicates { get; } = new(invoker);

    public KeysService.KeysServiceClient Keys { get; } = new(invoker);

    public AdministrationService.AdministrationServiceClient Administration { get; } = new(invoker);

    public TerritoriesService.TerritoriesServiceClient Territories { get; } = new(invoker);

    public ExportService.ExportServiceClient Export { get; } = new(invoker);

    /// <summary>Clients on a channel; an empty value leaves its metadata out.</summary>
    public static Wire On(GrpcChannel channel, string key, string language) => new(channel.CreateCallInvoker().Intercept(new HangGuard()).Intercept(metadata =>
    {
        if (key.Length > 0)
        {
            metadata.Add("x-api-key", key);
        }

        if (language.Length > 0)
        {
            metadata.Add("accept-language", language);
        }

        return metadata;
    }));

    /// <summary>Calls a unary method with the bytes of a message, whatever they are.</summary>
    public async Task<byte[]> RawAsync(string service, string method, byte[] request)
    {
        using var call = Invoker.AsyncUnaryCall(Raw(MethodType.Unary, service, method), null, default, request);
        return await call.ResponseAsync;
    }

    /// <summary>Calls a method of any kind with one message and waits for its first answer.</summary>
    public async Task<byte[]?> FirstAnswerAsync(MethodType type, string service, string method, byte[]? request)
    {
        switch (type)
        {
            case MethodType.Unary:
                return await RawAsync(service, method, request ?? []);
            case MethodType.ServerStreaming:
                using (var call = Invoker.AsyncServerStreamingCall(Raw(type, service, method), null, default, request ?? []))
                {
                    return await call.ResponseStream.MoveNext(CancellationToken.None) ? call.ResponseStream.Current : null;
                }

            case MethodType.DuplexStreaming:
                using (var call = Invoker.AsyncDuplexStreamingCall(Raw(type, service, method), null, default))
                {
                    await SendAsync(call.RequestStream, request);
                    return await call.ResponseStream.MoveNext(CancellationToken.None) ? call.ResponseStream.Current : null;
                }

            default:
                using (var call = Invoker.AsyncClientStreamingCall(Raw(type, service, method), null, default))
                {
                    await SendAsync(call.RequestStream, request);
                    return await call.ResponseAsync;
                }
        }
    }

    /// <summary>Calls a method of one request and reads all of its answers.</summary>
    public async Task<List<byte[]>> AllAnswersAsync(MethodType type, string service, string method, byte[] request)
    {
        if (type == MethodType.Unary)
        {
            return [await RawAsync(service, method, request)];
        }

        List<byte[]> answers = [];
        using var call = Invoker.AsyncServerStreamingCall(Raw(type, service, method), null, default, request);
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            answers.Add(call.ResponseStream.Current);
        }

        return answers;
    }

    /// <summary>Every record of every collection, in the order of the lists, as JSON.</summary>
    public async Task<List<string>> EverythingAsync() => [.. (await RecordsAsync()).Select(record => record.ToString()!)];

    /// <summary>Every record of every collection, in the order of the lists.</summary>
    public async Task<List<IMessage>> RecordsAsync()
    {
        List<IMessage> all = [];
        await Pages.AllAsync(async token => await Actors.ListActorsAsync(new ListActorsRequest { PageToken = token, PageSize = 200 }), page => page.Actors, page => page.NextPageToken, all);
        await Pages.AllAsync(async token => await Initiatives.ListInitiativesAsync(new ListInitiativesRequest { PageToken = token, PageSize = 200 }), page => page.Initiatives, page => page.NextPageToken, all);
        await Pages.AllAsync(async token => await Resources.ListResourcesAsync(new ListResourcesRequest { PageToken = token, PageSize = 200 }), page => page.Resources, page => page.NextPageToken, all);
        await Pages.AllAsync(async token => await FundingCalls.ListFundingCallsAsync(new ListFundingCallsRequest { PageToken = token, PageSize = 200 }), page => page.FundingCalls, page => page.NextPageToken, all);
        await Pages.AllAsync(async token => await HostingOffers.ListHostingOffersAsync(new ListHostingOffersRequest { PageToken = token, PageSize = 200 }), page => page.HostingOffers, page => page.NextPageToken, all);
        await Pages.AllAsync(async token => await Networks.ListNetworksAsync(new ListNetworksRequest { PageToken = token, PageSize = 200 }), page => page.Networks, page => page.NextPageToken, all);
        return all;
    }

    /// <summary>
    /// Sends one message, or none for null. A server may refuse a call before it has read anything; a client that is still
    /// writing then may see its write fail first and report that instead.
    /// </summary>
    private static async Task SendAsync(IClientStreamWriter<byte[]> requests, byte[]? request)
    {
        if (request is not null)
        {
            await requests.WriteAsync(request);
        }

        await requests.CompleteAsync();
    }

    private static Method<byte[], byte[]> Raw(MethodType type, string service, string method) => new(type, service, method, s_bytes, s_bytes);
}

/// <summary>Fails a call that nobody answers instead of waiting for ever. The call itself has no deadline: most callers set none.</summary>
internal sealed class HangGuard : Interceptor
{
    /// <summary>No answer within this time is a hang; nothing is measured by it.</summary>
    private static readonly TimeSpan s_hang = TimeSpan.FromMinutes(3);

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var call = continuation(request, context);
        return new AsyncUnaryCall<TResponse>(AnswerAsync(call.ResponseAsync, context.Method.FullName), call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);
    }

    private static async Task<T> AnswerAsync<T>(Task<T> answer, string method)
    {
        try
        {
            return await answer.WaitAsync(s_hang);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"{method} was not answered within {s_hang}.", exception);
        }
    }
}

/// <summary>Reads lists to their end.</summary>
public static class Pages
{
    /// <summary>Adds the items of all pages and returns how many pages there were.</summary>
    public static async Task<int> AllAsync<TPage, TItem, TInto>(Func<string, Task<TPage>> list, Func<TPage, IEnumerable<TItem>> items, Func<TPage, string> next, List<TInto> into)
        where TItem : TInto
    {
        var token = string.Empty;
        var pages = 0;
        do
        {
            var page = await list(token);
            into.AddRange(items(page).Select(item => (TInto)item));
            token = next(page);
            pages++;
        }
        while (token.Length > 0);

        return pages;
    }
}
