using System.Collections.Immutable;
using System.Security.Cryptography;
using CitizenNetwork.Contracts.Members;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Members;
using CitizenNetwork.Domain.Networks;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Records;
using CitizenNetwork.Server.Security;

namespace CitizenNetwork.Server.Members;

/// <summary>Who belongs to what when an actor is registered, and what the roles of members add to those of a key or a token.</summary>
internal sealed class Memberships(IGrainFactory grains, CitizenNetwork.Matching.Catalogue.Catalogue catalogue) : IPrincipalGrants
{
    /// <summary>Bytes of the random part of a made id.</summary>
    private const int IdBytes = 8;

    public ImmutableArray<Grant> Of(string principalId) => catalogue.Current.GrantsOf(principalId);

    public static string NewId() => $"membre-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes))}";

    /// <summary>
    /// What becomes of an actor that the caller registers: it joins the network in whose name that is done, or the caller acts
    /// for it. Null: nothing, the caller keeps all records or those of a source.
    /// </summary>
    /// <param name="network">The network that the request names; empty: none.</param>
    /// <param name="violations">Takes a network that is wrong or missing.</param>
    /// <exception cref="RefusedException">The caller has no such role in the network.</exception>
    public static Func<ActorId, Member>? OfRegistration(string network, Violations violations)
    {
        var (sight, facilitated) = (Caller.Sight, Caller.Sight.Facilitates);
        if (network.Length > 0)
        {
            if (NetworkId.FromName(network) is not { } named)
            {
                violations.Add("network", ViolationCode.BadName, Datum.Text($"{NetworkId.Collection}/{Domain.Common.Slug.Pattern}"), Datum.Text(network));
                return null;
            }

            return sight.IsPlatformWide || facilitated.Contains(named) ? actor => Belonging(named, actor) : throw Rights.NotAllowed(network);
        }

        if (sight.IsPlatformWide || Caller.BoundSource.Length > 0)
        {
            return null;
        }

        switch (facilitated.Count)
        {
            case 0:
                return actor => new Member(new MemberId(NewId()), actor.Name, null, string.Empty, [], AccessRole.ActorMember, Caller.PrincipalId, MemberState.Active);
            case 1:
                return actor => Belonging(facilitated.First(), actor);
            default:
                violations.Add("network", ViolationCode.Required);
                return null;
        }
    }

    /// <summary>Registers a member unless there is such a one.</summary>
    public async Task EnsureAsync(Member member)
    {
        if (!catalogue.Current.MembersAfter(string.Empty).Any(entry => IsSame(entry.Record, member)))
        {
            await Conflicts.RetriedAsync(() => grains.GetGrain<IMemberGrain>(member.Id.Name).Create(member, new WriteRequest(string.Empty, string.Empty, null, KeyId: Caller.KeyId)));
        }
    }

    /// <summary>Whether an actor belongs to nobody yet: no network has it, and nobody acts for it.</summary>
    public static bool IsFree(CatalogueView view, ActorId actor) =>
        !view.NetworksOf(actor).Any() && !view.MembersAfter(string.Empty).Any(entry => entry.Record.Parent == actor.Name && entry.Record.State == MemberState.Active);

    private static bool IsSame(Member one, Member other) => one.Parent == other.Parent && one.Actor == other.Actor && (other.Actor is not null || one.Principal == other.Principal);

    private static Member Belonging(NetworkId network, ActorId actor) => new(new MemberId(NewId()), network.Name, actor, string.Empty, [], AccessRole.Unspecified, string.Empty, MemberState.Active);
}
