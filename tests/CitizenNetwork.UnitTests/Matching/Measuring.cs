using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Ranking;
using CitizenNetwork.Matching.Signals;

namespace CitizenNetwork.UnitTests.Matching;

/// <summary>Measures signals one by one, without a ranking around them.</summary>
internal static class Measuring
{
    /// <summary>One of each signal that there is.</summary>
    public static IReadOnlyDictionary<Signal, ISignal> Signals { get; } = typeof(ISignal).Assembly.GetTypes()
        .Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(ISignal)))
        .Select(type => (ISignal)Activator.CreateInstance(type)!)
        .ToDictionary(signal => signal.Signal);

    public static MatchContext Context(World world, CatalogueView view, MatchCategory category) =>
        new(world.Query(category), Samples.Territories, Samples.Themes, CandidateSource.Of(view, category));

    public static SignalValue Measure(this World world, Signal signal, string candidate)
    {
        var view = world.View();
        return Signals[signal].Measure(Context(world, view, CandidateSource.CategoryOf(candidate)!.Value), CandidateSource.Find(view, candidate)!);
    }

    /// <summary>Every candidate of a view, eligible or not, with the context in which it is measured.</summary>
    public static IEnumerable<(MatchContext Context, Candidate Candidate)> Everything(World world)
    {
        var view = world.View();
        foreach (var category in Enum.GetValues<MatchCategory>())
        {
            var context = Context(world, view, category);
            foreach (var candidate in CandidateSource.Of(view, category).All)
            {
                yield return (context, candidate);
            }
        }
    }
}
