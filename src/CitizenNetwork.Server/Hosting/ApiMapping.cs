using CitizenNetwork.Server.Actors;
using CitizenNetwork.Server.Administration;
using CitizenNetwork.Server.Audit;
using CitizenNetwork.Server.Duplicates;
using CitizenNetwork.Server.Export;
using CitizenNetwork.Server.Funding;
using CitizenNetwork.Server.Health;
using CitizenNetwork.Server.Hosts;
using CitizenNetwork.Server.Import;
using CitizenNetwork.Server.Initiatives;
using CitizenNetwork.Server.Json;
using CitizenNetwork.Server.Keys;
using CitizenNetwork.Server.Matching;
using CitizenNetwork.Server.Members;
using CitizenNetwork.Server.Networks;
using CitizenNetwork.Server.Overview;
using CitizenNetwork.Server.Privacy;
using CitizenNetwork.Server.Quality;
using CitizenNetwork.Server.Reflection;
using CitizenNetwork.Server.Resources;
using CitizenNetwork.Server.Sources;
using CitizenNetwork.Server.Territories;
using Grpc.Core;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Hosting;

/// <summary>Which services answer, each by gRPC and by JSON.</summary>
internal static class ApiMapping
{
    /// <summary>
    /// Takes the port from the connection, not from the Host header by which routes are told apart: a proxy leaves the port
    /// out of it, and a caller may write anything there.
    /// </summary>
    public static void UsePortOfConnection(this WebApplication app) => app.Use((http, next) =>
    {
        var given = http.Request.Host;
        if (given.Port != http.Connection.LocalPort)
        {
            http.Request.Host = new HostString(string.IsNullOrEmpty(given.Host) ? "localhost" : given.Host, http.Connection.LocalPort);
        }

        return next(http);
    });

    /// <summary>Maps every service of <see cref="Api.Services"/>.</summary>
    public static void MapApi(this WebApplication app, int httpPort)
    {
        JsonFace face = new(app.Services);
        app.Map<ActorsService>(face, V1.ActorsService.BindService);
        app.Map<InitiativesService>(face, V1.InitiativesService.BindService);
        app.Map<ResourcesService>(face, V1.ResourcesService.BindService);
        app.Map<FundingCallsService>(face, V1.FundingCallsService.BindService);
        app.Map<HostingOffersService>(face, V1.HostingOffersService.BindService);
        app.Map<MatchingService>(face, V1.MatchingService.BindService);
        app.Map<NetworksService>(face, V1.NetworksService.BindService);
        app.Map<MembersService>(face, V1.MembersService.BindService);
        app.Map<SourcesService>(face, V1.SourcesService.BindService);
        app.Map<DuplicatesService>(face, V1.DuplicatesService.BindService);
        app.Map<KeysService>(face, V1.KeysService.BindService);
        app.Map<AdministrationService>(face, V1.AdministrationService.BindService);
        app.Map<AuditService>(face, V1.AuditService.BindService);
        app.Map<PrivacyService>(face, V1.PrivacyService.BindService);
        app.Map<TerritoriesService>(face, V1.TerritoriesService.BindService);
        app.Map<ImportService>(face, V1.ImportService.BindService);
        app.Map<ExportService>(face, V1.ExportService.BindService);
        app.Map<QualityService>(face, V1.QualityService.BindService);
        app.Map<OverviewService>(face, V1.OverviewService.BindService);
        app.Map<HealthService>(face, Grpc.Health.V1.Health.BindService);
        app.Map<ReflectionService>(face, Grpc.Reflection.V1.ServerReflection.BindService);
        app.Map<ReflectionServiceV1Alpha>(face, Grpc.Reflection.V1Alpha.ServerReflection.BindService);
        face.Map(app, httpPort);
    }

    private static void Map<TService>(this WebApplication app, JsonFace face, Action<ServiceBinderBase, TService> bind)
        where TService : class
    {
        app.MapGrpcService<TService>();
        face.Add(bind);
    }
}
