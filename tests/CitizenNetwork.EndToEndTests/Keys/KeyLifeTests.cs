using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Server.Security;
using CitizenNetwork.Testing;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.EndToEndTests.Keys;

/// <summary>From its making to its end: roles, use, rotation and expiry of a key.</summary>
public sealed class KeyLifeTests : IAsyncLifetime
{
    private ServerFixture _server = null!;

    private KeysService.KeysServiceClient Keys => _server.With(_server.AdministratorKey).Keys;

    public async Task InitializeAsync() => _server = await ServerFixture.StartAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task CreateKey_WithGrants_GivesThemAndWhatTheyOpen()
    {
        Grant[] grants =
        [
            new() { Role = AccessRole.NetworkCoordinator, Place = "networks/anjou" },
            new() { Role = AccessRole.ActorMember, Place = "actors/jardin" },
            new() { Role = AccessRole.PartnerSystem, Place = "mairie" },
        ];

        var coordinator = await Keys.CreateKeyAsync(new CreateKeyRequest { Label = "Animatrice", Grants = { grants } });
        var administrator = await Keys.CreateKeyAsync(new CreateKeyRequest { Label = "Astreinte", Grants = { new Grant { Role = AccessRole.PlatformAdministrator } } });
        var partner = await Keys.CreateKeyAsync(new CreateKeyRequest { Label = "Portail", Source = "mairie" });

        Assert.Equal(grants, coordinator.Key.Grants);
        Assert.Equal((string.Empty, false), (coordinator.Key.Source, coordinator.Key.Administrator));
        Assert.True(administrator.Key.Administrator);
        Assert.Equal([new Grant { Role = AccessRole.PartnerSystem, Place = "mairie" }], partner.Key.Grants);
        Assert.Equal("mairie", partner.Key.Source);
        Assert.NotEmpty((await _server.With(administrator.Secret).Administration.GetStatusAsync(new GetStatusRequest())).ProgramVersion);
        (await WireError.OfAsync(async () => await _server.With(coordinator.Secret).Administration.GetStatusAsync(new GetStatusRequest()))).AssertIs(StatusCode.PermissionDenied, "ADMINISTRATOR_REQUIRED", "fr-FR");
    }

    [Fact]
    public async Task CreateKey_WithWrongGrants_NamesEach()
    {
        CreateKeyRequest request = new()
        {
            Label = "x",
            Grants =
            {
                new Grant { Place = "networks/anjou" },
                new Grant { Role = AccessRole.NetworkReader, Place = "actors/jardin" },
                new Grant { Role = AccessRole.PlatformAdministrator, Place = "networks/anjou" },
                new Grant { Role = AccessRole.PartnerSystem, Place = "La mairie" },
                new Grant { Role = AccessRole.PartnerSystem, Place = "mairie" },
                new Grant { Role = AccessRole.PartnerSystem, Place = "mairie" },
            },
            ExpireTime = SettableClock.Start.ToTimestamp(),
        };

        (await WireError.OfAsync(async () => await Keys.CreateKeyAsync(request))).AssertInvalid("fr-FR", "grants[0].role", "grants[1].place", "grants[2].place", "grants[3].place", "grants[5]", "expire_time");
        request.Grants.Clear();
        request.ExpireTime = null;
        request.Grants.Add(Enumerable.Range(0, 51).Select(i => new Grant { Role = AccessRole.NetworkReader, Place = $"networks/anjou-{i}" }));
        (await WireError.OfAsync(async () => await Keys.CreateKeyAsync(request))).AssertInvalid("fr-FR", "grants");
    }

