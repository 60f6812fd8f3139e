using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Hosting;

/// <summary>Every service that this server answers, for reflection, health and the tests that enumerate methods.</summary>
internal static class Api
{
    public static IReadOnlyList<ServiceDescriptor> Services { get; } =
    [
        V1.ActorsService.Descriptor,
        V1.InitiativesService.Descriptor,
        V1.ResourcesService.Descriptor,
        V1.FundingCallsService.Descriptor,
        V1.HostingOffersService.Descriptor,
        V1.MatchingService.Descriptor,
        V1.NetworksService.Descriptor,
        V1.MembersService.Descriptor,
        V1.SourcesService.Descriptor,
        V1.DuplicatesService.Descriptor,
        V1.KeysService.Descriptor,
        V1.AdministrationService.Descriptor,
        V1.AuditService.Descriptor,
        V1.PrivacyService.Descriptor,
        V1.TerritoriesService.Descriptor,
        V1.ImportService.Descriptor,
        V1.ExportService.Descriptor,
        V1.QualityService.Descriptor,
        V1.OverviewService.Descriptor,
        Grpc.Health.V1.Health.Descriptor,
        Grpc.Reflection.V1.ServerReflection.Descriptor,
        Grpc.Reflection.V1Alpha.ServerReflection.Descriptor,
    ];
}
