using System.Text.Json;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.ClusterTests.Records;

/// <summary>What the tests of our grains share.</summary>
public abstract class RecordTestBase(RecordFixture fixture)
{
    private int _requests;

    internal static readonly PerimeterCode Angers = new("COM-49007");

    protected RecordFixture Fixture => fixture;

    /// <summary>Differs for every test.</summary>
    protected string Id { get; } = $"k-{Guid.NewGuid():N}";

    protected Actor NewActor(string displayName = "Le Jardin") => new(
        new ActorId(Id), displayName, ActorKind.Association, EssBasis.Unspecified, "", ["culture"], Angers, [], "", "", [], [], [], [], false);

    protected Initiative NewInitiative(string sentence = "Nous voulons réparer des vélos ensemble") => new(
        new InitiativeId(Id), sentence, "", "", null, Angers, Phase.Emergence, SubState.Idea, InitiativeType.Unspecified, Nature.Citizen,
        Motive.Unspecified, Answer.Unspecified, ["repair"], null, [], []);

    protected static Need NewNeed(string id, string title = "Un local", string description = "") => new(
        id, NeedKind.Room, ExpressionKind.Need, title, description, [], null, 0, null, Urgency.Normal, null, NeedState.Open);

    /// <summary>A request with an id of its own.</summary>
    protected WriteRequest Request(long? expected = null) => Request($"request-{++_requests}", $"hash-{_requests}", expected);

    protected static WriteRequest Request(string id, string hash, long? expected = null) => new(id, hash, expected);

    protected static WriteRequest NoRequest(long? expected = null) => new("", "", expected);

    /// <summary>What is stored, read by a new activation.</summary>
    protected async Task<Outcome<Snapshot<T>>> Reread<T>(IRecordGrain<T> grain)
        where T : class
    {
        await fixture.Cluster.DeactivateAsync(grain);
        return await grain.Get();
    }

    protected static Snapshot<T> Accepted<T>(Outcome<Snapshot<T>> outcome)
        where T : class
    {
        Assert.Null(outcome.Refusal);
        return outcome.Value!;
    }

    protected static Refusal Refused<T>(RefusalCode code, Outcome<Snapshot<T>> outcome)
        where T : class
    {
        Assert.Null(outcome.Value);
        Assert.Equal(code, outcome.Refusal!.Code);
        return outcome.Refusal;
    }

    protected static void AssertViolation(string field, ViolationCode code, Refusal refusal) =>
        Assert.Contains(refusal.Violations, violation => violation.Field == field && violation.Code == code);

    /// <summary>Records with lists compare by their content.</summary>
    protected static void AssertSame<T>(T expected, T actual) => Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(actual));
}
