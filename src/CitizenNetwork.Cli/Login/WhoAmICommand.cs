using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Records;
using CitizenNetwork.Cli.Texts;
using CitizenNetwork.Protocol.V1;
using Grpc.Core;

namespace CitizenNetwork.Cli.Login;

/// <summary><c>whoami</c>: who the server takes the caller for, and its roles.</summary>
internal static class WhoAmICommand
{
    public static Verb Create() => new("whoami", "WhoAmI")
    {
        Json = [Caller.Descriptor],
        Examples = ["citizennet whoami"],
        RunAsync = async call =>
        {
            var caller = await AskAsync(call.Invoker, call.Cancellation);
            if (call.IsJson)
            {
                call.Output.Json(caller);
                return;
            }

            Print(caller, call.Address, call.Output);
        },
    };

    public static async Task<Caller> AskAsync(CallInvoker invoker, CancellationToken cancellation) =>
        await new MembersService.MembersServiceClient(invoker).GetCallerAsync(new GetCallerRequest(), null, Server.Deadline(), cancellation);

    public static void Print(Caller caller, string address, Output output) => output.Table(
        string.Empty,
        [string.Empty, string.Empty],
        [
            [Words.Of("WhoAmI_Server"), address],
            [Words.Of("WhoAmI_Principal"), caller.Principal.Length > 0 ? caller.Principal : Words.Of("WhoAmI_Nobody")],
            .. caller.Grants.Select(IReadOnlyList<string> (grant) => [Words.Of("WhoAmI_Role"), $"{EnumNames.ShortOf(grant.Role)} {grant.Place}".TrimEnd()]),
        ]);
}
