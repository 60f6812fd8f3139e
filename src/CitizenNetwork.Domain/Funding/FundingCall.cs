using System.Collections.Immutable;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Domain.Funding;

/// <summary>Id of a funding call; its resource name is <c>fundingCalls/{value}</c>.</summary>
[GenerateSerializer, Immutable, Alias("citizennetwork.funding-call-id")]
public readonly record struct FundingCallId(string Value)
{
    public const string Collection = "fundingCalls";

    public string Name => $"{Collection}/{Value}";

    public static FundingCallId? FromName(string? name) => Slug.FromName(name, Collection) is { } id ? new FundingCallId(id) : null;

    public override string ToString() => Name;
}

/// <summary>Kind of call (seeds 004-2, 004-23). Numbers are those of the API.</summary>
[GenerateSerializer, Alias("citizennetwork.funding-call-kind")]
public enum FundingCallKind
{
    Unspecified = 0,
    CallForProjects = 1,
    CallForExpression = 2,
    CallForExperimentation = 3,
    MicroGrant = 4,
    ParticipatoryBudget = 5,
    Grant = 6,
    Loan = 7,
}

/// <summary>What asking takes (seed 004-14): pages to write, documents to supply, days to wait. Zero: not known.</summary>
[GenerateSerializer, Immutable, Alias("citizennetwork.effort")]
public sealed record Effort(int Pages, int Documents, int DecisionDays, int PaymentDays)
{
    /// <summary>Pages from which a call counts as heavy.</summary>
    private const int HeavyPages = 10;

    /// <summary>Documents from which a call counts as heavy.</summary>
    private const int HeavyDocuments = 8;

    /// <summary>True: heavy procedure, lighter calls are worth showing beside it (seed 004-15).</summary>
    public bool IsHeavy => Pages >= HeavyPages || Documents >= HeavyDocuments;

    public bool IsKnown => Pages > 0 || Documents > 0;
}

/// <summary>Money or support with rules and dates (seed 000-29). Amounts are euro cents. Empty texts and lists mean "not said".</summary>
[GenerateSerializer, Immutable, Alias("citizennetwork.funding-call")]
public sealed record FundingCall(
    FundingCallId Id,
    ActorId Funder,
    FundingCallKind Kind,
    string Title,
    string Description,
    ImmutableArray<string> Themes,
    ImmutableArray<PerimeterCode> EligibleArea,
    ImmutableArray<PerimeterCode> ExcludedArea,
    Period? Opening,
    long MinAmountCents,
    long MaxAmountCents,
    long EnvelopeCents,
    int CoFundingPercent,
    Effort? Effort,
    Flexibility Flexibility,
    ImmutableArray<ActorKind> OpenToKinds,
    UnregisteredPolicy UnregisteredPolicy,
    bool RequiresGeneralInterest,
    ImmutableArray<Nature> OpenToNatures,
    bool RequiresEss,
    ImmutableArray<Phase> UsefulPhases,
    string ApplicationUrl,
    Audience? Audience = null,
    Visibility Visibility = Visibility.Unspecified)
{
    /// <summary>Kind of need that a call answers.</summary>
    public const NeedKind Answers = NeedKind.Funding;
}
