namespace CitizenNetwork.Matching.Text.Learned;

/// <summary>What a word of a record counts for learning: titles say most; the second mention adds little.</summary>
internal static class TextWeights
{
    private const double Title = 2.5;
    private const double Tags = 1.5;
    private const double Description = 1;

    public static double Of(TermCount term) => Math.Log(1 + (Title * term.Title) + (Tags * term.Tags) + (Description * term.Description));

    /// <summary>Rarity of a term that so many of all records bear.</summary>
    public static double Rarity(int bearing, int all) => Math.Log(1 + ((double)all / bearing));
}
