using CitizenNetwork.Contracts.Actors;
using CitizenNetwork.Contracts.Funding;
using CitizenNetwork.Contracts.Hosts;
using CitizenNetwork.Contracts.Initiatives;
using CitizenNetwork.Contracts.Members;
using CitizenNetwork.Contracts.Networks;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Resources;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Members;
using CitizenNetwork.Domain.Networks;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Grains.Records;
using CitizenNetwork.Matching.Ranking;
using CitizenNetwork.Matching.Simulation;
using CitizenNetwork.Server.Actors;
using CitizenNetwork.Server.Catalogue;
using CitizenNetwork.Server.Duplicates;
using CitizenNetwork.Server.Export;
using CitizenNetwork.Server.Funding;
using CitizenNetwork.Server.Hosts;
using CitizenNetwork.Server.Import;
using CitizenNetwork.Server.Import.Communes;
using CitizenNetwork.Server.Import.Mapping;
using CitizenNetwork.Server.Import.Suggesting;
using CitizenNetwork.Server.Initiatives;
using CitizenNetwork.Server.Matching;
using CitizenNetwork.Server.Members;
using CitizenNetwork.Server.Networks;
using CitizenNetwork.Server.Privacy;
using CitizenNetwork.Server.Records;
using CitizenNetwork.Server.Resources;
using CitizenNetwork.Server.Sources;
using CitizenNetwork.Server.Territories;
using Google.Protobuf;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Hosting;

/// <summary>What the services of the wire need.</summary>
internal static class ServiceRegistrations
{
    /// <summary>The catalogue, kept by the store, and the matcher over it.</summary>
    public static IServiceCollection AddMatching(this IServiceCollection services) => services
        .AddSingleton<CitizenNetwork.Matching.Catalogue.Catalogue>()
        .AddSingleton<CatalogueSink>()
        .AddSingleton<CataloguePump>()
        .AddHostedService(provider => provider.GetRequiredService<CataloguePump>())
        .AddSingleton<IStateChangeSink>(provider => provider.GetRequiredService<CatalogueSink>())
        .AddSingleton<TextLearning>()
        .AddHostedService(provider => provider.GetRequiredService<TextLearning>())
        .AddSingleton<Matcher>()
        .AddSingleton<RankingSimulator>()
        .AddSingleton<SubjectReader>()
        .AddSingleton<NearbyRecords>()
        .AddSingleton<MatchFormat>()
        .AddSingleton<SimulationFormat>()
        .AddSingleton<TerritoryFormat>();

    /// <summary>The standard methods of each concept.</summary>
    public static IServiceCollection AddRecords(this IServiceCollection services) => services
        .AddSourced<IActorGrain, Actor, V1.Actor, ActorFormat>()
        .AddSourced<IInitiativeGrain, Initiative, V1.Initiative, InitiativeFormat>()
        .AddSourced<IResourceGrain, Resource, V1.Resource, ResourceFormat>()
        .AddSourced<IFundingCallGrain, FundingCall, V1.FundingCall, FundingCallFormat>()
        .AddSourced<IHostingOfferGrain, HostingOffer, V1.HostingOffer, HostingOfferFormat>()
        .AddRecord<INetworkGrain, Network, V1.Network, NetworkFormat>()
        .AddRecord<IMemberGrain, Member, V1.Member, MemberFormat>()
        .AddSingleton<Memberships>()
        .AddSingleton<RecordServices>()
        .AddSingleton<NeedReader>()
        .AddSingleton<RecordDirectory>();

    /// <summary>What sources register; needs the concepts of <see cref="AddRecords"/>.</summary>
    public static IServiceCollection AddSources(this IServiceCollection services) => services
        .AddSingleton<SourceWriter>()
        .AddSingleton<SourceFormat>()
        .AddSingleton<SourceBatches>()
        .AddSingleton<Synchronisations>()
        .AddSingleton<WriteQuota>();

    /// <summary>What may be the same; needs the concepts of <see cref="AddRecords"/>.</summary>
    public static IServiceCollection AddDuplicates(this IServiceCollection services) => services
        .AddSingleton<IDuplicateCollection, ActorDuplicates>()
        .AddSingleton<IDuplicateCollection, ResourceDuplicates>()
        .AddSingleton<DuplicateFinder>()
        .AddSingleton<DuplicateFormat>()
        .AddSingleton<DuplicateDecisions>();

    /// <summary>What exports and erases persons; it needs the storage alone.</summary>
    public static IServiceCollection AddPrivacy(this IServiceCollection services) => services
        .AddSingleton<PersonSearch>()
        .AddSingleton<PersonEraser>()
        .AddSingleton<ErasureReplay>()
        .AddSingleton<PersonExport>();

    /// <summary>What imports need.</summary>
    public static IServiceCollection AddImports(this IServiceCollection services) => services
        .AddSingleton<MappingReader>()
        .AddSingleton<CommuneFinder>()
        .AddSingleton<ImportFormat>()
        .AddSingleton<MappingSuggester>()
        .AddSingleton<ImportService>();

    /// <summary>What exports need; the formats of the concepts come with <see cref="AddRecords"/>.</summary>
    public static IServiceCollection AddExports(this IServiceCollection services) => services.AddSingleton<ExportedRecords>();

    private static IServiceCollection AddRecord<TGrain, TRecord, TMessage, TFormat>(this IServiceCollection services)
        where TGrain : IRecordGrain<TRecord>
        where TRecord : class
        where TMessage : class, IMessage<TMessage>, new()
        where TFormat : class, IRecordFormat<TRecord, TMessage> => services
        .AddSingleton<TFormat>()
        .AddSingleton<IRecordFormat<TRecord, TMessage>>(provider => provider.GetRequiredService<TFormat>())
        .AddSingleton<RecordMethods<TGrain, TRecord, TMessage>>();

    /// <summary>A concept whose records sources register too.</summary>
    private static IServiceCollection AddSourced<TGrain, TRecord, TMessage, TFormat>(this IServiceCollection services)
        where TGrain : IRecordGrain<TRecord>
        where TRecord : class
        where TMessage : class, IMessage<TMessage>, new()
        where TFormat : class, IRecordFormat<TRecord, TMessage> => services
        .AddRecord<TGrain, TRecord, TMessage, TFormat>()
        .AddSingleton<IRowUpserts, RowUpserts<TGrain, TRecord, TMessage>>();
}
