using System.Collections.Immutable;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;

namespace CitizenNetwork.Domain.Members;

/// <summary>Id of a member; its resource name is <c>members/{value}</c>.</summary>
[GenerateSerializer, Immutable, Alias("citizennetwork.member-id")]
public readonly record struct MemberId(string Value)
{
    public const string Collection = "members";

    public string Name => $"{Collection}/{Value}";

    public static MemberId? FromName(string? name) => Slug.FromName(name, Collection) is { } id ? new MemberId(id) : null;

    public override string ToString() => Name;
}

/// <summary>As what somebody takes part (seeds 001-4, 001-8, 003-8). Numbers are those of the API.</summary>
[GenerateSerializer, Alias("citizennetwork.member-standing")]
public enum MemberStanding
{
    Unspecified = 0,

    /// <summary>« élu ».</summary>
    Elected = 1,

    /// <summary>« agent de développement ».</summary>
    Officer = 2,

    /// <summary>« association ».</summary>
    Association = 3,

    /// <summary>« habitant ».</summary>
    Inhabitant = 4,

    /// <summary>« bénévole ».</summary>
    Volunteer = 5,

    /// <summary>« ingénierie mobilisée ponctuellement ».</summary>
    Expert = 6,

    /// <summary>« collectif porteur de projet ».</summary>
    Collective = 7,

    /// <summary>« entreprise ».</summary>
    Company = 8,
}

/// <summary>Whether a membership holds.</summary>
[GenerateSerializer, Alias("citizennetwork.member-state")]
public enum MemberState
{
    Unspecified = 0,

    /// <summary>Waits for an answer: gives no rights and shows nothing.</summary>
    Invited = 1,

    Active = 2,
}

/// <summary>Somebody's place in a network, or in the organisation that an actor is.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Parent">Of what: <c>networks/{id}</c> or <c>actors/{id}</c>.</param>
/// <param name="Actor">The actor that belongs to the network; null: a person or a program.</param>
/// <param name="DisplayName">What people call the person; personal data.</param>
/// <param name="Standings">As what.</param>
/// <param name="Access">Its rights there; unspecified: none.</param>
/// <param name="Principal">Who has the rights: <c>keys/…</c>, <c>users/…</c> or <c>certificates/…</c>; empty until the invitation is taken.</param>
/// <param name="State">Whether it holds.</param>
/// <param name="InvitationHash">SHA-256 of the invitation's secret, lower-case hexadecimal; empty: none is open.</param>
/// <param name="InvitationEnds">When the invitation lapses, UTC.</param>
[GenerateSerializer, Immutable, Alias("citizennetwork.member")]
public sealed record Member(
    MemberId Id,
    string Parent,
    ActorId? Actor,
    string DisplayName,
    ImmutableArray<MemberStanding> Standings,
    AccessRole Access,
    string Principal,
    MemberState State,
    string InvitationHash = "",
    DateTimeOffset? InvitationEnds = null)
{
    /// <summary>The rights that it gives now, or null.</summary>
    public Grant? Grant => State == MemberState.Active && Access != AccessRole.Unspecified && Principal.Length > 0 ? new Grant(Access, Parent) : null;
}
