using System.Collections.Immutable;
using CitizenNetwork.Testing;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace CitizenNetwork.ClusterTests.Runtime;

/// <summary>Gives back what it gets, and shows whether it is the caller's own object.</summary>
[Alias("CitizenNetwork.ClusterTests.Runtime.IMessageGrain")]
public interface IMessageGrain : IGrainWithStringKey
{
    [Alias("Echo")]
    Task<object?> Echo(object? value);

    [Alias("Numbers")]
    IAsyncEnumerable<object> Numbers(object first);
}

[GrainType("test-message")]
public sealed class MessageGrain : Grain, IMessageGrain
{
    private int _calls;

    public Task<object?> Echo(object? value)
    {
        _calls++;
        return Task.FromResult(value);
    }

    public async IAsyncEnumerable<object> Numbers(object first)
    {
        _calls++;
        await Task.Yield();
        yield return first;
    }
}

/// <summary>A message as messages should be: positional, with one member that has an id of its own.</summary>
[GenerateSerializer]
[Alias("CitizenNetwork.ClusterTests.Runtime.GoodMessage")]
public record GoodMessage(string Text, ImmutableArray<GoodPart> Parts, ImmutableDictionary<string, GoodPart> Named, GoodPart? Other)
{
    [Id(0)]
    public int Number { get; init; } = 7;

    public int Derived => Number + 1;
}

[GenerateSerializer]
[Alias("CitizenNetwork.ClusterTests.Runtime.GoodChild")]
public sealed record GoodChild(string Text, DateOnly? Day) : GoodMessage(Text, [], ImmutableDictionary<string, GoodPart>.Empty, null);

[GenerateSerializer]
[Alias("CitizenNetwork.ClusterTests.Runtime.GoodPart")]
public readonly record struct GoodPart(string Name, GrainId? Grain);

/// <summary>A message that remembers what it can work out again.</summary>
[GenerateSerializer]
[Alias("CitizenNetwork.ClusterTests.Runtime.Remembering")]
public sealed record Remembering(string Text)
{
    [NonSerialized]
    private int _cached;

    public int Cached => _cached;

    public int Length => _cached = Text.Length;
}

/// <summary>One silo with the switch that copies every message as the serializer would; the official runtime really serializes instead.</summary>
public sealed class CopyingCluster : IAsyncLifetime
{
    private InProcessTestCluster _cluster = null!;

    public IMessageGrain Grain => _cluster.Client.GetGrain<IMessageGrain>("one");

    public Task InitializeAsync() => MessageCopying.DuringAsync(() =>
    {
        _cluster = new InProcessTestClusterBuilder(1).Build();
        return _cluster.DeployAsync();
    });

    public async Task DisposeAsync() => await _cluster.DisposeAsync();
}

/// <summary>What has a contract arrives, as another object.</summary>
public sealed class MessageTests(CopyingCluster cluster) : IClassFixture<CopyingCluster>
{
    private IMessageGrain Grain => cluster.Grain;

    [EmbeddedFact]
    public async Task Message_WithAContract_ArrivesWholeAndIsNotTheCallersObject()
    {
        GoodPart part = new("part", GrainId.Create("test-message", "x"));
        GoodMessage sent = new("text", [part, part], ImmutableDictionary.Create<string, GoodPart>(StringComparer.OrdinalIgnoreCase).Add("a", part), null) { Number = 9 };
        var received = Assert.IsType<GoodMessage>(await Grain.Echo(sent));
        Assert.NotSame(sent, received);
        Assert.Equal(("text", 9, 10, (GoodPart?)null), (received.Text, received.Number, received.Derived, received.Other));
        Assert.Equal(sent.Parts, received.Parts.ToArray());
        Assert.Equal(part, received.Named["A"]);
    }

    [EmbeddedFact]
    public async Task Message_OfADerivedRecord_CarriesItsBaseToo()
    {
        GoodChild sent = new("text", new DateOnly(2026, 11, 22)) { Number = 3 };
        Assert.Equal((sent.Text, sent.Day, 3), await Grain.Echo(sent) is GoodChild received ? (received.Text, received.Day, received.Number) : default);
    }

    [EmbeddedFact]
    public async Task Message_AsAnItemOfASequence_IsCopied()
    {
        GoodPart[] sent = [new("part", null)];
        await foreach (var received in Grain.Numbers(sent))
        {
            Assert.NotSame(sent, received);
            Assert.Equal(sent, received);
        }
    }

    [EmbeddedFact]
    public async Task Collections_OfEachKind_KeepItemsAndComparers()
    {
        object[] all =
        [
            new List<int> { 1, 2 }, new HashSet<string>(["a"], StringComparer.OrdinalIgnoreCase), new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["a"] = 1 },
            ImmutableList.Create("a"), ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, "a"), ImmutableSortedSet.Create("a"),
            ImmutableSortedDictionary<string, int>.Empty.Add("a", 1), ImmutableArray.Create("a"), (1, "a"), KeyValuePair.Create("a", 1), Tuple.Create(1, "a"), new int[,] { { 1 } },
        ];
        foreach (var sent in all)
        {
            var received = await Grain.Echo(sent);
            Assert.NotSame(sent, received);
            Assert.Equal(sent, received);
        }

        Assert.True((await Grain.Echo(default(ImmutableArray<string>)) as ImmutableArray<string>?)?.IsDefault);
        Assert.Contains("A", (HashSet<string>)(await Grain.Echo(all[1]))!);
        Assert.Contains("A", (IDictionary<string, int>)(await Grain.Echo(all[2]))!);
        Assert.Contains("A", (IImmutableSet<string>)(await Grain.Echo(all[4]))!);
    }

    [EmbeddedFact]
    public async Task Member_MarkedAsNotSerialized_IsLost()
    {
        Remembering sent = new("x");
        Assert.Equal(1, sent.Length);
        Assert.Equal(0, (await Grain.Echo(sent) as Remembering)?.Cached);
    }
}
