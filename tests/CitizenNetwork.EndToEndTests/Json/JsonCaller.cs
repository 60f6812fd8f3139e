using System.Net.Http.Headers;
using System.Text;
using CitizenNetwork.EndToEndTests.Running;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;

namespace CitizenNetwork.EndToEndTests.Json;

/// <summary>What the JSON face answered.</summary>
internal sealed record JsonAnswer(int Http, string? MediaType, string Text)
{
    private static readonly TypeRegistry s_details = TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor);
    private static readonly JsonParser s_parser = new(new JsonParser.Settings(32, s_details));

    /// <summary>The error; its reading fails where the body is not a google.rpc.Status.</summary>
    public Google.Rpc.Status Status
    {
        get
        {
            Assert.Equal("application/json", MediaType);
            return s_parser.Parse<Google.Rpc.Status>(Text);
        }
    }

    public ErrorInfo Info => Detail<ErrorInfo>()!;

    public string Message => Detail<LocalizedMessage>()!.Message;

    public Dictionary<string, BadRequest.Types.FieldViolation> Violations =>
        Detail<BadRequest>()?.FieldViolations.ToDictionary(violation => violation.Field) ?? [];

    public static IReadOnlyList<IMessage> Unpack(Google.Rpc.Status status) => [.. status.Details.Select(detail => detail.Unpack(s_details))];

    public T As<T>()
        where T : IMessage, new()
    {
        Assert.True(Http == 200, Text);
        return s_parser.Parse<T>(Text);
    }

    public void AssertRefused(int http, Grpc.Core.StatusCode code, string reason)
    {
        Assert.True(http == Http, $"{Http} {Text}");
        Assert.Equal((int)code, Status.Code);
        Assert.Equal("citizennetwork", Info.Domain);
        Assert.Equal(reason, Info.Reason);
        Assert.False(string.IsNullOrWhiteSpace(Status.Message));
        Assert.False(string.IsNullOrWhiteSpace(Message));
    }

    private T? Detail<T>()
        where T : class, IMessage => Unpack(Status).OfType<T>().SingleOrDefault();
}

/// <summary>Calls methods as a shell would: one POST each.</summary>
internal sealed class JsonCaller(Uri address, string key = "", string language = "") : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address };

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    public static ByteArrayContent Bytes(byte[] body, string mediaType = "application/json")
    {
        ByteArrayContent content = new(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        return content;
    }

    public Task<JsonAnswer> PostAsync(string method, string json) => PostAsync(method, Json(json));

    public Task<JsonAnswer> PostAsync(string method, IMessage message) => PostAsync(method, JsonFormatter.Default.Format(message));

    public async Task<JsonAnswer> PostAsync(string method, HttpContent? content, Action<HttpRequestMessage>? change = null)
    {
        using var answer = await SendAsync(HttpMethod.Post, method, content, change);
        return new JsonAnswer((int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The answer as soon as its head is there.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod verb, string path, HttpContent? content = null, Action<HttpRequestMessage>? change = null)
    {
        using HttpRequestMessage request = new(verb, new Uri($"/{path}", UriKind.Relative)) { Content = content };
        if (key.Length > 0)
        {
            request.Headers.Add("x-api-key", key);
        }

        if (language.Length > 0)
        {
            request.Headers.Add("Accept-Language", language);
        }

        change?.Invoke(request);
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>Tests of the face share one server.</summary>
[CollectionDefinition(Name)]
public sealed class JsonServer : ICollectionFixture<ServerFixture>
{
    public const string Name = "json";
}
