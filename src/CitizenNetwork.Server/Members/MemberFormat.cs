using System.Collections.Immutable;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Members;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Server.Records;
using Google.Protobuf.WellKnownTypes;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Members;

/// <summary>How a member stands on the wire; an open invitation's hash stays inside.</summary>
internal sealed class MemberFormat : IRecordFormat<Member, V1.Member>
{
    public string Collection => MemberId.Collection;

    public string Field => "member";

    public ImmutableArray<string> FixedFields => ["parent", "actor", "principal", "state", "invitation_expire_time"];

    public V1.Member ToMessage(Entry<Member> entry) => ToMessage(new Snapshot<Member>(entry.Record, entry.Revision, entry.CreateTime, entry.UpdateTime));

    public V1.Member ToMessage(Snapshot<Member> snapshot)
    {
        var record = snapshot.Record;
        return new V1.Member
        {
            Name = record.Id.Name,
            Parent = record.Parent,
            Actor = record.Actor?.Name ?? string.Empty,
            DisplayName = record.DisplayName,
            Standings = { record.Standings.To<MemberStanding, V1.MemberStanding>() },
            Access = record.Access.As<V1.AccessRole>(),
            Principal = record.Principal,
            State = record.State.As<V1.Member.Types.State>(),
            InvitationExpireTime = record.InvitationEnds?.ToTimestamp(),
            CreateTime = snapshot.CreateTime.ToTimestamp(),
            UpdateTime = snapshot.UpdateTime.ToTimestamp(),
            Etag = snapshot.Revision.ToEtag(),
        };
    }

    public Member ToRecord(V1.Member message, string id, string at, Violations violations)
    {
        Member record = new(
            new MemberId(id),
            message.Parent,
            violations.Actor($"{at}.actor", message.Actor),
            message.DisplayName,
            message.Standings.As<V1.MemberStanding, MemberStanding>(),
            message.Access.As<AccessRole>(),
            message.Principal,
            message.State.As<MemberState>());
        MemberRules.Check(record, at, violations);
        return record;
    }

    public string TitleOf(V1.Member message) => "membre";

    public IEnumerable<(string Field, ActorId Actor)> ActorsOf(Member record)
    {
        if (ActorId.FromName(record.Parent) is { } parent)
        {
            yield return ("parent", parent);
        }

        if (record.Actor is { } actor)
        {
            yield return ("actor", actor);
        }
    }
}