    [Fact]
    public async Task Key_ThatExpires_OpensUntilThen()
    {
        var end = SettableClock.Start.AddDays(1);
        var made = await Keys.CreateKeyAsync(new CreateKeyRequest { Source = "mairie", Label = "Un jour", ExpireTime = end.ToTimestamp() });
        Assert.Equal(end, made.Key.ExpireTime.ToDateTimeOffset());

        _server.Clock.Now = end.AddTicks(-1);
        await CallAsync(made.Secret);
        _server.Clock.Now = end;

        var error = await WireError.OfAsync(() => CallAsync(made.Secret));
        error.AssertIs(StatusCode.Unauthenticated, "API_KEY_EXPIRED", "fr-FR");
        Assert.Equal(end.ToString("O"), error.Info!.Metadata["expired_at"]);

        // Whoever has the id alone is not told what became of the key.
        (await WireError.OfAsync(() => CallAsync(made.Secret[..^1] + "x"))).AssertIs(StatusCode.Unauthenticated, "API_KEY_REQUIRED", "fr-FR");
    }

    [Fact]
    public async Task Use_OfAKey_IsNotedBesideTheCalls()
    {
        var made = await Keys.CreateKeyAsync(new CreateKeyRequest { Source = "mairie", Label = "Portail" });
        Assert.Null(made.Key.LastUseTime);

        await CallAsync(made.Secret);
        Assert.Null((await ShowAsync(made.Key.KeyId)).LastUseTime);
        _server.Clock.Now += TimeSpan.FromSeconds(5);
        await CallAsync(made.Secret);
        await _server.Server.Services.GetRequiredService<KeyUse>().WriteAsync();

        Assert.Equal(SettableClock.Start.AddSeconds(5), (await ShowAsync(made.Key.KeyId)).LastUseTime.ToDateTimeOffset());
    }

    [Fact]
    public async Task Rotation_UnderLoad_RefusesNobodyUntilTheGraceIsOver()
    {
        var made = await Keys.CreateKeyAsync(new CreateKeyRequest { Source = "mairie", Label = "Portail" });
        await using Load old = new(this, made.Secret);
        await old.MoreAsync();

        var rotated = await Keys.RotateKeyAsync(new RotateKeyRequest { KeyId = made.Key.KeyId, GracePeriod = Duration.FromTimeSpan(TimeSpan.FromHours(1)) });

        Assert.Equal(SettableClock.Start.AddHours(1), rotated.Key.OldSecretExpireTime.ToDateTimeOffset());
        Assert.NotEqual(made.Secret, rotated.Secret);
        await using Load next = new(this, rotated.Secret);
        await next.MoreAsync();
        await old.MoreAsync();
        await old.EndAsync();
        _server.Clock.Now += TimeSpan.FromHours(1);
        (await WireError.OfAsync(() => CallAsync(made.Secret))).AssertIs(StatusCode.Unauthenticated, "API_KEY_REQUIRED", "fr-FR");
        await next.MoreAsync();
        await next.EndAsync();
    }

    [Fact]
    public async Task RevokeOldSecret_UnderLoad_EndsItAndNotTheNewOne()
    {
        var made = await Keys.CreateKeyAsync(new CreateKeyRequest { Source = "mairie", Label = "Portail" });
        var rotated = await Keys.RotateKeyAsync(new RotateKeyRequest { KeyId = made.Key.KeyId });
        Assert.Equal(SettableClock.Start + ApiKeys.DefaultGrace, rotated.Key.OldSecretExpireTime.ToDateTimeOffset());
        await CallAsync(made.Secret);
        await using Load next = new(this, rotated.Secret);
        await next.MoreAsync();

        Assert.Null((await Keys.RevokeOldSecretAsync(new RevokeOldSecretRequest { KeyId = made.Key.KeyId })).OldSecretExpireTime);

        (await WireError.OfAsync(() => CallAsync(made.Secret))).AssertIs(StatusCode.Unauthenticated, "API_KEY_REQUIRED", "fr-FR");
        await next.MoreAsync();
        await next.EndAsync();
    }

