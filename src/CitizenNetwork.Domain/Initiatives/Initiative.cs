using System.Collections.Immutable;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Domain.Initiatives;

/// <summary>Id of an initiative; its resource name is <c>initiatives/{value}</c>.</summary>
[GenerateSerializer, Immutable, Alias("citizennetwork.initiative-id")]
public readonly record struct InitiativeId(string Value)
{
    public const string Collection = "initiatives";

    public string Name => $"{Collection}/{Value}";

    public static InitiativeId? FromName(string? name) => Slug.FromName(name, Collection) is { } id ? new InitiativeId(id) : null;

    public string NeedName(string needId) => $"{Name}/needs/{needId}";

    /// <summary>The initiative and the need's id in <c>initiatives/{id}/needs/{need}</c>, or null for any other text.</summary>
    public static (InitiativeId Initiative, string Need)? FromNeedName(string? name)
    {
        var parts = name?.Split('/') ?? [];
        return parts is [Collection, _, "needs", _] && Slug.IsValid(parts[1]) && Slug.IsValid(parts[3])
            ? (new InitiativeId(parts[1]), parts[3])
            : null;
    }

    public override string ToString() => Name;
}

/// <summary>Finer step inside a phase (seeds 004-8, 004-16).</summary>
[GenerateSerializer, Alias("citizennetwork.sub-state")]
public enum SubState
{
    Unspecified = 0,
    Desire = 1,
    Idea = 2,
    Proposal = 3,
    ActionPlan = 4,
    Running = 5,
    Sustained = 6,
    Closed = 7,
}

/// <summary>Type of action (seed 003-1).</summary>
[GenerateSerializer, Alias("citizennetwork.initiative-type")]
public enum InitiativeType
{
    Unspecified = 0,
    BikeWorkshop = 1,
    SharedHousing = 2,
    CulturalFestival = 3,
    LocalCurrency = 4,
    SharedGarden = 5,
    WasteCollection = 6,
    ThirdPlace = 7,
    RepairCafe = 8,
    FoodCoop = 9,
    Citizenship = 10,
    MutualAid = 11,
    Other = 12,
}

/// <summary>Citizens' action, not entrepreneurial, or collective enterprise (seeds 003-1, 003-14).</summary>
[GenerateSerializer, Alias("citizennetwork.nature")]
public enum Nature
{
    Unspecified = 0,
    Citizen = 1,
    CollectiveEntrepreneurship = 2,
}

/// <summary>Why it started (seed 003-2).</summary>
[GenerateSerializer, Alias("citizennetwork.motive")]
public enum Motive
{
    Unspecified = 0,
    LocalNeed = 1,
    Passion = 2,
    Both = 3,
}

/// <summary>A candidate that a coordinator put first, with the words for the people concerned.</summary>
[GenerateSerializer, Immutable, Alias("citizennetwork.pin")]
public sealed record Pin(string Candidate, string Message, string Author, DateTimeOffset CreateTime);

/// <summary>What a collective or a person wants to do or does. A sentence and a commune are enough (seed 004-8).</summary>
[GenerateSerializer, Immutable, Alias("citizennetwork.initiative")]
public sealed record Initiative(
    InitiativeId Id,
    string Sentence,
    string Title,
    string Description,
    ActorId? Holder,
    PerimeterCode Commune,
    Phase Phase,
    SubState SubState,
    InitiativeType Type,
    Nature Nature,
    Motive Motive,
    Answer GeneralInterest,
    ImmutableArray<string> Themes,
    ActorId? HostedBy,
    ImmutableArray<Need> Needs,
    ImmutableArray<Pin> Pins,
    Audience? Audience = null,
    ImmutableArray<AccessibilityFeature> RequiredAccessibility = default,
    Visibility Visibility = Visibility.Unspecified)
{
    /// <summary>What every place or session has to offer; empty too in states that were stored before it was asked.</summary>
    public ImmutableArray<AccessibilityFeature> RequiredAccessibility { get; init; } = RequiredAccessibility.IsDefault ? [] : RequiredAccessibility;

    /// <summary>What people call it.</summary>
    public string ShownTitle => Title.Length > 0 ? Title : Sentence;

    public Need? FindNeed(string needId) => Needs.FirstOrDefault(need => string.Equals(need.Id, needId, StringComparison.Ordinal));
}
