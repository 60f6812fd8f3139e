using System.Collections.Concurrent;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace CitizenNetwork.ClusterTests.Runtime;

/// <summary>A grain that filters its own calls.</summary>
[Alias("CitizenNetwork.ClusterTests.Runtime.IFilteredGrain")]
public interface IFilteredGrain : IGrainWithStringKey
{
    [Alias("Say")]
    Task<string> Say(string text);

    [Alias("Fail")]
    Task<string> Fail(string text);

    /// <summary>Lets another grain say it.</summary>
    [Alias("SayThrough")]
    Task<string> SayThrough(string next, string text);
}

[GrainType("test-filtered")]
public sealed class FilteredGrain : Grain, IFilteredGrain, IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        FilterTests.Note(context, "own before");
        await context.Invoke();
        FilterTests.Note(context, "own after");
    }

    public Task<string> Say(string text)
    {
        FilterTests.Journal(this.GetPrimaryKeyString()).Enqueue("method");
        return Task.FromResult(text);
    }

    public async Task<string> Fail(string text)
    {
        await Task.Yield();
        throw new InvalidOperationException($"{text} of {this.GetPrimaryKeyString()}");
    }

    public Task<string> SayThrough(string next, string text) => GrainFactory.GetGrain<IFilteredGrain>(next).Say(text);
}

/// <summary>Filters around the calls that arrive at grains.</summary>
public sealed class FilterTests : IAsyncLifetime
{
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<string>> Journals = new(StringComparer.Ordinal);

    private readonly string _key = Gates.NewKey();
    private readonly ConcurrentDictionary<string, (GrainId? Source, GrainId Target, string Method, string Implementation, bool OfGrain)> _seen = new(StringComparer.Ordinal);
    private InProcessTestCluster _cluster = null!;

    private IFilteredGrain Grain => _cluster.Client.GetGrain<IFilteredGrain>(_key);

    internal static ConcurrentQueue<string> Journal(string key) => Journals.GetOrAdd(key, _ => new());

    internal static void Note(IIncomingGrainCallContext context, string step) =>
        Journal(context.TargetId.Key.ToString()).Enqueue(context.Result is string result ? $"{step} ({result})" : step);

    public async Task InitializeAsync()
    {
        InProcessTestClusterBuilder builder = new(1);
        builder.ConfigureSilo((_, silo) => silo
            .AddIncomingGrainCallFilter(context => OnlyOurs(context, First))
            .AddIncomingGrainCallFilter(context => OnlyOurs(context, Second)));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Filters_OfSiloAndGrain_RunAroundTheCallInOrder()
    {
        Assert.Equal("<hello>", await Grain.Say("hello"));
        Assert.Equal(
            ["first before", "second before", "own before", "method", "own after (hello)", "second after (hello)", "first after (<hello>)"],
            Journal(_key));
    }

    [Fact]
    public async Task Filter_SeesTheExceptionAndMayTurnItIntoAResult()
    {
        Assert.Equal($"mended: mend of {_key}", await Grain.Fail("mend"));
        Assert.Contains($"second saw mend of {_key}", Journal(_key));
    }

    [Fact]
    public async Task Filter_ThatLetsTheExceptionPass_LetsItReachTheCaller()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => Grain.Fail("break"));
        Assert.Equal($"break of {_key}", exception.Message);
        Assert.Contains($"second saw break of {_key}", Journal(_key));
    }

    [Fact]
    public async Task Filter_ThatDoesNotGoOn_AnswersInsteadOfTheGrain()
    {
        RequestContext.Set("filter", "stop");
        Assert.Equal("nothing", await Grain.Say("hello"));
        Assert.DoesNotContain("method", Journal(_key));
    }

    [Fact]
    public async Task Filter_ThatThrows_FailsTheCall()
    {
        RequestContext.Set("filter", "forbidden");
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => Grain.Say("hello"));
        Assert.DoesNotContain("method", Journal(_key));
    }

    [Fact]
    public async Task Context_OfACall_NamesItsTargetMethodAndSource()
    {
        await Grain.SayThrough($"{_key}-next", "hello");
        var outer = _seen[_key];
        var inner = _seen[$"{_key}-next"];
        Assert.Equal(("SayThrough", "SayThrough", Grain.GetGrainId(), true), (outer.Method, outer.Implementation, outer.Target, outer.OfGrain));
        Assert.Equal(("Say", "Say", (GrainId?)Grain.GetGrainId()), (inner.Method, inner.Implementation, inner.Source));
    }

    // The real runtime's own grains pass through filters as well.
    private static Task OnlyOurs(IIncomingGrainCallContext context, Func<IIncomingGrainCallContext, Task> filter) =>
        context.Grain is FilteredGrain ? filter(context) : context.Invoke();

    private async Task First(IIncomingGrainCallContext context)
    {
        _seen[context.TargetId.Key.ToString()] = (
            context.SourceId,
            context.TargetId,
            context.InterfaceMethod.Name,
            context.ImplementationMethod.Name,
            context.ImplementationMethod.DeclaringType == typeof(FilteredGrain) && context.TargetContext.GrainId == context.TargetId);
        Note(context, "first before");
        switch (RequestContext.Get("filter"))
        {
            case "stop":
                context.Result = "nothing";
                return;
            case "forbidden":
                throw new UnauthorizedAccessException();
        }

        try
        {
            await context.Invoke();
        }
        catch (InvalidOperationException exception) when (exception.Message.StartsWith("mend", StringComparison.Ordinal))
        {
            context.Result = $"mended: {exception.Message}";
        }

        Note(context, "first after");
    }

    private static async Task Second(IIncomingGrainCallContext context)
    {
        Note(context, "second before");
        try
        {
            await context.Invoke();
        }
        catch (InvalidOperationException exception)
        {
            Journal(context.TargetId.Key.ToString()).Enqueue($"second saw {exception.Message}");
            throw;
        }

        Note(context, "second after");
        if (context.Result is string result)
        {
            context.Result = $"<{result}>";
        }
    }
}
