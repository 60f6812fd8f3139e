using System.Text.Json;
using CitizenNetwork.EndToEndTests.Json;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Storage;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Logging;

/// <summary>What people write to the service stands in no line of its log, whatever becomes of their calls.</summary>
public sealed class LogPrivacyTests : IAsyncLifetime, IDisposable
{
    private readonly string _planted = Planted.New();
    private readonly CapturedLog _log = new();
    private readonly FailingMethods _methods = new();
    private ServerFixture _server = null!;
    private JsonCaller _json = null!;

    private static IEnumerable<MethodDescriptor> UnaryMethods => Api.Services.SelectMany(service => service.Methods).Where(method => !method.IsClientStreaming && !method.IsServerStreaming);

    public async Task InitializeAsync()
    {
        _server = await ServerFixture.StartAsync(services =>
        {
            _log.AddTo(services);
            _methods.AddTo(services);
        });
        _json = new JsonCaller(_server.HttpAddress, _server.AdministratorKey);
    }

    public Task DisposeAsync() => _server.DisposeAsync();

    public void Dispose()
    {
        _json.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task GoodCalls_LogNothingOfTheirRecords()
    {
        var actors = _server.Wire.Actors;
        var actor = Samples.Actor($"Association {_planted}");
        actor.Description = $"Écrire à {_planted}@exemple.fr ou au 06 {_planted}";
        var made = await actors.CreateActorAsync(new CreateActorRequest { Actor = actor, ActorId = _planted });
        await actors.UpdateActorAsync(new UpdateActorRequest { Actor = made, UpdateMask = Samples.Mask("description") });
        var initiative = await _server.Wire.Initiatives.CreateInitiativeAsync(new CreateInitiativeRequest { Initiative = Samples.Initiative($"Réparer des vélos {_planted}") });
        await _server.Wire.Initiatives.RegisterNeedAsync(new RegisterNeedRequest { Parent = initiative.Name, Need = Samples.Need(NeedKind.Room, $"Une salle {_planted}") });
        await _server.Wire.Matching.SuggestMatchesAsync(new SuggestMatchesRequest { Subject = new MatchSubject { Initiative = initiative.Name } });
        await actors.ListActorsAsync(new ListActorsRequest());
        await actors.DeleteActorAsync(new DeleteActorRequest { Name = made.Name });

        AssertSilentAbout(_planted);
    }

    [Fact]
    public async Task RefusedCalls_OfEveryMethod_LogNothingOfTheirRequests()
    {
        var refused = 0;
        foreach (var method in UnaryMethods)
        {
            refused += await CallAsync(method, refusal => Assert.NotEqual(StatusCode.Internal, refusal.StatusCode)) ? 0 : 1;
        }

        var wrongKey = await Assert.ThrowsAsync<RpcException>(async () => await _server.With($"cn_{_planted}_{_planted}").Actors.GetActorAsync(new GetActorRequest { Name = _planted }));

        Assert.Equal(StatusCode.Unauthenticated, wrongKey.StatusCode);
        Assert.Equal(UnaryMethods.Count(method => method.InputType.Fields.InDeclarationOrder().Count > 0), refused);
        AssertSilentAbout(_planted);
    }

    [Fact]
    public async Task Defects_OfEveryMethod_AreLoggedWithTheirTraceAndStackButNothingOfTheRequest()
    {
        _methods.Failure = request => new FormatException($"The input string '{request}' was not in a correct format.", new KeyNotFoundException($"The given key '{request}' was not present."));
        foreach (var method in UnaryMethods)
        {
            Assert.False(await CallAsync(method, refusal => Assert.Equal(StatusCode.Internal, refusal.StatusCode)));
        }

        AssertSilentAbout(_planted);
        var defects = Lines("Defect in");
        Assert.Equal(2 * UnaryMethods.Count(), defects.Count);
        Assert.All(defects, defect =>
        {
            Assert.Contains("System.FormatException", defect.Exception, StringComparison.Ordinal);
            Assert.Contains("System.Collections.Generic.KeyNotFoundException", defect.Exception, StringComparison.Ordinal);
            Assert.Contains("   at CitizenNetwork.Server.Errors.", defect.Exception, StringComparison.Ordinal);
            Assert.Equal(defect.TraceId, defect.ScopeTraceId);
        });
    }

    [Fact]
    public async Task FailuresOfTheStore_OfEveryMethod_AreLoggedWithTheirCauseButNothingOfTheRequest()
    {
        _methods.Failure = request => new StorageUnavailableException("The disk is full.", new FormatException($"Not a number: {request}"));
        foreach (var method in UnaryMethods)
        {
            Assert.False(await CallAsync(method, refusal => Assert.Equal(StatusCode.Unavailable, refusal.StatusCode)));
        }

        _methods.Failure = null;
        (await FailingCommits.OfAsync(_server.Server.Services)).Failing = true;
        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await _server.Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor(_planted) }));

        Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
        AssertSilentAbout(_planted);
        var failures = Lines("did not answer");
        Assert.Equal((2 * UnaryMethods.Count()) + 1, failures.Count);
        Assert.All(failures.SkipLast(1), failure => Assert.Contains("The disk is full.", failure.Exception, StringComparison.Ordinal));
        Assert.Contains("SQLite Error", failures[^1].Exception, StringComparison.Ordinal);
    }

    /// <summary>By gRPC and by JSON, with the text in every field. False when it was refused.</summary>
    private async Task<bool> CallAsync(MethodDescriptor method, Action<RpcException> check)
    {
        var request = Planted.Fill(method.InputType, _planted);
        var answer = await _json.PostAsync($"{method.Service.FullName}/{method.Name}", request);
        try
        {
            await _server.With(_server.AdministratorKey).RawAsync(method.Service.FullName, method.Name, request.ToByteArray());
            Assert.Equal(200, answer.Http);
            return true;
        }
        catch (RpcException refusal)
        {
            check(refusal);
            Assert.Equal((int)refusal.StatusCode, answer.Status.Code);
            return false;
        }
    }

    private void AssertSilentAbout(string planted)
    {
        Assert.NotEmpty(_log.Entries);
        Assert.All(_log.Entries, entry =>
        {
            Assert.DoesNotContain(planted, entry.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(planted, entry.Json, StringComparison.OrdinalIgnoreCase);
        });
    }

    /// <summary>The entries with this message, from their JSON lines.</summary>
    private List<(string Exception, string? TraceId, string? ScopeTraceId)> Lines(string message) =>
    [
        .. _log.Entries.Select(entry =>
        {
            Assert.Equal(entry.Json.Length - 1, entry.Json.IndexOf('\n', StringComparison.Ordinal));
            return JsonDocument.Parse(entry.Json).RootElement;
        })
        .Where(line => line.GetProperty("Message").GetString()!.Contains(message, StringComparison.Ordinal))
        .Select(line => (
            line.GetProperty("Exception").GetString()!,
            line.GetProperty("State").TryGetProperty("TraceId", out var trace) ? trace.GetString() : null,
            line.GetProperty("Scopes").EnumerateArray().Where(scope => scope.TryGetProperty("TraceId", out _)).Select(scope => scope.GetProperty("TraceId").GetString()).FirstOrDefault())),
    ];
}
