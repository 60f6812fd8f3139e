namespace CitizenNetwork.Domain.Duplicates;

/// <summary>What the search for duplicates may take.</summary>
public static class DuplicateLimits
{
    /// <summary>Records under one key up to which they are compared by it: a key that more share tells nothing, and the others still find the pair.</summary>
    public const int MaxBlock = 100;

    /// <summary>Characters of the note of a decision.</summary>
    public const int MaxNoteLength = 500;

    /// <summary>Likely duplicates that one search tells.</summary>
    public const int MaxFound = 20;
}
