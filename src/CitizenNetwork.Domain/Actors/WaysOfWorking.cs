using System.Collections.Immutable;

namespace CitizenNetwork.Domain.Actors;

/// <summary>How fast things move with an actor (seed 004-10), from the slowest. Numbers are those of the API.</summary>
[GenerateSerializer, Alias("citizennetwork.pace")]
public enum Pace
{
    Unspecified = 0,
    Slow = 1,
    Steady = 2,
    Fast = 3,
}

/// <summary>When one can meet an actor (seed 004-10). Numbers are those of the API.</summary>
[GenerateSerializer, Alias("citizennetwork.working-hours")]
public enum WorkingHours
{
    Unspecified = 0,
    Daytime = 1,
    Evenings = 2,
    Weekends = 3,
}

/// <summary>How much an actor puts in writing (seed 003-4), from the least. Numbers are those of the API.</summary>
[GenerateSerializer, Alias("citizennetwork.formality")]
public enum Formality
{
    Unspecified = 0,
    Informal = 1,
    Light = 2,
    Formal = 3,
}

/// <summary>Who decides (seed 003-4). Numbers are those of the API.</summary>
[GenerateSerializer, Alias("citizennetwork.decision-mode")]
public enum DecisionMode
{
    Unspecified = 0,
    Consensus = 1,
    Vote = 2,
    Board = 3,
    Management = 4,
}

/// <summary>How an actor works, as far as it says (seeds 003-4, 004-10). It refuses nothing.</summary>
[GenerateSerializer, Immutable, Alias("citizennetwork.ways-of-working")]
public sealed record WaysOfWorking(Pace Pace, ImmutableArray<WorkingHours> Hours, Formality Formality, DecisionMode DecisionMode);
