using System.Globalization;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Storage.Sqlite;
using CitizenNetwork.Storage.States;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.EndToEndTests.Errors;

/// <summary>A write that another writer overtakes is sent again a few times, whatever its method; then the caller is told.</summary>
public sealed class ConflictTests : IAsyncLifetime
{
    /// <summary>Times that the edge sends a write.</summary>
    private const int Attempts = 3;

    private static readonly Dictionary<string, Func<Wire, string, Task>> s_methods = new(StringComparer.Ordinal)
    {
        ["CreateActor"] = (wire, request) => wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Autre"), ActorId = Samples.NewId("autre"), RequestId = request }).ResponseAsync,
        ["UpdateActor"] = (wire, request) => wire.Actors.UpdateActorAsync(new UpdateActorRequest { Actor = new Actor { Name = "actors/le-jardin", DisplayName = "Deux" }, UpdateMask = Samples.Mask("display_name"), RequestId = request }).ResponseAsync,
        ["UpdateActor with its etag"] = (wire, request) => wire.Actors.UpdateActorAsync(new UpdateActorRequest { Actor = new Actor { Name = "actors/le-jardin", Etag = "1", DisplayName = "Deux" }, UpdateMask = Samples.Mask("display_name"), RequestId = request }).ResponseAsync,
        ["DeleteActor"] = (wire, request) => wire.Actors.DeleteActorAsync(new DeleteActorRequest { Name = "actors/le-jardin", RequestId = request }).ResponseAsync,
        ["ChangePhase"] = (wire, request) => wire.Initiatives.ChangePhaseAsync(new ChangePhaseRequest { Name = "initiatives/atelier", Phase = Phase.Consolidation, RequestId = request }).ResponseAsync,
        ["RegisterNeed"] = (wire, request) => wire.Initiatives.RegisterNeedAsync(new RegisterNeedRequest { Parent = "initiatives/atelier", Need = Samples.Need(NeedKind.Room, "Un local"), RequestId = request }).ResponseAsync,
        ["QualifyNeed"] = (wire, request) => wire.Initiatives.QualifyNeedAsync(new QualifyNeedRequest { Need = new Need { Name = "initiatives/atelier/needs/outils", Title = "Des outils" }, UpdateMask = Samples.Mask("title"), RequestId = request }).ResponseAsync,
        ["CloseNeed"] = (wire, request) => wire.Initiatives.CloseNeedAsync(new CloseNeedRequest { Name = "initiatives/atelier/needs/outils", State = Need.Types.State.Met, RequestId = request }).ResponseAsync,
        ["PinCandidate"] = (wire, request) => wire.Initiatives.PinCandidateAsync(new PinCandidateRequest { Name = "initiatives/atelier", Pin = new Pin { Candidate = "actors/le-jardin", Author = "coordination" }, RequestId = request }).ResponseAsync,
        ["UnpinCandidate"] = (wire, request) => wire.Initiatives.UnpinCandidateAsync(new UnpinCandidateRequest { Name = "initiatives/atelier", Candidate = "actors/la-serre", RequestId = request }).ResponseAsync,
    };

    private readonly Conflicts _conflicts = new();
    private ServerFixture _server = null!;

    public static TheoryData<string> Methods => [.. s_methods.Keys];

