using CitizenNetwork.Contracts;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Members;
using CitizenNetwork.Domain.Networks;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Records;
using CitizenNetwork.Server.Security;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using MemberMethods = CitizenNetwork.Server.Records.RecordMethods<CitizenNetwork.Contracts.Members.IMemberGrain, CitizenNetwork.Domain.Members.Member, CitizenNetwork.Protocol.V1.Member>;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Members;

/// <summary>Members of networks and actors on the wire.</summary>
internal sealed class MembersService(
    MemberMethods records,
    MemberFormat format,
    CitizenNetwork.Matching.Catalogue.Catalogue catalogue,
    TerritoryTable territories,
    [FromKeyedServices(Clock.Key)] TimeProvider clock)
    : V1.MembersService.MembersServiceBase
{
    public override Task<V1.Caller> GetCaller(V1.GetCallerRequest request, ServerCallContext context)
    {
        var principal = Caller.Of(context);
        return Task.FromResult(new V1.Caller
        {
            Principal = principal.Id,
            Grants = { principal.Grants.Select(grant => new V1.Grant { Role = grant.Role.As<V1.AccessRole>(), Place = grant.Place }) },
        });
    }

    public override Task<V1.Member> GetMember(V1.GetMemberRequest request, ServerCallContext context) => records.GetAsync(request.Name);

    public override Task<V1.ListMembersResponse> ListMembers(V1.ListMembersRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var page = Page.Of(request, request.PageSize, request.PageToken, violations);
        CheckParent(request.Parent, "parent", violations);
        RefusedException.ThrowIfAny(violations, MemberId.Collection);
        var view = catalogue.Seen();
        RequireParent(request.Parent, view);
        var (items, next) = page.Take(view.MembersAfter(page.After).Where(entry => entry.Record.Parent == request.Parent), entry => entry.Name);
        return Task.FromResult(new V1.ListMembersResponse { Members = { items.Select(format.ToMessage) }, NextPageToken = next });
    }

    public override async Task<V1.CreateMemberResponse> CreateMember(V1.CreateMemberRequest request, ServerCallContext context)
    {
        Violations violations = new();
        MemberMethods.CheckRequestId(violations, request.RequestId);
        if (request.MemberId.Length > 0 && !Slug.IsValid(request.MemberId))
        {
            violations.Add("member_id", ViolationCode.BadId, Datum.Text(Slug.Pattern), Datum.Text(request.MemberId));
        }

        var id = request.MemberId.Length > 0 ? request.MemberId : request.RequestId.Length > 0 ? $"membre{MemberMethods.IdEnd(request.RequestId)}" : Memberships.NewId();
        var write = MemberMethods.ToWrite(request.RequestId, request, null);
        if (!violations.Any && await records.ReplayAsync(id, write) is { } first)
        {
            return new V1.CreateMemberResponse { Member = first };
        }

        if (request.Member is null)
        {
            violations.Add("member", ViolationCode.Required);
        }

        var asked = format.ToRecord(request.Member ?? new V1.Member(), id, "member", violations);
        await records.CheckActors(violations, format.ActorsOf(asked), []);
        RefusedException.ThrowIfAny(violations, MemberId.Collection);
        var view = catalogue.Seen();
        RequireParent(asked.Parent, view);
        view.RequireChangeable(asked.Parent, asked);
        RequireNew(asked, view);
        var (member, invitation) = Invited(asked, view);
        var made = MemberMethods.Value(await Conflicts.RetriedAsync(() => records.Grain(id).Create(member, write)));
        return new V1.CreateMemberResponse { Member = format.ToMessage(made), Invitation = invitation?.ToString() ?? string.Empty };
    }

    public override Task<V1.Member> UpdateMember(V1.UpdateMemberRequest request, ServerCallContext context) =>
        records.UpdateAsync(request.Member, request.UpdateMask, request.RequestId, request);

    public override async Task<Empty> DeleteMember(V1.DeleteMemberRequest request, ServerCallContext context)
    {
        if (MemberId.FromName(request.Name) is { } id && catalogue.Current.Find<Member>(id.Name)?.Record is { } member && Leaves(member))
        {
            return await records.DeleteOwnAsync(request.Name, request.Etag, request.RequestId, request);
        }

        return await records.DeleteAsync(request.Name, request.Etag, request.RequestId, request);
    }

    public override async Task<V1.Member> AcceptInvitation(V1.AcceptInvitationRequest request, ServerCallContext context)
    {
        // Before anything is read: with rights of a person, what the program of a source does would be no longer the source's.
        if (Caller.BoundSource.Length > 0)
        {
            throw new RefusedException(Refusal.Of(RefusalCode.SystemKey, MemberId.Collection, Datum.Text(Caller.BoundSource)));
        }

        Violations violations = new();
        MemberMethods.CheckRequestId(violations, request.RequestId);
        var write = MemberMethods.ToWrite(request.RequestId, request, null);
        if (request.InvitedCase == V1.AcceptInvitationRequest.InvitedOneofCase.Name)
        {
            var id = records.Id(violations, "name", request.Name);
            RefusedException.ThrowIfAny(violations, MemberId.Collection);
            var invited = catalogue.Current.Find<Member>(request.Name)?.Record;
            return invited?.Actor is { } actor && (Caller.Sight.ForActors.Contains(actor) || Caller.Sight.IsPlatformWide)
                ? format.ToMessage(MemberMethods.Value(await Conflicts.RetriedAsync(() => records.Grain(id).Accept(Caller.PrincipalId, null, write))))
                : throw new RefusedException(Refusal.Of(RefusalCode.NotFound, request.Name, Datum.Name(request.Name)));
        }

        if (request.Invitation.Length == 0)
        {
            violations.Add("invitation", ViolationCode.Required);
        }

        RefusedException.ThrowIfAny(violations, MemberId.Collection);

        // Who guesses learns nothing: a text that is no invitation is answered as one that is over.
        return Invitation.Read(request.Invitation) is { } invitation && catalogue.Current.Find<Member>($"{MemberId.Collection}/{invitation.Member}") is not null
            ? format.ToMessage(MemberMethods.Value(await Conflicts.RetriedAsync(() => records.Grain(invitation.Member).Accept(Caller.PrincipalId, invitation.Hash, write))))
            : throw new RefusedException(Refusal.Of(RefusalCode.InvitationOver, MemberId.Collection, Datum.Name(MemberId.Collection)));
    }

    private static bool Leaves(Member member) =>
        (member.Principal.Length > 0 && member.Principal == Caller.PrincipalId) || (member.Actor is { } actor && Caller.Sight.ForActors.Contains(actor));

    /// <summary>Whether it joins at once, and otherwise the invitation that goes with it; an actor's own members take one by its name.</summary>
    private (Member Member, Invitation? Invitation) Invited(Member asked, CatalogueView view)
    {
        var ends = clock.GetUtcNow() + MemberRules.InvitationTime;
        if (asked.Actor is { } actor)
        {
            var joins = view.Sight.IsPlatformWide || view.Sight.ForActors.Contains(actor) || (Memberships.IsFree(catalogue.Current, actor) && IsInPerimeter(actor, asked.Parent, view));
            return (joins ? asked with { State = MemberState.Active } : asked with { State = MemberState.Invited, InvitationEnds = ends }, null);
        }

        if (asked.Access == AccessRole.Unspecified || asked.Principal.Length > 0)
        {
            return (asked with { State = MemberState.Active }, null);
        }

        var invitation = Invitation.For(asked.Id.Value);
        return (asked with { State = MemberState.Invited, InvitationHash = invitation.Hash, InvitationEnds = ends }, invitation);
    }

    private bool IsInPerimeter(ActorId actor, string network, CatalogueView view) =>
        view.FindActor(actor)?.Record.Commune is { } commune
        && NetworkId.FromName(network) is { } id
        && view.FindNetwork(id)?.Record.Perimeter.Any(area => territories.IsWithin(commune, area)) == true;

    private static void RequireNew(Member asked, CatalogueView view)
    {
        if (asked.Actor is { } actor && view.MembersAfter(string.Empty).FirstOrDefault(entry => entry.Record.Parent == asked.Parent && entry.Record.Actor == actor) is { } known)
        {
            throw new RefusedException(Refusal.Of(RefusalCode.AlreadyExists, known.Name, Datum.Name(known.Name)));
        }
    }

    private static void CheckParent(string parent, string field, Violations violations)
    {
        if (NetworkId.FromName(parent) is null && ActorId.FromName(parent) is null)
        {
            violations.Add(
                field,
                parent.Length == 0 ? ViolationCode.Required : ViolationCode.BadName,
                Datum.Text($"{NetworkId.Collection}/{Slug.Pattern}, {ActorId.Collection}/{Slug.Pattern}"),
                Datum.Text(parent));
        }
    }

    private static void RequireParent(string parent, CatalogueView view)
    {
        var isSeen = NetworkId.FromName(parent) is { } network ? view.FindNetwork(network) is not null : ActorId.FromName(parent) is { } actor && view.FindActor(actor) is not null;
        if (!isSeen)
        {
            throw new RefusedException(Refusal.Of(RefusalCode.NotFound, parent, Datum.Name(parent)));
        }
    }
}
