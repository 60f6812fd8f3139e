// The official code generator refuses these types when it compiles them, which is what the tests are about.
#if !STACK_OFFICIAL
using System.Collections.Immutable;
using CitizenNetwork.Testing;

namespace CitizenNetwork.ClusterTests.Runtime;

/// <summary>What the serializer would lose fails with the name of its type and member, when messages are copied.</summary>
public sealed class MessageRefusalTests(CopyingCluster cluster) : IClassFixture<CopyingCluster>
{
    private IMessageGrain Grain => cluster.Grain;

    [EmbeddedFact]
    public async Task Message_TypeWithoutAContract_IsRefusedByName()
    {
        var refusal = await Assert.ThrowsAsync<NotSupportedException>(() => Grain.Echo(new Unmarked("x")));
        Assert.Contains($"{typeof(Unmarked)} has no [GenerateSerializer]", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("test-message/one.Echo, argument0", refusal.Message, StringComparison.Ordinal);
        refusal = await Assert.ThrowsAsync<NotSupportedException>(() => Grain.Echo(ImmutableArray.Create(new Unmarked("x"))));
        Assert.Contains($"{typeof(Unmarked)} has no [GenerateSerializer]", refusal.Message, StringComparison.Ordinal);
    }

    [EmbeddedFact]
    public async Task Message_MemberOutsideTheContract_IsRefusedByName()
    {
        var refusal = await Assert.ThrowsAsync<NotSupportedException>(() => Grain.Echo(new Forgetful("x")));
        Assert.Contains($"{typeof(Forgetful)}.Lost has no [Id]", refusal.Message, StringComparison.Ordinal);
        refusal = await Assert.ThrowsAsync<NotSupportedException>(() => Grain.Echo(new NoRecord("x")));
        Assert.Contains($"{typeof(NoRecord)}.Text has no [Id]", refusal.Message, StringComparison.Ordinal);
        refusal = await Assert.ThrowsAsync<NotSupportedException>(() => Grain.Echo(new Twice()));
        Assert.Contains($"{typeof(Twice)}.Second: the id 0 is used twice", refusal.Message, StringComparison.Ordinal);
        refusal = await Assert.ThrowsAsync<NotSupportedException>(() => Grain.Echo(new OfUnmarked("x")));
        Assert.Contains($"{typeof(Unmarked)} has no [GenerateSerializer], but holds a part of {typeof(OfUnmarked)}", refusal.Message, StringComparison.Ordinal);
    }

    private record Unmarked(string Text);

    [GenerateSerializer]
    private sealed record Forgetful(string Text)
    {
        public int Lost { get; set; }
    }

    [GenerateSerializer]
    private sealed class NoRecord(string text)
    {
        public string Text { get; } = text;
    }

    [GenerateSerializer]
    private sealed record Twice
    {
        [Id(0)]
        public int First { get; set; }

        [Id(0)]
        public int Second { get; set; }
    }

    [GenerateSerializer]
    private sealed record OfUnmarked(string Text) : Unmarked(Text);
}
#endif