    public async Task InitializeAsync()
    {
        _server = await ServerFixture.StartAsync(services => services
            .AddSingleton<SqliteStateStore>()
            .AddSingleton<IStateStore>(provider => new OvertakenStore(provider.GetRequiredService<SqliteStateStore>(), _conflicts)));
        foreach (var id in (string[])["le-jardin", "la-serre"])
        {
            await _server.Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor(id), ActorId = id });
        }

        var initiatives = _server.Wire.Initiatives;
        await initiatives.CreateInitiativeAsync(new CreateInitiativeRequest { Initiative = Samples.Initiative("Réparer des vélos ensemble"), InitiativeId = "atelier" });
        await initiatives.RegisterNeedAsync(new RegisterNeedRequest { Parent = "initiatives/atelier", Need = Samples.Need(NeedKind.Equipment, "Outils"), NeedId = "outils" });
        await initiatives.PinCandidateAsync(new PinCandidateRequest { Name = "initiatives/atelier", Pin = new Pin { Candidate = "actors/la-serre", Author = "coordination" } });
    }

    public Task DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Write_OvertakenTwice_IsMade(string method)
    {
        _conflicts.Begin(Attempts - 1);
        await s_methods[method](_server.Wire, Samples.NewRequestId());
        Assert.Equal(Attempts, _conflicts.Writes);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Write_OvertakenEachTime_IsAbortedAndCanBeSentAgain(string method)
    {
        var request = Samples.NewRequestId();
        var before = await _server.Wire.EverythingAsync();
        _conflicts.Begin(int.MaxValue);
        (await WireError.OfAsync(() => s_methods[method](_server.Wire, request))).AssertIs(StatusCode.Aborted, "CONFLICT", "fr-FR");
        Assert.Equal(Attempts, _conflicts.Writes);
        _conflicts.Begin(0);
        Assert.Equal(before, await _server.Wire.EverythingAsync());
        await s_methods[method](_server.Wire, request);
        Assert.Equal(1, _conflicts.Writes);
    }

    /// <summary>Who names no etag is never told that it is stale.</summary>
    [Theory]
    [InlineData("UpdateActor")]
    [InlineData("QualifyNeed")]
    public async Task Merge_ManyAtOnceWithoutAnEtag_IsMadeOrInConflict(string method)
    {
        const int Callers = 40;
        var made = 0;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            try
            {
                await s_methods[method](_server.Wire, Samples.NewRequestId());
                Interlocked.Increment(ref made);
            }
            catch (RpcException exception)
            {
                WireError.Of(exception).AssertIs(StatusCode.Aborted, "CONFLICT", "fr-FR");
            }
        }));
        var etag = method == "UpdateActor"
            ? (await _server.Wire.Actors.GetActorAsync(new GetActorRequest { Name = "actors/le-jardin" })).Etag
            : (await _server.Wire.Initiatives.GetInitiativeAsync(new GetInitiativeRequest { Name = "initiatives/atelier" })).Etag;
        Assert.Equal(made + (method == "UpdateActor" ? 1 : 3), int.Parse(etag, CultureInfo.InvariantCulture));
        Assert.InRange(made, 1, Callers);
    }

    /// <summary>How many of the next writes are overtaken, and how many there were.</summary>
    private sealed class Conflicts
    {
        private int _left;
        private int _writes;

        public int Writes => Volatile.Read(ref _writes);

        public void Begin(int overtaken)
        {
            Volatile.Write(ref _left, overtaken);
            Volatile.Write(ref _writes, 0);
        }

        public bool Take() => Interlocked.Increment(ref _writes) <= Volatile.Read(ref _left);
    }

    private sealed class OvertakenStore(IStateStore inner, Conflicts conflicts) : IStateStore
    {
        public bool IsShared => inner.IsShared;

        public Task<StoredRow?> FindAsync(RowKey row, CancellationToken cancellationToken) => inner.FindAsync(row, cancellationToken);

        public Task<long> FindVersionAsync(RowKey row, CancellationToken cancellationToken) => inner.FindVersionAsync(row, cancellationToken);

        public Task<IReadOnlyList<StoredRow>> FindAllAsync(IReadOnlyList<RowKey> rows, CancellationToken cancellationToken) => inner.FindAllAsync(rows, cancellationToken);

        public async Task<long?> WriteAsync(RowKey row, string payload, long expectedVersion, Appended appended, DateTimeOffset now, CancellationToken cancellationToken) =>
            conflicts.Take() ? null : await inner.WriteAsync(row, payload, expectedVersion, appended, now, cancellationToken);

        public Task<bool> ClearAsync(RowKey row, long expectedVersion, DateTimeOffset now, CancellationToken cancellationToken) => inner.ClearAsync(row, expectedVersion, now, cancellationToken);
    }
}
