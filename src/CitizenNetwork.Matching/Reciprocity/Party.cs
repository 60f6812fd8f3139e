using System.Collections.Immutable;
using CitizenNetwork.Domain.Initiatives;

namespace CitizenNetwork.Matching.Reciprocity;

/// <summary>Something that one side can bring.</summary>
/// <param name="Name">Resource name: of the record, or of the actor for what it does by its role.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Themes">Its themes.</param>
/// <param name="Fit">How well it answers a need of a kind, 0 to 1; 0: not at all.</param>
internal sealed record Offered(string Name, string Title, ImmutableArray<string> Themes, Func<NeedKind, double> Fit);

/// <summary>An open need of one side.</summary>
/// <param name="Name">Resource name; empty for a need of a draft.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Themes">Its own, or its initiative's.</param>
/// <param name="Kind">What is lacking.</param>
internal sealed record Lacked(string Name, string Title, ImmutableArray<string> Themes, NeedKind Kind);

/// <summary>One side of a pair: what it can bring and what it lacks.</summary>
internal sealed record Party(ImmutableArray<Offered> Offers, ImmutableArray<Lacked> Needs)
{
    /// <summary>Nothing is known of it.</summary>
    public bool IsUnknown => Offers.IsEmpty && Needs.IsEmpty;
}
