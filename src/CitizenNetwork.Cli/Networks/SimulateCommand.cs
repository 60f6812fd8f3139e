using System.CommandLine;
using System.Globalization;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Records;
using CitizenNetwork.Cli.Texts;
using CitizenNetwork.Protocol.V1;
using Google.Protobuf.Collections;

namespace CitizenNetwork.Cli.Networks;

/// <summary><c>simulate</c>: what other weights would move; nothing is stored.</summary>
internal static class SimulateCommand
{
    public static Verb Create()
    {
        Argument<string> network = new("NETWORK") { Description = Words.Of("Kind_Name", RecordKinds.Networks.Collection) };
        var fields = FieldOption.Of(SimulateRankingRequest.Descriptor, "network");
        return new Verb("simulate", "Simulate")
        {
            Arguments = [network],
            Options = [.. fields.Select(field => field.Option)],
            Json = [SimulateRankingResponse.Descriptor],
            Examples = ["citizennet simulate networks/anjou --weights partner:distance=0,partner:themes=1"],
            FieldNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["network"] = network.Name },
            RunAsync = async call =>
            {
                SimulateRankingRequest asked = new() { Network = call.Parsed.GetRequiredValue(network) };
                FieldOption.Apply(fields, call.Parsed, asked);

                using var waiting = call.Output.Progress(Words.Of("Simulate_Running"));
                var answer = await new NetworksService.NetworksServiceClient(call.Invoker).SimulateRankingAsync(asked, cancellationToken: call.Cancellation);
                waiting.End();
                if (call.IsJson)
                {
                    call.Output.Json(answer);
                    return;
                }

                Print(answer, call.Output);
            },
        };
    }

    private static void Print(SimulateRankingResponse answer, Output output)
    {
        output.Line(answer.Text);
        foreach (var query in answer.Queries)
        {
            output.Table(
                $"{query.Title} ({query.Initiative})",
                [Words.Of("Column_Initiative"), Words.Of("Column_Category"), Words.Of("Column_Name"), Words.Of("Column_From"), Words.Of("Column_To")],
                query.Moves.Select(IReadOnlyList<string> (move) => [query.Initiative, EnumNames.ShortOf(move.Category), move.Candidate, Number(move.FromPosition), Number(move.ToPosition)]));
        }

        Shifts(Words.Of("Simulate_Gains"), answer.Gains, output);
        Shifts(Words.Of("Simulate_Losses"), answer.Losses, output);
    }

    private static void Shifts(string title, RepeatedField<RankingShift> shifts, Output output)
    {
        if (shifts.Count > 0)
        {
            output.Table(
                title,
                [title, Words.Of("Column_Name"), Words.Of("Column_Title"), Words.Of("Column_Answers"), Words.Of("Column_MeanChange")],
                shifts.Select(IReadOnlyList<string> (shift) => [title, shift.Candidate, shift.Title, Number(shift.AnswerCount), shift.MeanChange.ToString("+0.0;-0.0", CultureInfo.InvariantCulture)]));
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
