using System.CommandLine;
using CitizenNetwork.Server.Administration;
using CitizenNetwork.Server.Demo;
using CitizenNetwork.Server.Health;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Server.Territories;

RootCommand root = new("CitizenNetwork: who should meet whom on a territory, and why.")
{
    ServeCommand.Create(),
    DemoCommand.Create(),
    HealthCommand.Create(),
    RestoreCommand.Create(),
    TerritoriesCommand.Create(),
};

return await root.Parse(args).InvokeAsync();
