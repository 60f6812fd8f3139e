using System.Text.RegularExpressions;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Server.Security;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Json;

/// <summary>One pipeline serves the wire and the face: every method answers the same on both.</summary>
[Collection(JsonServer.Name)]
public sealed class BothFacesTests(ServerFixture server)
{
    private const string WrongKey = "cn_tests_0000000000000000000000000000000000000000000000000000000000000000";

    public static TheoryData<string, string> Methods
    {
        get
        {
            TheoryData<string, string> methods = [];
            foreach (var method in Api.Services.SelectMany(service => service.Methods))
            {
                methods.Add(method.Service.FullName, method.Name);
            }

            return methods;
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task EveryMethod_EmptyMessage_AnswersTheSameOnBoth(string service, string name)
    {
        var method = Find(service, name);
        foreach (var key in new[] { server.Key, string.Empty, WrongKey })
        {
            foreach (var language in new[] { "fr", "en" })
            {
                using JsonCaller json = new(server.HttpAddress, key, language);
                if (method.IsClientStreaming)
                {
                    (await json.PostAsync($"{service}/{name}", "{}")).AssertRefused(501, StatusCode.Unimplemented, "NOT_ON_JSON");
                    continue;
                }

                var wire = await OnWireAsync(server.With(key, language), method);
                var face = method.IsServerStreaming ? await FirstLineAsync(json, method) : await OnFaceAsync(json, method);
                Assert.Equal(wire.Code, face.Code);
                Assert.Equal(wire.Message, face.Message);
                Assert.Equal(wire.Said.Select(WithoutMadeId), face.Said.Select(WithoutMadeId));
                Assert.Equal(!Admits(method, key), face.Code == StatusCode.Unauthenticated);
            }
        }
    }

    /// <summary>Whether a caller is somebody or need not be. A wrong key is wrong everywhere but at health and reflection.</summary>
    private bool Admits(MethodDescriptor method, string key) =>
        key == server.Key
        || MethodAccesses.IsOfPublished(MethodAccesses.NameOf(method))
        || (key.Length == 0 && (MethodAccesses.Of(MethodAccesses.NameOf(method)).Policy is Protocol.V1.AccessPolicy.Open or Protocol.V1.AccessPolicy.Public));

    /// <summary>An id that the service made ends at random.</summary>
    private static string WithoutMadeId(IMessage said) => Regex.Replace(said.ToString()!, "(?<=sans-titre-)[0-9a-f]{8}", string.Empty, RegexOptions.None, TimeSpan.FromSeconds(1));

    private static MethodDescriptor Find(string service, string name) =>
        Api.Services.Single(known => known.FullName == service).Methods.Single(known => known.Name == name);

    private static async Task<Outcome> OnWireAsync(Wire wire, MethodDescriptor method)
    {
        try
        {
            var type = method.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary;
            var answer = await wire.FirstAnswerAsync(type, method.Service.FullName, method.Name, []);
            return new Outcome(StatusCode.OK, string.Empty, [method.OutputType.Parser.ParseFrom(answer)]);
        }
        catch (RpcException refused)
        {
            var status = Google.Rpc.Status.Parser.ParseFrom(refused.Trailers.GetValueBytes("grpc-status-details-bin"));
            return new Outcome(refused.StatusCode, refused.Status.Detail, JsonAnswer.Unpack(status));
        }
    }

    private static async Task<Outcome> OnFaceAsync(JsonCaller json, MethodDescriptor method)
    {
        var answer = await json.PostAsync($"{method.Service.FullName}/{method.Name}", "{}");
        return answer.Http == 200
            ? new Outcome(StatusCode.OK, string.Empty, [JsonParser.Default.Parse(answer.Text, method.OutputType)])
            : new Outcome((StatusCode)answer.Status.Code, answer.Status.Message, JsonAnswer.Unpack(answer.Status));
    }

    private static async Task<Outcome> FirstLineAsync(JsonCaller json, MethodDescriptor method)
    {
        using var answer = await json.SendAsync(HttpMethod.Post, $"{method.Service.FullName}/{method.Name}", JsonCaller.Json("{}"));
        using StreamReader lines = new(await answer.Content.ReadAsStreamAsync());
        if (!answer.IsSuccessStatusCode)
        {
            var refused = new JsonAnswer((int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), await lines.ReadToEndAsync());
            return new Outcome((StatusCode)refused.Status.Code, refused.Status.Message, JsonAnswer.Unpack(refused.Status));
        }

        return new Outcome(StatusCode.OK, string.Empty, [JsonParser.Default.Parse(await lines.ReadLineAsync(), method.OutputType)]);
    }

    private sealed record Outcome(StatusCode Code, string Message, IReadOnlyList<IMessage> Said);
}
