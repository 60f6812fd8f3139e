using CitizenNetwork.Contracts.Duplicates;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Records;
using CitizenNetwork.Server.Security;
using CitizenNetwork.Server.Texts;
using Grpc.Core;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Duplicates;

/// <summary>Sends a decision about a pair to its grain, for who may take it, and tells how the pair stands then.</summary>
internal sealed class DuplicateDecisions(IGrainFactory grains, CitizenNetwork.Matching.Catalogue.Catalogue catalogue, DuplicateFinder finder, DuplicateFormat format)
{
    /// <summary>Decisions that come with a pair.</summary>
    private const int DecisionsTold = 20;

    /// <summary>The two records of a pair's name; a malformed one becomes a violation.</summary>
    public static (string First, string Second)? ReadName(string name, Violations violations)
    {
        var names = PairNames.Read(name);
        if (names is null)
        {
            violations.Add("name", name.Length == 0 ? ViolationCode.Required : ViolationCode.BadName, Datum.Text($"{PairNames.Collection}/actors/ruche/ruche-angers"), Datum.Text(name));
        }

        return names;
    }

    public async Task<V1.DuplicatePair> SendAsync(
        string name, string note, Violations violations, ServerCallContext context, Func<IDuplicatePairGrain, PairDecider, Task<Outcome<Snapshot<DuplicatePair>>>> verb, bool mustExist = false)
    {
        violations.Text("note", note, 0, DuplicateLimits.MaxNoteLength);
        var read = ReadName(name, violations);
        RefusedException.ThrowIfAny(violations, name);
        var (first, second) = read!.Value;
        var collection = finder.CollectionOf(first)!;
        var seen = catalogue.Seen();
        RequireSource(seen, context, first, second);
        Require(seen, first);
        Require(seen, second);
        if (mustExist)
        {
            await RequireExistsAsync(collection, first);
            await RequireExistsAsync(collection, second);
        }

        var grain = grains.GetGrain<IDuplicatePairGrain>(name);
        PairDecider decider = new(Caller.KeyId, note, collection.Score(seen, first, second)?.Value ?? 0);
        var outcome = await Conflicts.RetriedAsync(() => verb(grain, decider));
        if (outcome.Refusal is { } refusal)
        {
            throw new RefusedException(refusal);
        }

        // The catalogue holds what this server wrote; a grain may live on another one, of which it hears a little later.
        var view = catalogue.Seen();
        var told = format.ToMessage(DuplicateFinder.Look(collection, view, name, first, second, outcome.Value!.Record), collection, view, Language.Of(context));
        told.Decisions.Add((await grain.ReadDecisions(long.MaxValue, DecisionsTold)).Decisions.Select(decision => DuplicateFormat.ToMessage(decision, name)));
        return told;
    }

    /// <summary>A key that is bound to a source decides about that source's records alone.</summary>
    private static void RequireSource(CatalogueView view, ServerCallContext context, params ReadOnlySpan<string> names)
    {
        if (Caller.Of(context).BoundSource is not { Length: > 0 } bound)
        {
            return;
        }

        foreach (var name in names)
        {
            if (view.FindSourceRow(name)?.Row.Source != bound)
            {
                throw new RefusedException(Refusal.Of(RefusalCode.OtherSource, name, Datum.Name(name), Datum.Text(bound)));
            }
        }
    }

    /// <summary>Both records must be the caller's to change; one that is not shown now, as a merged one, was when it was merged.</summary>
    private static void Require(CatalogueView view, string name)
    {
        if (view.Hides(name))
        {
            throw new RefusedException(Refusal.Of(RefusalCode.NotFound, name, Datum.Name(name)));
        }

        object? record = view.Find<Domain.Actors.Actor>(name)?.Record;
        if ((record ?? view.Find<Domain.Resources.Resource>(name)?.Record) is { } known)
        {
            view.RequireChangeable(name, known);
        }
    }

    private static async Task RequireExistsAsync(IDuplicateCollection collection, string name)
    {
        if (!await collection.ExistsAsync(name))
        {
            throw new RefusedException(Refusal.Of(RefusalCode.NotFound, name, Datum.Name(name)));
        }
    }
}
