namespace CitizenNetwork.Domain.Access;

/// <summary>Who may see a record. Numbers are those of the API.</summary>
[GenerateSerializer, Alias("citizennetwork.visibility")]
public enum Visibility
{
    /// <summary>Not said: an individual is seen by its networks, everything else by everybody.</summary>
    Unspecified = 0,

    /// <summary>Everybody, callers without a key included.</summary>
    Public = 1,

    /// <summary>Whoever has a role in a network that its owner belongs to, and the owner's own members.</summary>
    Network = 2,

    /// <summary>The owner's own members, the source that registered it, and administrators of the platform.</summary>
    Private = 3,
}
