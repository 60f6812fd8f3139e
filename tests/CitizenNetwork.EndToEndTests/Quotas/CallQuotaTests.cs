using CitizenNetwork.Contracts;
using CitizenNetwork.EndToEndTests.Json;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Server.Quotas;
using CitizenNetwork.Server.Security;
using CitizenNetwork.Testing;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.EndToEndTests.Quotas;

/// <summary>What one caller may ask: an allowance of points, and calls at a time.</summary>
public sealed class CallQuotaTests : IAsyncLifetime
{
    private const string Actors = "citizennetwork.v1.ActorsService";

    /// <summary>Of a known caller: 10 points a second, 50 at once, 2 calls at a time. Of an address: 5, 20 and 1.</summary>
    private static readonly CallLimits s_narrow = new(new CallLimit(10, 50, 2), new CallLimit(5, 20, 1), 100);

    private readonly SteppedClock _clock = new();
    private ServerFixture _server = null!;
    private string _key = string.Empty;

    public async Task InitializeAsync()
    {
        _server = await ServerFixture.StartAsync(services => services.AddSingleton(s_narrow).AddKeyedSingleton<TimeProvider>(Clock.Key, _clock));
        _key = await KeyAsync();
    }

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Calls_BeyondTheAllowance_AreToldWhenToComeBackAndThenAnswered()
    {
        // A list costs 5 points: 10 of them empty an allowance of 50.
        for (var i = 0; i < 10; i++)
        {
            await ListAsync(_key);
        }

        var (french, english) = (await WireError.OfAsync(() => ListAsync(_key)), await WireError.OfAsync(() => ListAsync(_key, "en")));
        french.AssertIs(StatusCode.ResourceExhausted, "TOO_MANY_CALLS", "fr-FR");
        english.AssertIs(StatusCode.ResourceExhausted, "TOO_MANY_CALLS", "en-GB");
        WireError.AssertTold(french, english);
        Assert.Equal("10", french.Info!.Metadata["limit"]);
        Assert.Equal(1, french.Retry!.RetryDelay.Seconds);

        using JsonCaller json = new(_server.HttpAddress, _key);
        using (var answer = await json.SendAsync(HttpMethod.Post, $"{Actors}/ListActors", JsonCaller.Json("{}")))
        {
            Assert.Equal(429, (int)answer.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
        }

        // Another key has its own, an administrator none, and so much time gives so many points.
        var other = await KeyAsync();
        await ListAsync(other);
        for (var i = 0; i < 30; i++)
        {
            await ListAsync(_server.AdministratorKey);
        }

        _clock.Passed += TimeSpan.FromMilliseconds(499);
        await WireError.OfAsync(() => ListAsync(_key));
        _clock.Passed += TimeSpan.FromMilliseconds(1);
        await ListAsync(_key);
        await WireError.OfAsync(() => ListAsync(_key));
    }

    [Fact]
    public async Task Calls_WithoutCredential_ShareTheAllowanceOfTheirAddress()
    {
        for (var i = 0; i < 4; i++)
        {
            await ListAsync(string.Empty);
        }

        (await WireError.OfAsync(() => ListAsync(string.Empty))).AssertIs(StatusCode.ResourceExhausted, "TOO_MANY_CALLS", "fr-FR");

        // A method of 1 point that needs no key counts, too; a known caller of the same address has its own; health always answers.
        (await WireError.OfAsync(async () => await _server.With(string.Empty).Territories.GetTerritoryAsync(new GetTerritoryRequest { Code = "COM-49007" }))).AssertIs(StatusCode.ResourceExhausted, "TOO_MANY_CALLS", "fr-FR");
        await ListAsync(_key);
        Assert.NotEmpty((await _server.With(string.Empty).RawAsync("grpc.health.v1.Health", "Check", []))!);
    }

    [Fact]
    public async Task WrongKeys_AFlood_AreRefusedBeforeTheyAreAnswered()
    {
        for (var i = 0; i < 20; i++)
        {
            (await WireError.OfAsync(() => ListAsync($"cn_tests_{i:x64}"))).AssertIs(StatusCode.Unauthenticated, "API_KEY_REQUIRED", "fr-FR");
        }

        var error = await WireError.OfAsync(() => ListAsync($"cn_tests_{21:x64}"));

        error.AssertIs(StatusCode.ResourceExhausted, "TOO_MANY_CALLS", "fr-FR");
        Assert.NotNull(error.Retry);
        await ListAsync(_key);
    }

    [Fact]
    public async Task CallsAtATime_BeyondTheirNumber_AreRefusedUntilOneEnds()
    {
        var wire = _server.With(_key);
        var streams = Enumerable.Range(0, 2).Select(_ => wire.Sources.StreamUpserts()).ToList();
        var (first, second) = (streams[0], streams[1]);
        foreach (var stream in streams)
        {
            // Answered, so it runs.
            await stream.RequestStream.WriteAsync(new StreamUpsertsRequest { Source = "mairie", Resource = new ResourceRow { ExternalId = "1", Resource = Samples.Resource("Une salle") } });
            Assert.True(await stream.ResponseStream.MoveNext(CancellationToken.None));
        }

        var error = await WireError.OfAsync(() => ListAsync(_key));
        error.AssertIs(StatusCode.ResourceExhausted, "TOO_MANY_CALLS_AT_ONCE", "fr-FR");
        Assert.Equal("2", error.Info!.Metadata["limit"]);
        Assert.NotNull(error.Retry);
        await ListAsync(_server.AdministratorKey);

        await first.RequestStream.CompleteAsync();
        while (await first.ResponseStream.MoveNext(CancellationToken.None))
        {
        }

        await ListAsync(_key);
        second.Dispose();
        await Eventually.HoldsAsync(() => Task.FromResult(_server.Server.Services.GetRequiredService<CallQuota>().Running == 0), "a stream that its caller left gives its place back");
    }

    [Fact]
    public async Task DefaultLimits_LetAWebSiteAndAnImportPass()
    {
        Assert.InRange(CallLimits.Default.Known.PointsPerSecond, 100, 10_000);
        Assert.InRange(CallLimits.Default.Known.MostPoints, MethodAccesses.Of("/citizennetwork.v1.ImportService/Import").Cost * 10, int.MaxValue);
        Assert.InRange(CallLimits.Default.Anonymous.MostPoints, MethodAccesses.Of("/citizennetwork.v1.MatchingService/SuggestMatches").Cost * 5, CallLimits.Default.Known.MostPoints / 2);
        await ListAsync(_server.AdministratorKey);
    }

    /// <summary>A key that is no administrator's.</summary>
    private async Task<string> KeyAsync() =>
        (await _server.Server.Services.GetRequiredService<ApiKeys>().CreateAsync([new Domain.Access.Grant(Domain.Access.AccessRole.PartnerSystem, "mairie")], "tests", expiresAt: null)).Key;

    private async Task ListAsync(string key, string language = "") => await _server.With(key, language).Actors.ListActorsAsync(new ListActorsRequest());

    /// <summary>A clock whose passing time a test gives.</summary>
    private sealed class SteppedClock : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => SettableClock.Start + Passed;

        public override long GetTimestamp() => Passed.Ticks;
    }
}
