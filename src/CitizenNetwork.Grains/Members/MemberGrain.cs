using CitizenNetwork.Contracts.Members;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Members;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Grains.Records;
using Orleans.Runtime;

namespace CitizenNetwork.Grains.Members;

/// <inheritdoc cref="IMemberGrain" />
[GrainType("member")]
public sealed class MemberGrain(
    [PersistentState(StateNames.Member, StateNames.Storage)] IPersistentState<Stored<Member>> state,
    RecordServices services)
    : RecordGrain<Member>(StateNames.Member, state, services), IMemberGrain
{
    public Task<Outcome<Snapshot<Member>>> Accept(string principal, string? secretHash, WriteRequest request) =>
        Change(request, member => MemberRules.Accept(member, principal, secretHash, Clock.GetUtcNow()));

    protected override void Check(Member record, Violations violations) => MemberRules.Check(record, "member", violations);

    // Whom it concerns never changes: that would be another member.
    protected override Member Merge(Member current, Member updated) => updated with
    {
        Parent = current.Parent,
        Actor = current.Actor,
        Principal = current.Principal,
        State = current.State,
        InvitationHash = current.InvitationHash,
        InvitationEnds = current.InvitationEnds,
    };
}
