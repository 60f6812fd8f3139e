using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Refusals;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Matching;

[Trait("seed", "003-4")]
[Trait("seed", "004-10")]
public sealed class WaysOfWorkingTests
{
    private static readonly WaysOfWorking s_ours = new(Pace.Fast, [WorkingHours.Evenings, WorkingHours.Weekends], Formality.Informal, DecisionMode.Consensus);

    public static TheoryData<string, double, Pace, WorkingHours[], Formality, DecisionMode> Cases => new()
    {
        { "many", 1, Pace.Fast, [WorkingHours.Weekends], Formality.Informal, DecisionMode.Consensus },
        { "three", 1, Pace.Fast, [], Formality.Informal, DecisionMode.Consensus },
        { "two", 0.5 + (0.25 / 4), Pace.Fast, [WorkingHours.Evenings], Formality.Formal, DecisionMode.Board },
        { "one", 1, Pace.Fast, [], default, default },
        { "different", 0.25, Pace.Slow, [], Formality.Light, DecisionMode.Vote },
        { "different", 0, default, [WorkingHours.Daytime], default, default },
        { "unknown", 0.5, default, [], default, default },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Measure_WhatBothSay_GivesTheCase(string @case, double value, Pace pace, WorkingHours[] hours, Formality formality, DecisionMode decision)
    {
        var measured = Between(s_ours, new WaysOfWorking(pace, [.. hours], formality, decision)).Measure(Signal.WaysOfWorking, "actors/mairie");

        Assert.Equal(@case, measured.Case);
        Assert.Equal(value, measured.Value, 12);
    }

    [Fact]
    public void Match_DifferentHours_IsWarnedOfAndStays()
    {
        World world = Between(s_ours, new WaysOfWorking(Pace.Fast, [WorkingHours.Daytime], default, default));
        var match = Assert.Single(world.Suggest(MatchCategory.Partner).Matches);
        var note = match.Notes.Single(note => note.Case == "hours-apart");
        var reason = match.Reasons.Single(reason => reason.Signal == Signal.WaysOfWorking);

        Assert.Equal([Datum.Term(WorkingHours.Evenings), Datum.Term(WorkingHours.Daytime)], note.Data.AsEnumerable());
        Assert.Equal((0.0, 0.0, "one"), (reason.Weight, reason.Contribution, reason.Case));
        Assert.Equal(match.Score, Assert.Single(Between(s_ours, null).Suggest(MatchCategory.Partner).Matches).Score);
    }

    [Fact]
    public void Match_HoursInCommonOrNotSaid_IsNotWarnedOf()
    {
        Assert.DoesNotContain(Between(s_ours, s_ours with { Hours = [WorkingHours.Daytime, WorkingHours.Weekends] }).Explain("actors/mairie").Match.Notes, note => note.Case == "hours-apart");
        Assert.DoesNotContain(Between(s_ours, s_ours with { Hours = [] }).Explain("actors/mairie").Match.Notes, note => note.Case == "hours-apart");
        Assert.DoesNotContain(Between(null, s_ours).Explain("actors/mairie").Match.Notes, note => note.Case == "hours-apart");
    }

    [Fact]
    public void Match_OfAResource_IsComparedWithItsOwner()
    {
        World world = Between(s_ours, s_ours) with { Resources = [Resource("salle") with { Owner = new("mairie") }] };

        Assert.Equal("many", world.Explain("resources/salle").Match.Reasons.Single(reason => reason.Signal == Signal.WaysOfWorking).Case);
    }

    [Fact]
    public void Weight_OfANetwork_MovesTheOrder()
    {
        World world = Between(s_ours, s_ours);
        world = world with { Actors = [.. world.Actors, Actor("autre") with { DisplayName = "Réparer des vélos", WaysOfWorking = new(Pace.Slow, [WorkingHours.Daytime], default, default) }] };
        var query = world.Query(MatchCategory.Partner) with { Weights = WeightTable.Default.With([new(MatchCategory.Partner, Signal.WaysOfWorking, 1)]) };

        Assert.Equal(["autre", "mairie"], world.Order(MatchCategory.Partner));
        Assert.Equal(["actors/mairie", "actors/autre"], World.Matcher.Suggest(world.View(), query).Matches.Select(match => match.Candidate));
    }

    private static World Between(WaysOfWorking? ours, WaysOfWorking? theirs) => new()
    {
        Holder = Actor("holder") with { WaysOfWorking = ours },
        Actors = [Actor("mairie") with { WaysOfWorking = theirs }],
    };
}