    [Fact]
    public async Task Rotation_Again_EndsTheSecretBeforeTheLast()
    {
        var made = await Keys.CreateKeyAsync(new CreateKeyRequest { Source = "mairie", Label = "Portail" });
        var second = await Keys.RotateKeyAsync(new RotateKeyRequest { KeyId = made.Key.KeyId });
        var third = await Keys.RotateKeyAsync(new RotateKeyRequest { KeyId = made.Key.KeyId });
        await CallAsync(second.Secret);
        await CallAsync(third.Secret);
        (await WireError.OfAsync(() => CallAsync(made.Secret))).AssertIs(StatusCode.Unauthenticated, "API_KEY_REQUIRED", "fr-FR");

        var fourth = await Keys.RotateKeyAsync(new RotateKeyRequest { KeyId = made.Key.KeyId, GracePeriod = new Duration() });

        await CallAsync(fourth.Secret);
        (await WireError.OfAsync(() => CallAsync(third.Secret))).AssertIs(StatusCode.Unauthenticated, "API_KEY_REQUIRED", "fr-FR");
    }

    [Fact]
    public async Task RotationAndRevoking_OfWhatIsNot_AreRefused()
    {
        (await WireError.OfAsync(async () => await Keys.RotateKeyAsync(new RotateKeyRequest { KeyId = "nobody" }))).AssertIs(StatusCode.NotFound, "RESOURCE_NOT_FOUND", "fr-FR");
        (await WireError.OfAsync(async () => await Keys.RevokeOldSecretAsync(new RevokeOldSecretRequest { KeyId = "nobody" }))).AssertIs(StatusCode.NotFound, "RESOURCE_NOT_FOUND", "fr-FR");
        (await WireError.OfAsync(async () => await Keys.RevokeOldSecretAsync(new RevokeOldSecretRequest()))).AssertInvalid("fr-FR", "key_id");
        foreach (var seconds in new[] { -1, 31L * 24 * 60 * 60 })
        {
            (await WireError.OfAsync(async () => await Keys.RotateKeyAsync(new RotateKeyRequest { GracePeriod = new Duration { Seconds = seconds } }))).AssertInvalid("fr-FR", "key_id", "grace_period.seconds");
        }

        foreach (var call in new Func<Wire, Task>[] { async wire => await wire.Keys.RotateKeyAsync(new RotateKeyRequest { KeyId = "operator" }), async wire => await wire.Keys.RevokeOldSecretAsync(new RevokeOldSecretRequest { KeyId = "operator" }) })
        {
            await _server.AssertRefusedAsync(StatusCode.PermissionDenied, "ADMINISTRATOR_REQUIRED", call);
        }
    }

    private async Task CallAsync(string secret) => await _server.With(secret).Actors.ListActorsAsync(new ListActorsRequest());

    private async Task<Key> ShowAsync(string id) => (await Keys.ListKeysAsync(new ListKeysRequest { PageSize = 200 })).Keys.Single(key => key.KeyId == id);

    /// <summary>Calls with one secret without a pause; one that is refused ends it with its error.</summary>
    private sealed class Load : IAsyncDisposable
    {
        private readonly CancellationTokenSource _enough = new();
        private readonly Task _callers;
        private int _answered;

        public Load(KeyLifeTests tests, string secret) => _callers = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!_enough.IsCancellationRequested)
            {
                await tests.CallAsync(secret);
                Interlocked.Increment(ref _answered);
            }
        })));

        /// <summary>Until another good number of calls was answered.</summary>
        public async Task MoreAsync()
        {
            var goal = Volatile.Read(ref _answered) + 50;
            await Eventually.HoldsAsync(() => Task.FromResult(Volatile.Read(ref _answered) > goal || _callers.IsFaulted), "calls that are answered");
            Assert.False(_callers.IsFaulted, _callers.Exception?.ToString());
        }

        public async Task EndAsync()
        {
            await _enough.CancelAsync();
            await _callers;
        }

        public async ValueTask DisposeAsync()
        {
            await _enough.CancelAsync();
            await _callers.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _enough.Dispose();
        }
    }
}
