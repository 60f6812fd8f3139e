using System.CommandLine;
using System.Globalization;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Records;
using CitizenNetwork.Cli.Texts;
using CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Cli.Matching;

/// <summary><c>explain</c>: how one candidate stands, why, and what would change it.</summary>
internal static class ExplainCommand
{
    public static Verb Create()
    {
        Argument<string> name = new("INITIATIVE") { Description = Words.Of("Match_Initiative") };
        Argument<string> candidate = new("CANDIDATE") { Description = Words.Of("Explain_Candidate") };
        MatchOptions options = new(ExplainMatchRequest.Descriptor, "subject", "candidate");
        return new Verb("explain", "Explain")
        {
            Arguments = [name, candidate],
            Options = [.. options.Options],
            Json = [ExplainMatchResponse.Descriptor],
            Examples = ["citizennet explain initiatives/atelier-velo-trelaze hostingOffers/portage-anjou-communs"],
            FieldNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["subject"] = name.Name, ["candidate"] = candidate.Name },
            RunAsync = async call =>
            {
                ExplainMatchRequest request = new() { Subject = MatchOptions.SubjectOf(call.Parsed.GetRequiredValue(name)), Candidate = call.Parsed.GetRequiredValue(candidate) };
                options.Apply(call.Parsed, request);
                var answer = await new MatchingService.MatchingServiceClient(call.Invoker).ExplainMatchAsync(request, null, Server.Deadline(), call.Cancellation);
                if (call.IsJson)
                {
                    call.Output.Json(answer);
                    return;
                }

                Print(answer, call.Output);
            },
        };
    }

    private static void Print(ExplainMatchResponse answer, Output output)
    {
        output.Line(answer.Text);
        output.Table(
            Words.Of("Explain_Criteria"),
            [Words.Of("Column_Criterion"), Words.Of("Column_Outcome"), Words.Of("Column_Why")],
            answer.Criteria.Select(IReadOnlyList<string> (criterion) => [EnumNames.ShortOf(criterion.Criterion), EnumNames.ShortOf(criterion.Outcome), criterion.Text]));
        foreach (var change in answer.SmallestChange)
        {
            output.Line(Words.Of("Explain_Change", change.Text));
        }

        output.Table(
            Words.Of("Explain_Reasons"),
            [Words.Of("Column_Signal"), Words.Of("Column_Contribution"), Words.Of("Column_Why")],
            (answer.Match?.Reasons ?? []).Select(IReadOnlyList<string> (reason) => [EnumNames.ShortOf(reason.Signal), reason.Contribution.ToString("0.00", CultureInfo.InvariantCulture), reason.Text]));
    }
}
