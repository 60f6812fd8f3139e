namespace CitizenNetwork.Domain.Matching;

/// <summary>How much one signal counts in one category, where that is not the default.</summary>
/// <param name="Category">The category.</param>
/// <param name="Signal">The signal.</param>
/// <param name="Weight">0 (does not count) to 1; those that apply to a question are divided by their sum.</param>
[GenerateSerializer, Immutable, Alias("citizennetwork.signal-weight")]
public sealed record SignalWeight(MatchCategory Category, Signal Signal, double Weight);
