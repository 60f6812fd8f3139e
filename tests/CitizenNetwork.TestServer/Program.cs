using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Server.Outbox;
using CitizenNetwork.Server.Security;
using CitizenNetwork.Storage.Postgres;
using CitizenNetwork.Storage.States;
using CitizenNetwork.TestServer;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;

// The product's server as a process of its own, with an outbox message for every written state and a reminder that tests
// can follow. Arguments come in pairs:
//   --postgres CONNECTION-STRING or --data FOLDER   where it keeps what it knows
//   --sink URL                                      where messages and rings are posted to
//   --bell KEY                                      registers a reminder under this key
// Prints what `serve` prints.
var options = args.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
ServerSettings settings = new(options.GetValueOrDefault("--data", string.Empty), 0, 0) { Postgres = options.GetValueOrDefault("--postgres") };
await using var server = await CitizenNetworkServer.StartAsync(settings, Configure);
await Console.Out.WriteLineAsync($"gRPC      {server.GrpcAddress}");
await Console.Out.WriteLineAsync($"HTTP/1.1  {server.HttpAddress}");
if (await server.Services.GetRequiredService<ApiKeys>().CreateFirstAsync() is { } key)
{
    await Console.Out.WriteLineAsync($"API key   {key}");
}

if (options.TryGetValue("--bell", out var bell))
{
    await server.Services.GetRequiredService<IGrainFactory>().GetGrain<IBellGrain>(bell).Remind();
}

await Console.Out.WriteLineAsync("ready");
await server.WaitForShutdownAsync(CancellationToken.None);

void Configure(IServiceCollection services)
{
    if (!options.TryGetValue("--sink", out var url))
    {
        return;
    }

    services.AddSingleton(new Sink(new Uri(url))).AddSingleton<IOutboxReceiver>(provider => provider.GetRequiredService<Sink>());
    services.AddSingleton<PostgresStateStore>().AddSingleton<IStateStore>(provider => new MessagingStore(provider.GetRequiredService<PostgresStateStore>()));
    services.Configure<ReminderOptions>(reminders =>
    {
        reminders.MinimumReminderPeriod = BellGrain.Period;
        reminders.RefreshReminderListPeriod = BellGrain.Period;
    });
}
