using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Matching.Ranking;
using CitizenNetwork.Matching.Signals;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Matching;

public sealed class CasesTests
{
    private static readonly MatchPreferences s_allWishes = new(Wishes.None, true, true, ["food", "health", "culture", "youth", "housing"]);

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    public void Cases_GeneratedCatalogue_HoldEveryReasonAndNoteWithItsData(int seed)
    {
        var signals = Cases.OfSignals.ToDictionary(entry => (entry.Signal, entry.Case), entry => entry.Data);
        var notes = Cases.OfNotes.ToDictionary(entry => entry.Case, entry => entry.Data, StringComparer.Ordinal);
        var generated = new GeneratedWorld(seed).Make() with { Preferences = s_allWishes };
        foreach (var match in Enum.GetValues<MatchCategory>().SelectMany(category => generated.Suggest(category, take: 500).Matches))
        {
            Assert.All(match.Reasons, reason => Assert.Equal(signals[(reason.Signal, reason.Case)].AsEnumerable(), reason.Data.Select(datum => datum.Kind)));
            Assert.All(
                match.Notes.Where(note => note.Criterion == Criterion.Unspecified),
                note => Assert.Equal(notes[note.Case].AsEnumerable(), note.Data.Select(datum => datum.Kind)));
        }
    }

    [Fact]
    public void Cases_Each_IsListedOnce()
    {
        Assert.Equal(Cases.OfSignals.Length, Cases.OfSignals.Select(entry => (entry.Signal, entry.Case)).Distinct().Count());
        Assert.Equal(Enum.GetValues<Signal>(), Cases.OfSignals.Select(entry => entry.Signal).Distinct().Order());
    }

    [Fact]
    public void Explain_NeedWhosePeriodHasPassed_CountsFromToday()
    {
        var past = Need("argent", NeedKind.Funding) with { Period = new(Today.AddDays(-60), Today.AddDays(-30)) };
        World world = new World
        {
            Calls = [FundingCall("appel") with { Opening = new(Today.AddDays(40), null) }],
            Resources = [Resource("salle") with { Availability = new(Today.AddDays(-5), null) }],
        }.Needing(past, Need("salle", NeedKind.Room) with { Period = past.Period });

        Assert.True(world.Explain("fundingCalls/appel").Eligible);
        Assert.True(world.Explain("resources/salle").Eligible);
    }

    [Fact]
    public void Explain_OneNeedWithoutEnd_WaitsForALateCall()
    {
        World world = new World { Calls = [FundingCall("appel") with { Opening = new(Today.AddDays(40), null) }] }.Needing(
            Need("vite", NeedKind.Funding) with { Period = new(null, Today.AddDays(10)) },
            Need("patient", NeedKind.Funding));

        Assert.True(world.Explain("fundingCalls/appel").Eligible);
    }
}
