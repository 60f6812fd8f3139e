namespace CitizenNetwork.Domain.Matching;

/// <summary>What is being looked for. Numbers are those of the API.</summary>
[GenerateSerializer, Alias("citizennetwork.match-category")]
public enum MatchCategory
{
    Partner = 1,
    Funding = 2,
    Host = 3,
    Resource = 4,
}
