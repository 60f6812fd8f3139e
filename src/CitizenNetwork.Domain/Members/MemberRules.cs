using System.Collections.Immutable;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Networks;
using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.Domain.Members;

/// <summary>What a member's record and the answer to an invitation must fulfil.</summary>
public static class MemberRules
{
    /// <summary>Most characters of a principal.</summary>
    public const int MaxPrincipalLength = 100;

    /// <summary>How long an invitation can be taken.</summary>
    public static readonly TimeSpan InvitationTime = TimeSpan.FromDays(14);

    private static readonly ImmutableArray<AccessRole> s_ofNetworks = [AccessRole.NetworkCoordinator, AccessRole.NetworkFacilitator, AccessRole.NetworkReader];

    /// <summary>Adds every wrong field of <paramref name="member"/>; <paramref name="at"/> is its path in the request.</summary>
    public static void Check(Member member, string at, Violations violations)
    {
        var (network, actor) = (NetworkId.FromName(member.Parent), ActorId.FromName(member.Parent));
        if (network is null && actor is null)
        {
            violations.Add(
                $"{at}.parent",
                member.Parent.Length == 0 ? ViolationCode.Required : ViolationCode.BadName,
                Datum.Text($"{NetworkId.Collection}/{Slug.Pattern}, {ActorId.Collection}/{Slug.Pattern}"),
                Datum.Text(member.Parent));
        }

        violations.Text($"{at}.display_name", member.DisplayName, 0, Limits.MaxTitleLength);
        violations.Text($"{at}.principal", member.Principal, 0, MaxPrincipalLength);
        violations.Terms($"{at}.standings", member.Standings);
        if (actor is not null && member.Access != AccessRole.ActorMember)
        {
            violations.Add($"{at}.access", member.Access == AccessRole.Unspecified ? ViolationCode.Required : ViolationCode.NotApplicable, Datum.Text("ACTOR_MEMBER"));
        }
        else if (network is not null && member.Access != AccessRole.Unspecified && !s_ofNetworks.Contains(member.Access))
        {
            violations.Add($"{at}.access", ViolationCode.NotApplicable, Datum.Text("NETWORK_COORDINATOR, NETWORK_FACILITATOR, NETWORK_READER"));
        }

        if (actor is not null && member.Actor is not null)
        {
            violations.Add($"{at}.actor", ViolationCode.NotApplicable, Datum.Text($"{NetworkId.Collection}/{Slug.Pattern}"));
        }

        if (network is not null && member.Actor is null && member.Access == AccessRole.Unspecified && member.DisplayName.Length == 0)
        {
            violations.Add($"{at}.actor", ViolationCode.Required);
        }
    }

    /// <summary>The member once somebody took its invitation.</summary>
    /// <param name="member">The member.</param>
    /// <param name="principal">Who takes it.</param>
    /// <param name="secretHash">SHA-256 of the secret that came with it, lower-case hexadecimal; null: who takes it acts for the invited actor, and needs none.</param>
    /// <param name="now">UTC.</param>
    /// <returns>A refusal that does not tell a wrong secret from an invitation that is over.</returns>
    public static Outcome<Member> Accept(Member member, string principal, string? secretHash, DateTimeOffset now) =>
        member.State == MemberState.Invited && now < (member.InvitationEnds ?? DateTimeOffset.MaxValue) && (secretHash is null || (member.InvitationHash.Length > 0 && member.InvitationHash == secretHash))
            ? member with { State = MemberState.Active, Principal = secretHash is null ? member.Principal : principal, InvitationHash = string.Empty, InvitationEnds = null }
            : Refusal.Of(RefusalCode.InvitationOver, member.Id.Name, Datum.Name(member.Id.Name));
}
