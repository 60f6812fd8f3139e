using System.Globalization;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Texts;
using CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Cli.Administration;

/// <summary><c>status</c>: how the server is doing.</summary>
internal static class StatusCommand
{
    public static Verb Create() => new("status", "Status")
    {
        Json = [GetStatusResponse.Descriptor],
        Examples = ["citizennet status"],
        RunAsync = async call =>
        {
            var status = await new AdministrationService.AdministrationServiceClient(call.Invoker).GetStatusAsync(new GetStatusRequest(), null, Server.Deadline(), call.Cancellation);
            if (call.IsJson)
            {
                call.Output.Json(status);
                return;
            }

            call.Output.Table(string.Empty, [string.Empty, string.Empty], Rows(status));
        },
    };

    private static IEnumerable<IReadOnlyList<string>> Rows(GetStatusResponse status) =>
    [
        [Words.Of("Status_Version"), status.ProgramVersion],
        [Words.Of("Status_Started"), status.StartTime.ToDateTimeOffset().ToString("u", CultureInfo.InvariantCulture)],
        [Words.Of("Status_Engine"), status.Engine],
        [Words.Of("Status_Migration"), Number(status.Migration)],
        [Words.Of("Status_FeedLag"), Number(status.FeedLagMs)],
        [Words.Of("Status_CatalogueAge"), Number(status.CatalogueAgeMs)],
        [Words.Of("Status_Waiting"), Number(status.WaitingMessages)],
        [Words.Of("Status_Activations"), Number(status.Activations)],
        .. status.Collections.Select(IReadOnlyList<string> (count) => [count.Collection, Number(count.Records)]),
    ];

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
