using System.Collections.Immutable;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Domain.Resources;

/// <summary>Id of a shared resource; its resource name is <c>resources/{value}</c>.</summary>
[GenerateSerializer, Immutable, Alias("citizennetwork.resource-id")]
public readonly record struct ResourceId(string Value)
{
    public const string Collection = "resources";

    public string Name => $"{Collection}/{Value}";

    public static ResourceId? FromName(string? name) => Slug.FromName(name, Collection) is { } id ? new ResourceId(id) : null;

    public override string ToString() => Name;
}

/// <summary>What is shared (seeds 000-11, 004-7, 004-22). Numbers are those of the API.</summary>
[GenerateSerializer, Alias("citizennetwork.resource-kind")]
public enum ResourceKind
{
    Unspecified = 0,
    Room = 1,
    Equipment = 2,
    Vehicle = 3,
    DigitalTool = 4,
    Skill = 5,
    Volunteer = 6,
    Training = 7,
    Support = 8,
    Method = 9,
    WelcomePlace = 10,
    DialogueSpace = 11,
}

/// <summary>Kind of place (seed 004-9).</summary>
[GenerateSerializer, Alias("citizennetwork.place-kind")]
public enum PlaceKind
{
    Unspecified = 0,
    SocialCentre = 1,
    CulturalFacility = 2,
    PublicService = 3,
    WelcomeSpace = 4,
    ThirdPlace = 5,
    Other = 6,
}

/// <summary>Kind of volunteer (seeds 000-22, 002-26, 002-27).</summary>
[GenerateSerializer, Alias("citizennetwork.volunteer-kind")]
public enum VolunteerKind
{
    Unspecified = 0,
    Benevole = 1,
    ServiceCivique = 2,
    Vta = 3,
    Cifre = 4,
}

/// <summary>Form of support (seed 000-8).</summary>
[GenerateSerializer, Alias("citizennetwork.support-form")]
public enum SupportForm
{
    Unspecified = 0,
    Training = 1,
    Workshop = 2,
    Advice = 3,
    Coaching = 4,
    Supervision = 5,
}

/// <summary>Kinds of access conditions.</summary>
[GenerateSerializer, Alias("citizennetwork.access-condition-kind")]
public enum AccessConditionKind
{
    Unspecified = 0,
    Membership = 1,
    Other = 2,
}

/// <summary>What has to be fulfilled before using a resource (seed 003-20); only a membership can refuse.</summary>
[GenerateSerializer, Immutable, Alias("citizennetwork.access-condition")]
public sealed record AccessCondition(AccessConditionKind Kind, ActorId? Organisation, long FeeCents, string Detail);

/// <summary>Something an actor is ready to share, and its terms. Empty texts and lists mean "not said".</summary>
[GenerateSerializer, Immutable, Alias("citizennetwork.resource")]
public sealed record Resource(
    ResourceId Id,
    ActorId Owner,
    ResourceKind Kind,
    string Title,
    string Description,
    ImmutableArray<string> Themes,
    PerimeterCode Commune,
    ImmutableArray<PerimeterCode> ServedArea,
    AttendanceMode AttendanceMode,
    Quantity? Capacity,
    Cost Cost,
    long PriceCents,
    string CostDetail,
    ImmutableArray<AccessCondition> AccessConditions,
    UnregisteredPolicy UnregisteredPolicy,
    bool AcceptsEmergingInitiatives,
    ImmutableArray<ActorKind> OpenToKinds,
    ImmutableArray<Phase> UsefulPhases,
    Period? Availability,
    PlaceKind PlaceKind,
    VolunteerKind VolunteerKind,
    SupportForm SupportForm,
    Flexibility Flexibility,
    string StreetAddress = "",
    GeoPoint? Position = null,
    Audience? Audience = null,
    Accessibility? Accessibility = null,
    ImmutableArray<PerimeterCode> ExcludedArea = default,
    Visibility Visibility = Visibility.Unspecified)
{
    /// <summary>What is not shared there, inside its area; empty too in states that were stored before it was asked.</summary>
    public ImmutableArray<PerimeterCode> ExcludedArea { get; init; } = ExcludedArea.IsDefault ? [] : ExcludedArea;

    /// <summary>True: people come to it or attend it, so that they must be able to.</summary>
    public bool IsAttended => Kind is ResourceKind.Room or ResourceKind.WelcomePlace or ResourceKind.DialogueSpace or ResourceKind.Training or ResourceKind.Support;

    /// <summary>
    /// Whether it offers a feature. Something that is also online can be followed from elsewhere, and nobody climbs a step to
    /// what is only online, unless its record says otherwise.
    /// </summary>
    public Answer Offers(AccessibilityFeature feature) => ((Accessibility ?? Common.Accessibility.Unknown).Of(feature), feature, AttendanceMode) switch
    {
        (Answer.Unspecified, AccessibilityFeature.RemoteLink, AttendanceMode.Remote or AttendanceMode.Hybrid) => Answer.Yes,
        (Answer.Unspecified, AccessibilityFeature.StepFree, AttendanceMode.Remote) => Answer.Yes,
        (var said, _, _) => said,
    };
}
