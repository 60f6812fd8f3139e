namespace CitizenNetwork.Server.Export;

/// <summary>What exports need; the formats of the concepts are registered with their records.</summary>
internal static class ExportRegistrations
{
    public static IServiceCollection AddExports(this IServiceCollection services) => services.AddSingleton<ExportedRecords>();
}
