using System.Collections.Immutable;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Domain.Initiatives;

/// <summary>What is lacking. Numbers are those of the API.</summary>
[GenerateSerializer, Alias("citizennetwork.need-kind")]
public enum NeedKind
{
    Unspecified = 0,
    Room = 1,
    Equipment = 2,
    Vehicle = 3,
    DigitalTool = 4,
    Skill = 5,
    Volunteers = 6,
    Training = 7,
    Support = 8,
    Method = 9,
    WelcomePlace = 10,
    DialogueSpace = 11,
    Funding = 12,
    LegalHosting = 13,
    Partner = 14,
}

/// <summary>How a need was put (seeds 000-3, 002-5).</summary>
[GenerateSerializer, Alias("citizennetwork.expression-kind")]
public enum ExpressionKind
{
    Unspecified = 0,
    Need = 1,
    Expectation = 2,
}

/// <summary>How soon a need has to be met.</summary>
[GenerateSerializer, Alias("citizennetwork.urgency")]
public enum Urgency
{
    Unspecified = 0,
    Low = 1,
    Normal = 2,
    High = 3,
}

/// <summary>Where a need stands.</summary>
[GenerateSerializer, Alias("citizennetwork.need-state")]
public enum NeedState
{
    Unspecified = 0,
    Open = 1,
    Met = 2,
    Withdrawn = 3,
}

/// <summary>Something an initiative lacks (seed 000-3).</summary>
/// <param name="Id">Last segment of its name, <c>initiatives/{initiative}/needs/{id}</c>.</param>
/// <param name="Kind">What is lacking.</param>
/// <param name="Expression">Need or expectation.</param>
/// <param name="Title">In a few words.</param>
/// <param name="Description">More about it.</param>
/// <param name="Themes">When they differ from the initiative's; empty otherwise.</param>
/// <param name="Quantity">How many; not for money.</param>
/// <param name="AmountCents">Euro cents sought; 0 unless the kind is funding.</param>
/// <param name="Period">When it is needed.</param>
/// <param name="Urgency">How soon.</param>
/// <param name="Commune">Where; null: the initiative's commune.</param>
/// <param name="State">Where it stands.</param>
/// <param name="RequiredAccessibility">What a place or a session has to offer to answer it, beside what the initiative requires.</param>
[GenerateSerializer, Immutable, Alias("citizennetwork.need")]
public sealed record Need(
    string Id,
    NeedKind Kind,
    ExpressionKind Expression,
    string Title,
    string Description,
    ImmutableArray<string> Themes,
    Quantity? Quantity,
    long AmountCents,
    Period? Period,
    Urgency Urgency,
    PerimeterCode? Commune,
    NeedState State,
    ImmutableArray<AccessibilityFeature> RequiredAccessibility = default)
{
    /// <inheritdoc cref="Need" path="/param[@name='RequiredAccessibility']"/>
    public ImmutableArray<AccessibilityFeature> RequiredAccessibility { get; init; } = RequiredAccessibility.IsDefault ? [] : RequiredAccessibility;
}
