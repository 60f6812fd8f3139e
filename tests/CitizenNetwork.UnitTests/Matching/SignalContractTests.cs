using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Matching.Ranking;
using CitizenNetwork.Matching.Signals;
using CitizenNetwork.Server.Texts;
using CitizenNetwork.UnitTests.Texts;
using Xunit.Abstractions;

namespace CitizenNetwork.UnitTests.Matching;

/// <summary>What every signal has to keep, found by reflection: one that is new is held to it without being named here.</summary>
[Trait("seed", "004-25")]
public sealed class SignalContractTests(ITestOutputHelper output)
{
    /// <summary>
    /// Bytes that one measure may allocate, in the mean over the generated candidates: a reason with its data. A query measures
    /// every candidate by every signal.
    /// </summary>
    private const long MostBytes = 4_096;

    private static readonly int[] s_seeds = [41, 42, 43];

    private static readonly MatchPreferences s_allWishes = MatchPreferences.None with { PreferEss = true, PreferLowEffort = true, PriorityThemes = ["food", "health", "culture"] };

    public static TheoryData<Signal> All => [.. Measuring.Signals.Keys.Order()];

    [Fact]
    public void Signals_OfTheList_EachHaveOneImplementationAndALadder()
    {
        Assert.Equal(Enum.GetValues<Signal>(), Measuring.Signals.Keys.Order());
        Assert.Equal(Enum.GetValues<Signal>(), Ladder.All.Select(ladder => ladder.Signal).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Measure_OfAnything_IsFromZeroToOneAndAlwaysTheSame(Signal signal)
    {
        var measured = Worlds().SelectMany(Measuring.Everything).Select(entry => (First: Measure(signal, entry), Second: Measure(signal, entry))).ToList();
        var again = Worlds().SelectMany(Measuring.Everything).Select(entry => Measure(signal, entry)).ToList();

        Assert.All(measured, pair => Assert.InRange(pair.First.Value, 0, 1));
        Assert.Equal(measured.Select(pair => Told(pair.First)), measured.Select(pair => Told(pair.Second)));
        Assert.Equal(measured.Select(pair => Told(pair.First)), again.Select(Told));

        static string Told(SignalValue value) => $"{value.Value:R} {value.Case} {string.Join('|', value.Data)}";
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Measure_OfAnything_HasASentenceInBothLanguages(Signal signal)
    {
        var declared = Cases.OfSignals.Where(known => known.Signal == signal).ToDictionary(known => known.Case, known => known.Data, StringComparer.Ordinal);
        var values = Worlds().SelectMany(Measuring.Everything).Select(entry => Measure(signal, entry)).DistinctBy(value => $"{value.Case} {string.Join('|', value.Data)}").ToList();
        Assert.All(values, value =>
        {
            Assert.Equal(declared[value.Case].AsEnumerable(), value.Data.Select(datum => datum.Kind));
            var key = $"Signal_{signal}_{value.Case}";
            var (french, english) = (Spoken.Sentences.Write(key, value.Data, Language.French), Spoken.Sentences.Write(key, value.Data, Language.English));
            Assert.False(string.IsNullOrWhiteSpace(french) || string.IsNullOrWhiteSpace(english) || french == english, $"{key}: {french} / {english}");
        });
        output.WriteLine($"{signal}: {values.Select(value => value.Case).Distinct(StringComparer.Ordinal).Count()} of {declared.Count} cases met");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Measure_UpItsLadders_IsNeverWorse(Signal signal)
    {
        foreach (var ladder in Ladder.All.Where(ladder => ladder.Signal == signal))
        {
            var values = ladder.Steps.Select(world => world.Measure(signal, ladder.Candidate).Value).ToList();

            Assert.True(values.Order().SequenceEqual(values), $"{ladder}: {string.Join(" ", values)}");
            Assert.True(values[0] < values[^1], $"{ladder} leads nowhere: {string.Join(" ", values)}");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Measure_OfOneCandidate_AllocatesLittle(Signal signal)
    {
        var everything = Worlds().SelectMany(Measuring.Everything).ToList();
        var all = everything.Sum(entry => Measure(signal, entry).Value);
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var entry in everything)
        {
            all += Measure(signal, entry).Value;
        }

        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / everything.Count;
        output.WriteLine($"{signal}: {bytes} bytes a measure, mean value {all / (2 * everything.Count):F3}");
        Assert.InRange(bytes, 0, MostBytes);
    }

    private static IEnumerable<World> Worlds() => s_seeds.Select(seed => new GeneratedWorld(seed).Make()).Select(world => world with
    {
        Preferences = s_allWishes,
        Holder = world.Holder! with { WaysOfWorking = new WaysOfWorking(Pace.Steady, [WorkingHours.Evenings], Formality.Light, DecisionMode.Vote) },
    });

    private static SignalValue Measure(Signal signal, (MatchContext Context, Candidate Candidate) entry) => Measuring.Signals[signal].Measure(entry.Context, entry.Candidate);
}
