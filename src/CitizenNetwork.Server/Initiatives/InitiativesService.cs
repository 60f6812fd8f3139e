using CitizenNetwork.Contracts.Initiatives;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Records;
using CitizenNetwork.Server.Security;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using InitiativeMethods = CitizenNetwork.Server.Records.RecordMethods<CitizenNetwork.Contracts.Initiatives.IInitiativeGrain, CitizenNetwork.Domain.Initiatives.Initiative, CitizenNetwork.Protocol.V1.Initiative>;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Initiatives;

/// <summary>The methods of initiatives and their needs on the wire.</summary>
internal sealed class InitiativesService(
    InitiativeMethods records,
    InitiativeFormat format,
    NeedReader needs,
    RecordDirectory directory,
    CitizenNetwork.Matching.Catalogue.Catalogue catalogue,
    TerritoryTable territories)
    : V1.InitiativesService.InitiativesServiceBase
{
    public override Task<V1.Initiative> GetInitiative(V1.GetInitiativeRequest request, ServerCallContext context) => records.GetAsync(request.Name);

    public override Task<V1.ListInitiativesResponse> ListInitiatives(V1.ListInitiativesRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var page = Page.Of(request, request.PageSize, request.PageToken, violations);
        var perimeter = violations.Perimeter("perimeter", request.Perimeter, territories);
        var holder = violations.Actor("holder", request.Holder);
        var phases = request.Phases.Select(phase => phase.As<Phase>()).ToHashSet();
        RefusedException.ThrowIfAny(violations, InitiativeId.Collection);
        var view = catalogue.Seen();
        var (items, next) = page.Take(
            view.Initiatives(page.After)
            .Where(entry => perimeter is null || territories.IsWithin(entry.Record.Commune, perimeter.Code))
            .Where(entry => holder is null || (entry.Record.Holder is { } held && view.StandIn(held) == view.StandIn(holder.Value)))
            .Where(entry => phases.Count == 0 || phases.Contains(entry.Record.Phase)),
            entry => entry.Name);
        return Task.FromResult(new V1.ListInitiativesResponse { Initiatives = { items.Select(format.ToMessage) }, NextPageToken = next });
    }

    public override Task<V1.Initiative> CreateInitiative(V1.CreateInitiativeRequest request, ServerCallContext context)
    {
        // Pins are a coordinator's own act and states of needs begin open: neither is taken from a registration.
        var initiative = request.Initiative?.Clone();
        initiative?.Pins.Clear();
        foreach (var need in initiative?.Needs ?? [])
        {
            need.State = V1.Need.Types.State.Open;
        }

        return records.CreateAsync(initiative, request.InitiativeId, request.RequestId, request);
    }

    public override Task<V1.Initiative> UpdateInitiative(V1.UpdateInitiativeRequest request, ServerCallContext context) =>
        records.UpdateAsync(request.Initiative, request.UpdateMask, request.RequestId, request);

    public override Task<Empty> DeleteInitiative(V1.DeleteInitiativeRequest request, ServerCallContext context) =>
        records.DeleteAsync(request.Name, request.Etag, request.RequestId, request);

    public override Task<V1.Initiative> ChangePhase(V1.ChangePhaseRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var phase = request.Phase.As<Phase>();
        var subState = InitiativeFormat.SubStateOf(phase, request.SubState);
        InitiativeRules.CheckPhase(phase, subState, string.Empty, violations);
        return Change(request.Name, request.RequestId, request.Etag, request, violations, (grain, write) => grain.ChangePhase(phase, subState, write));
    }

    public override Task<V1.Initiative> RegisterNeed(V1.RegisterNeedRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var need = needs.Read(request.Need, NewNeedId(request, violations), "need", violations);
        return Change(request.Parent, request.RequestId, string.Empty, request, violations, (grain, write) => grain.RegisterNeed(need, write), "parent");
    }

    public override async Task<V1.Initiative> QualifyNeed(V1.QualifyNeedRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var (initiative, need) = NeedReader.Name(request.Need?.Name ?? string.Empty, "need.name", violations);
        NeedReader.CheckMask(request.UpdateMask, violations);
        InitiativeMethods.CheckRequestId(violations, request.RequestId);
        var etag = InitiativeMethods.Etag(violations, "etag", request.Etag);
        RefusedException.ThrowIfAny(violations, initiative.Name);
        return await records.MergeAsync(initiative.Value, request.RequestId, etag, request, async (grain, current, write) =>
        {
            Violations wrong = new();
            var changed = needs.Merged(format.ToMessage(current), request, need, wrong);
            RefusedException.ThrowIfAny(wrong, initiative.Name);
            return await grain.QualifyNeed(changed, write);
        });
    }

    public override Task<V1.Initiative> CloseNeed(V1.CloseNeedRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var (initiative, need) = NeedReader.Name(request.Name, "name", violations);
        var state = request.State.As<NeedState>();
        if (state is not (NeedState.Met or NeedState.Withdrawn))
        {
            violations.Add("state", ViolationCode.OutOfRange, Datum.Term(NeedState.Met), Datum.Term(NeedState.Withdrawn), Datum.Term(state));
        }

        return Change(initiative.Name, request.RequestId, request.Etag, request, violations, (grain, write) => grain.CloseNeed(need, state, write));
    }

    public override async Task<V1.Initiative> PinCandidate(V1.PinCandidateRequest request, ServerCallContext context)
    {
        if (InitiativeId.FromName(request.Name) is { } id && await records.ReplayAsync(id.Value, InitiativeMethods.ToWrite(request.RequestId, request, null)) is { } first)
        {
            return first;
        }

        Violations violations = new();
        Pin pin = new(request.Pin?.Candidate ?? string.Empty, request.Pin?.Message ?? string.Empty, request.Pin?.Author ?? string.Empty, default);
        InitiativeRules.CheckPin(pin, "pin", violations);
        await directory.CheckCandidate(pin.Candidate, "pin.candidate", violations);
        return await Change(request.Name, request.RequestId, string.Empty, request, violations, (grain, write) => grain.PinCandidate(pin, write));
    }

    public override Task<V1.Initiative> UnpinCandidate(V1.UnpinCandidateRequest request, ServerCallContext context)
    {
        Violations violations = new();
        RecordDirectory.CheckName(request.Candidate, "candidate", violations);
        return Change(request.Name, request.RequestId, string.Empty, request, violations, (grain, write) => grain.UnpinCandidate(request.Candidate, write));
    }

    public override async Task<V1.ListJournalEntriesResponse> ListJournalEntries(V1.ListJournalEntriesRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var id = records.Id(violations, "parent", request.Parent);
        var page = Page.Of(request, request.PageSize, request.PageToken, violations);
        var before = page.Before(violations);
        RefusedException.ThrowIfAny(violations, request.Parent);
        await records.GetAsync(request.Parent);
        var journal = InitiativeMethods.Value(await records.Grain(id).ReadJournal(before, page.Size));
        return new V1.ListJournalEntriesResponse
        {
            Entries = { journal.Entries.Select(InitiativeFormat.ToMessage) },
            NextPageToken = page.TokenBefore(journal.Next),
        };
    }

    private static string NewNeedId(V1.RegisterNeedRequest request, Violations violations)
    {
        if (request.NeedId.Length > 0 && !Slug.IsValid(request.NeedId))
        {
            violations.Add("need_id", ViolationCode.BadId, Datum.Text(Slug.Pattern), Datum.Text(request.NeedId));
        }

        return request.NeedId.Length > 0 ? request.NeedId : InitiativeFormat.MadeNeedId(request.Need?.Title ?? string.Empty) + InitiativeMethods.IdEnd(request.RequestId);
    }

    private Task<V1.Initiative> Change(
        string name,
        string requestId,
        string etag,
        IMessage request,
        Violations violations,
        Func<IInitiativeGrain, Contracts.Records.WriteRequest, Task<Outcome<Contracts.Records.Snapshot<Initiative>>>> change,
        string field = "name")
    {
        var id = records.Id(violations, field, name);
        InitiativeMethods.CheckRequestId(violations, requestId);
        var expected = InitiativeMethods.Etag(violations, "etag", etag);
        RefusedException.ThrowIfAny(violations, name);
        return records.ChangeAsync(id, requestId, expected, request, change);
    }
}
