using System.CommandLine;
using System.Globalization;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Records;
using CitizenNetwork.Cli.Texts;
using CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Cli.Networks;

/// <summary><c>networks weights</c>: the weights that a network had, newest first; <c>networks edit --weights</c> sets others.</summary>
internal static class WeightsCommand
{
    public static Verb Create()
    {
        Argument<string> network = new("NETWORK") { Description = Words.Of("Kind_Name", RecordKinds.Networks.Collection) };
        var all = ListCommand.AllOption();
        return new Verb("networks weights", "Weights")
        {
            Arguments = [network],
            Options = [all],
            Json = [WeightVersion.Descriptor],
            IsJsonOfLines = true,
            Examples = ["citizennet networks weights networks/anjou"],
            FieldNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["parent"] = network.Name },
            RunAsync = async call =>
            {
                ListWeightVersionsRequest asked = new() { Parent = call.Parsed.GetRequiredValue(network) };
                await ListCommand.PagesAsync(call, call.Parsed.GetValue(all), async token =>
                {
                    asked.PageToken = token;
                    var page = await new NetworksService.NetworksServiceClient(call.Invoker).ListWeightVersionsAsync(asked, null, Server.Deadline(), call.Cancellation);
                    Print(page.Versions, call);
                    return page.NextPageToken;
                });
            },
        };
    }

    private static void Print(IEnumerable<WeightVersion> versions, Call call) => call.Rows(
        versions,
        [Words.Of("Column_Version"), Words.Of("Column_Made"), Words.Of("Column_Key"), Words.Of("Column_Weights")],
        version =>
        [
            version.Version.ToString(CultureInfo.InvariantCulture),
            version.CreateTime.ToDateTimeOffset().ToString("u", CultureInfo.InvariantCulture),
            version.KeyId,
            version.Weights.Count == 0 ? Words.Of("Weights_Default") : string.Join(", ", version.Weights.Select(WeightText.Of)),
        ]);
}
