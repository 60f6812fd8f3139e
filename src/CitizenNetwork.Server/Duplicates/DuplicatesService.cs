using System.Globalization;
using CitizenNetwork.Contracts.Duplicates;
using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Records;
using CitizenNetwork.Server.Security;
using CitizenNetwork.Server.Texts;
using Grpc.Core;
using Methods = CitizenNetwork.Server.Records.RecordMethods<CitizenNetwork.Contracts.Actors.IActorGrain, CitizenNetwork.Domain.Actors.Actor, CitizenNetwork.Protocol.V1.Actor>;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Duplicates;

/// <summary>Duplicates on the wire.</summary>
internal sealed class DuplicatesService(
    IGrainFactory grains,
    CitizenNetwork.Matching.Catalogue.Catalogue catalogue,
    DuplicateFinder finder,
    DuplicateDecisions decisions,
    DuplicateFormat format,
    TerritoryTable territories)
    : V1.DuplicatesService.DuplicatesServiceBase
{
    /// <summary>Answers of a search when the caller names no number.</summary>
    private const int DefaultFound = 5;

    public override Task<V1.ListDuplicatesResponse> ListDuplicates(V1.ListDuplicatesRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var page = Page.Of(request, request.PageSize, request.PageToken, violations);
        var perimeter = violations.Perimeter("perimeter", request.Perimeter, territories);
        var minScore = MinScore(request.MinScore, violations);
        var collection = finder.CollectionOf(request.Collection);
        if (collection?.Collection != request.Collection)
        {
            violations.Add("collection", request.Collection.Length == 0 ? ViolationCode.Required : ViolationCode.BadPattern, Datum.Text(string.Join(", ", PairNames.Collections)));
        }

        RefusedException.ThrowIfAny(violations, PairNames.Collection);
        var state = request.State == V1.PairState.Unspecified ? PairState.Open : request.State.As<PairState>();
        var after = PairPlace.Read(page.After);
        var (items, next) = page.Take(
            finder.Review(collection!, state, minScore, perimeter).Where(pair => after is null || after.IsBefore(pair)),
            PairPlace.Of);
        var (view, language) = (catalogue.Seen(), Language.Of(context));
        return Task.FromResult(new V1.ListDuplicatesResponse { Pairs = { items.Select(pair => format.ToMessage(pair, collection!, view, language)) }, NextPageToken = next });
    }

    public override Task<V1.FindDuplicatesResponse> FindDuplicates(V1.FindDuplicatesRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var minScore = MinScore(request.MinScore, violations);
        violations.Range("limit", request.Limit, 0, int.MaxValue);
        var limit = request.Limit == 0 ? DefaultFound : Math.Min(request.Limit, DuplicateLimits.MaxFound);
        var draft = (Google.Protobuf.IMessage?)request.Actor ?? request.Resource;
        var collection = draft is null ? finder.CollectionOf(request.Name) : finder.CollectionOf(draft);
        if (request.SubjectCase == V1.FindDuplicatesRequest.SubjectOneofCase.None)
        {
            violations.Add("subject", ViolationCode.Required);
        }
        else if (draft is not null)
        {
            collection!.CheckDraft(draft, violations);
        }
        else
        {
            CheckName("name", request.Name, violations);
        }

        RefusedException.ThrowIfAny(violations, request.Name);
        var found = draft is null ? finder.FindStored(collection!, request.Name, minScore, limit) : finder.FindDraft(collection!, draft, minScore, limit);
        var told = found ?? throw new RefusedException(Refusal.Of(RefusalCode.NotFound, request.Name, Datum.Name(request.Name)));
        return Task.FromResult(new V1.FindDuplicatesResponse { Duplicates = { told.Select(one => format.ToMessage(one, request.Name, Language.Of(context))) } });
    }

    public override Task<V1.DuplicatePair> MergeRecords(V1.MergeRecordsRequest request, ServerCallContext context)
    {
        Violations violations = new();
        CheckName("kept", request.Kept, violations);
        CheckName("merged", request.Merged, violations);
        var name = PairNames.Of(request.Kept, request.Merged);
        if (!violations.Any && name is null)
        {
            violations.Add("merged", request.Kept == request.Merged ? ViolationCode.NotItself : ViolationCode.BadName, Datum.Text(request.Kept.Split('/')[0]), Datum.Text(request.Merged));
        }

        var keptRevision = Methods.Etag(violations, "kept_etag", request.KeptEtag);
        var mergedRevision = Methods.Etag(violations, "merged_etag", request.MergedEtag);
        RefusedException.ThrowIfAny(violations, request.Kept);
        return decisions.SendAsync(name!, request.Note, violations, context, (grain, decider) => grain.Merge(request.Kept, keptRevision, mergedRevision, decider));
    }

    public override Task<V1.DuplicatePair> UndoMerge(V1.UndoMergeRequest request, ServerCallContext context) =>
        decisions.SendAsync(request.Name, request.Note, new Violations(), context, (grain, decider) => grain.UndoMerge(decider));

    public override Task<V1.DuplicatePair> MarkDistinct(V1.MarkDistinctRequest request, ServerCallContext context) =>
        decisions.SendAsync(request.Name, request.Note, new Violations(), context, (grain, decider) => grain.MarkDistinct(decider), mustExist: true);

    public override Task<V1.DuplicatePair> ReopenPair(V1.ReopenPairRequest request, ServerCallContext context) =>
        decisions.SendAsync(request.Name, request.Note, new Violations(), context, (grain, decider) => grain.Reopen(decider));

    public override async Task<V1.ListDecisionsResponse> ListDecisions(V1.ListDecisionsRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var page = Page.Of(request, request.PageSize, request.PageToken, violations);
        if (request.Record.Length > 0)
        {
            CheckName("record", request.Record, violations);
        }

        RefusedException.ThrowIfAny(violations, PairNames.Collection);

        // A page begins within a pair's history, and goes on with the pairs after it.
        var (pair, before) = page.After.Split('\n') is [var name, var seq] ? (name, long.Parse(seq, CultureInfo.InvariantCulture)) : (page.After, 0);
        V1.ListDecisionsResponse response = new();
        var names = catalogue.Seen().DuplicatePairs(pair).Where(entry => request.Record.Length == 0 || entry.Record.First == request.Record || entry.Record.Second == request.Record).Select(entry => entry.Name);
        foreach (var next in before > 0 ? names.Prepend(pair) : names)
        {
            if (response.Decisions.Count == page.Size)
            {
                response.NextPageToken = page.TokenAfter(pair);
                break;
            }

            var part = await grains.GetGrain<IDuplicatePairGrain>(next).ReadDecisions(next == pair && before > 0 ? before : long.MaxValue, page.Size - response.Decisions.Count);
            response.Decisions.Add(part.Decisions.Select(decision => DuplicateFormat.ToMessage(decision, next)));
            pair = next;
            if (part.Next > 0)
            {
                response.NextPageToken = page.TokenAfter($"{next}\n{part.Next.ToString(CultureInfo.InvariantCulture)}");
                break;
            }
        }

        return response;
    }

    private static void CheckName(string field, string name, Violations violations)
    {
        if (!PairNames.Collections.Any(collection => Domain.Common.Slug.FromName(name, collection) is not null))
        {
            violations.Add(field, name.Length == 0 ? ViolationCode.Required : ViolationCode.BadName, Datum.Text("actors/ruche, resources/salle"), Datum.Text(name));
        }
    }

    private static double MinScore(double asked, Violations violations)
    {
        if (asked != 0 && !(asked is >= DuplicateScorer.Possible and <= 1))
        {
            violations.Add("min_score", ViolationCode.OutOfRange, Datum.Text(DuplicateScorer.Possible.ToString(CultureInfo.InvariantCulture)), Datum.Number(1), Datum.Text(asked.ToString(CultureInfo.InvariantCulture)));
        }

        return asked == 0 ? DuplicateScorer.Likely : asked;
    }
}
