namespace CitizenNetwork.Domain.Matching;

/// <summary>One part of the score. Numbers are those of the API.</summary>
[GenerateSerializer, Alias("citizennetwork.signal")]
public enum Signal
{
    NeedFit = 1,
    Themes = 2,
    Distance = 3,
    Phase = 4,
    Text = 5,
    Freshness = 6,
    TerritoryLevel = 7,
    Effort = 8,
    Ess = 9,
    PriorityTheme = 10,
    Completeness = 11,
    Reciprocity = 12,
    WaysOfWorking = 13,
}
