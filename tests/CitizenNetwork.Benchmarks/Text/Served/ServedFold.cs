using CitizenNetwork.Benchmarks.Text.Q4;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Server.Matching;
using CitizenNetwork.Server.Security;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CitizenNetwork.Benchmarks.Text.Served;

/// <summary>One fold of target Q4 asked of a whole server of this process through gRPC.</summary>
internal static class ServedFold
{
    /// <summary>What the service answers to each title of a fold when it knows the others.</summary>
    public static async Task<IReadOnlyList<string>[]> AskAsync(IReadOnlyList<TitledProject> known, IReadOnlyList<string> titles, IReadOnlyList<string> answers)
    {
        var folder = Directory.CreateTempSubdirectory("citizennetwork-bench-");
        try
        {
            await using var server = await CitizenNetworkServer.StartAsync(new ServerSettings(folder.FullName, 0, 0), WithoutLearning);
            using var channel = GrpcChannel.ForAddress(server.GrpcAddress);
            ServedBefore service = new(channel.CreateCallInvoker(), await server.Services.GetRequiredService<ApiKeys>().CreateAsync("bench"), answers);
            await service.LoadAsync(known);

            // As it learns by itself within half a minute.
            ActivatorUtilities.CreateInstance<TextLearning>(server.Services).Learn();
            return await service.AskAsync(titles);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void WithoutLearning(IServiceCollection services) =>
        services.Remove(services.Single(service => service.ServiceType == typeof(IHostedService) && service.ImplementationType == typeof(TextLearning)));
}
