using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Demo;

/// <summary>The demo network, read from the files beside this one that anybody can edit.</summary>
internal static class DemoNetwork
{
    public static List<V1.CreateActorRequest> Actors() =>
        InOrder(Read("actors", "actor", (id, record) => new V1.CreateActorRequest { ActorId = id, Actor = record.Into<V1.Actor>(), RequestId = RequestId("actors", id) }));

    public static List<V1.CreateInitiativeRequest> Initiatives() =>
        Read("initiatives", "initiative", (id, record) => new V1.CreateInitiativeRequest { InitiativeId = id, Initiative = record.Into<V1.Initiative>(), RequestId = RequestId("initiatives", id) });

    public static List<V1.CreateResourceRequest> Resources() =>
        Read("resources", "resource", (id, record) => new V1.CreateResourceRequest { ResourceId = id, Resource = record.Into<V1.Resource>(), RequestId = RequestId("resources", id) });

    public static List<V1.CreateFundingCallRequest> FundingCalls() =>
        Read("funding_calls", "funding_call", (id, record) => new V1.CreateFundingCallRequest { FundingCallId = id, FundingCall = record.Into<V1.FundingCall>(), RequestId = RequestId("fundingCalls", id) });

    public static List<V1.CreateHostingOfferRequest> HostingOffers() =>
        Read("hosting_offers", "hosting_offer", (id, record) => new V1.CreateHostingOfferRequest { HostingOfferId = id, HostingOffer = record.Into<V1.HostingOffer>(), RequestId = RequestId("hostingOffers", id) });

    private static T Into<T>(this JsonElement record)
        where T : IMessage, new() =>
        JsonParser.Default.Parse<T>(record.GetRawText());

    private static List<T> Read<T>(string file, string field, Func<string, JsonElement, T> make)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Demo", $"{file}.json");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return [.. document.RootElement.EnumerateArray().Select(item => make(item.GetProperty("id").GetString()!, item.GetProperty(field)))];
        }
        catch (Exception exception) when (exception is IOException or JsonException or InvalidOperationException or KeyNotFoundException or InvalidProtocolBufferException)
        {
            throw new InvalidDataException($"The demo file {file}.json cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>The same record has the same request id at every start, so that an interrupted load goes on where it was.</summary>
    private static string RequestId(string collection, string id) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"demo/{collection}/{id}")).AsSpan(0, 16)).ToString();

    /// <summary>Actors after those that they are members of.</summary>
    private static List<V1.CreateActorRequest> InOrder(List<V1.CreateActorRequest> requests)
    {
        List<V1.CreateActorRequest> ordered = [];
        HashSet<string> placed = [];
        while (requests.Count > 0)
        {
            var ready = requests.FindAll(request => request.Actor.Memberships.All(placed.Contains));
            if (ready.Count == 0)
            {
                throw new InvalidDataException($"The demo file actors.json names members of each other in a circle, or an unknown actor: {string.Join(", ", requests.Select(request => request.ActorId))}.");
            }

            ordered.AddRange(ready);
            placed.UnionWith(ready.Select(request => $"actors/{request.ActorId}"));
            requests.RemoveAll(ready.Contains);
        }

        return ordered;
    }
}
