using CitizenNetwork.Server.Import.Communes;
using CitizenNetwork.Server.Import.Mapping;
using CitizenNetwork.Server.Import.Suggesting;

namespace CitizenNetwork.Server.Import;

/// <summary>What imports need.</summary>
internal static class ImportRegistrations
{
    public static IServiceCollection AddImports(this IServiceCollection services) => services
        .AddSingleton<MappingReader>()
        .AddSingleton<CommuneFinder>()
        .AddSingleton<ImportFormat>()
        .AddSingleton<MappingSuggester>()
        .AddSingleton<ImportService>();
}
