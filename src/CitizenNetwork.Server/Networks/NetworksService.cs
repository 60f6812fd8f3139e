using System.Collections.Immutable;
using CitizenNetwork.Contracts;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Matching;
using CitizenNetwork.Domain.Networks;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Overview;
using CitizenNetwork.Matching.Simulation;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Matching;
using CitizenNetwork.Server.Records;
using CitizenNetwork.Server.Security;
using CitizenNetwork.Server.Texts;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using NetworkMethods = CitizenNetwork.Server.Records.RecordMethods<CitizenNetwork.Contracts.Networks.INetworkGrain, CitizenNetwork.Domain.Networks.Network, CitizenNetwork.Protocol.V1.Network>;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Networks;

/// <summary>Networks, the versions of their weights, and the trial of other ones, on the wire.</summary>
internal sealed class NetworksService(
    NetworkMethods records,
    NetworkFormat format,
    RankingSimulator simulator,
    SimulationFormat simulations,
    CitizenNetwork.Matching.Catalogue.Catalogue catalogue,
    TerritoryTable territories,
    [FromKeyedServices(Clock.Key)] TimeProvider clock)
    : V1.NetworksService.NetworksServiceBase
{
    public override Task<V1.Network> GetNetwork(V1.GetNetworkRequest request, ServerCallContext context) => records.GetAsync(request.Name);

    public override Task<V1.ListNetworksResponse> ListNetworks(V1.ListNetworksRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var page = Page.Of(request, request.PageSize, request.PageToken, violations);
        var perimeter = violations.Perimeter("perimeter", request.Perimeter, territories);
        RefusedException.ThrowIfAny(violations, NetworkId.Collection);
        var (items, next) = page.Take(
            catalogue.Seen().Networks(page.After).Where(entry => perimeter is null || IsInside(perimeter.Code, entry.Record)),
            entry => entry.Name);
        return Task.FromResult(new V1.ListNetworksResponse { Networks = { items.Select(format.ToMessage) }, NextPageToken = next });
    }

    public override Task<V1.Network> CreateNetwork(V1.CreateNetworkRequest request, ServerCallContext context) =>
        records.CreateAsync(request.Network, request.NetworkId, request.RequestId, request);

    public override Task<V1.Network> UpdateNetwork(V1.UpdateNetworkRequest request, ServerCallContext context) =>
        records.UpdateAsync(request.Network, request.UpdateMask, request.RequestId, request);

    public override Task<Empty> DeleteNetwork(V1.DeleteNetworkRequest request, ServerCallContext context) =>
        records.DeleteAsync(request.Name, request.Etag, request.RequestId, request);

    public override async Task<V1.ListWeightVersionsResponse> ListWeightVersions(V1.ListWeightVersionsRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var id = records.Id(violations, "parent", request.Parent);
        var page = Page.Of(request, request.PageSize, request.PageToken, violations);
        var before = page.Before(violations);
        RefusedException.ThrowIfAny(violations, request.Parent);
        await records.GetAsync(request.Parent);
        var versions = NetworkMethods.Value(await records.Grain(id).ReadWeightVersions(before, page.Size));
        return new V1.ListWeightVersionsResponse { Versions = { versions.Versions.Select(WeightFormat.ToMessage) }, NextPageToken = page.TokenBefore(versions.Next) };
    }

    public override Task<V1.SimulateRankingResponse> SimulateRanking(V1.SimulateRankingRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var view = catalogue.SeenIn(request.Network);
        records.Id(violations, "network", request.Network);
        var weights = WeightFormat.Read(request.Weights, "weights", violations);
        var phases = request.PhaseTable is { } table ? WeightFormat.Read(table.Factors, "phase_table.factors", violations) : (ImmutableArray<PhaseFactor>?)null;
        var given = Given(request.Queries, view, violations);
        RefusedException.ThrowIfAny(violations, request.Network);
        var network = SubjectReader.NetworkOf(request.Network, view, violations)!;
        view.RequireChangeable(request.Network, network);
        var (askers, count) = given.Count > 0 ? (given, given.Count) : Open(network, view);
        var result = simulator.Run(view, askers, WeightTrial.Of(network, weights, phases, ParisTime.DayOf(clock.GetUtcNow())), context.CancellationToken);
        return Task.FromResult(simulations.ToMessage(result, count, network.WeightsVersion, view, Language.Of(context)));
    }

    public override Task<V1.GetCoverageResponse> GetCoverage(V1.GetCoverageRequest request, ServerCallContext context)
    {
        Violations violations = new();
        records.Id(violations, "name", request.Name);
        var page = Page.Of(request, request.PageSize, request.PageToken, violations);
        var level = CoverageFormat.Level(request.Level, violations);
        RefusedException.ThrowIfAny(violations, request.Name);
        if (catalogue.SeenIn(request.Name).Find<Network>(request.Name)?.Record is not { } network)
        {
            throw new RefusedException(Refusal.Of(RefusalCode.NotFound, request.Name, Datum.Name(request.Name)));
        }

        if (!Caller.Sight.IsIn(network.Id))
        {
            throw Rights.NotAllowed(request.Name);
        }

        // As its readers see it, also for who sees more: the report is the network's, and tells nothing of another one.
        var view = catalogue.Current.SeenBy(Sight.Of([new Grant(AccessRole.NetworkReader, request.Name)]));
        return Task.FromResult(CoverageFormat.ToMessage(new NetworkCoverage(view, territories, network, level, ParisTime.DayOf(clock.GetUtcNow())), page, request.OnlyEmpty));
    }

    /// <summary>The stored queries: what the first open initiatives of the network's perimeter ask, in the order of their names, and how many there are.</summary>
    private (List<Asker> Askers, int Count) Open(Network network, CatalogueView view)
    {
        var open = view.Initiatives(string.Empty)
            .Where(entry => entry.Record.SubState != SubState.Closed && IsInside(entry.Record.Commune, network))
            .Select(entry => entry.Record.Id)
            .ToList();
        return ([.. open.Take(RankingSimulator.MaxQueries).Select(id => SubjectReader.OfInitiative(id, null, view))], open.Count);
    }

    private bool IsInside(PerimeterCode code, Network network) => network.Perimeter.Any(area => territories.IsWithin(code, area));

    private static List<Asker> Given(RepeatedField<string> names, CatalogueView view, Violations violations)
    {
        violations.Count("queries", names.Count, RankingSimulator.MaxQueries);
        List<Asker> askers = [];
        for (var i = 0; i < Math.Min(names.Count, RankingSimulator.MaxQueries); i++)
        {
            if (InitiativeId.FromName(names[i]) is not { } id)
            {
                violations.Add($"queries[{i}]", ViolationCode.BadName, Datum.Text($"{InitiativeId.Collection}/{Slug.Pattern}"), Datum.Text(names[i]));
            }
            else if (names.IndexOf(names[i]) < i)
            {
                violations.Add($"queries[{i}]", ViolationCode.Duplicate, Datum.Name(names[i]));
            }
            else if (view.FindInitiative(id) is null)
            {
                violations.Add($"queries[{i}]", ViolationCode.UnknownRecord, Datum.Name(names[i]));
            }
            else
            {
                askers.Add(SubjectReader.OfInitiative(id, null, view));
            }
        }

        return askers;
    }
}
