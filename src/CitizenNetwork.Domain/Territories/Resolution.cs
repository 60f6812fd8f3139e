using System.Collections.Immutable;

namespace CitizenNetwork.Domain.Territories;

/// <summary>What a text about a place means.</summary>
/// <param name="Answer">The one territory that it names; null when several bear the name, or none.</param>
/// <param name="Candidates">Without an answer: what may be meant, the likeliest first.</param>
/// <param name="AreSimilar">True: the candidates bear names that only resemble the text; false: each bears its name, or lies elsewhere than it says.</param>
public sealed record Resolution(Place? Answer, ImmutableArray<Place> Candidates, bool AreSimilar)
{
    /// <summary>Nothing bears such a name.</summary>
    public static Resolution None { get; } = new(null, [], AreSimilar: true);
}
