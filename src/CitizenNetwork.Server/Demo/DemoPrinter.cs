using System.Globalization;
using CitizenNetwork.Server.Json;
using CitizenNetwork.Server.Texts;
using Grpc.Core;
using Spectre.Console;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Demo;

/// <summary>Asks for the matches of three initiatives and one refusal through the gRPC port, and prints the answers.</summary>
internal sealed class DemoPrinter(CallInvoker invoker, IAnsiConsole console, CultureInfo language)
{
    /// <summary>A workshop one sentence old, a garden that consolidates, a third place at work.</summary>
    private static readonly string[] s_initiatives = ["initiatives/atelier-velo-trelaze", "initiatives/jardin-partage-des-plantes-folles", "initiatives/tiers-lieu-la-fabrique"];

    private const string Refused = "fundingCalls/coup-de-pouce-mobilites-citoyennes";
    private const int MatchesShown = 3;
    private const int ReasonsShown = 3;

    public async Task PrintAsync(CancellationToken cancellation)
    {
        V1.InitiativesService.InitiativesServiceClient initiatives = new(invoker);
        V1.MatchingService.MatchingServiceClient matching = new(invoker);
        foreach (var name in s_initiatives)
        {
            var initiative = await initiatives.GetInitiativeAsync(new V1.GetInitiativeRequest { Name = name }, cancellationToken: cancellation);
            var answer = await matching.SuggestMatchesAsync(
                new V1.SuggestMatchesRequest { Subject = new V1.MatchSubject { Initiative = name }, PageSize = MatchesShown },
                cancellationToken: cancellation);
            console.WriteLine();
            console.Write(new Rule($"[bold]{Markup.Escape(initiative.Title.Length > 0 ? initiative.Title : name)}[/]").LeftJustified());
            console.WriteLine(Filled("Demo_Initiative", Text($"Term_Phase.{initiative.Phase}"), initiative.Sentence));
            foreach (var group in answer.Groups)
            {
                Print(group);
            }
        }

        await PrintRefusalAsync(matching, cancellation);
    }

    /// <summary>Commands that go on from here: curl, which every machine has, then a gRPC client that finds everything by reflection.</summary>
    public void PrintCommands(Uri grpc, Uri http, string key)
    {
        const string suggestMethod = "citizennetwork.v1.MatchingService/SuggestMatches";
        const string explainMethod = "citizennetwork.v1.MatchingService/ExplainMatch";
        var headers = $"-H 'x-api-key: {key}' -H 'accept-language: {language.TwoLetterISOLanguageName}'";
        var curl = $"curl -s {headers} -H 'content-type: application/json'";
        var suggest = $"{{\"subject\":{{\"initiative\":\"{s_initiatives[0]}\"}}}}";
        var draft = $"{{\"subject\":{{\"draft\":{{\"sentence\":\"{Text("Demo_DraftSentence")}\",\"commune\":\"COM-49353\"}}}}}}";
        var explain = $"{{\"subject\":{{\"initiative\":\"{s_initiatives[0]}\"}},\"candidate\":\"{Refused}\"}}";
        console.WriteLine();
        console.Write(new Rule($"[bold]{Markup.Escape(Text("Demo_GoOn"))}[/]").LeftJustified());
        Plain($"gRPC      {grpc}");
        Plain($"HTTP/1.1  {http}");
        Plain($"OpenAPI   {new Uri(http, JsonFace.OpenApiPath)}");
        Plain($"x-api-key {key}");
        Plain($"# {Text("Demo_CommandSuggest")}");
        Plain($"{curl} -d '{suggest}' {http}{suggestMethod}");
        Plain($"# {Text("Demo_CommandDraft")}");
        Plain($"{curl} -d '{draft}' {http}{suggestMethod}");
        Plain($"# {Text("Demo_CommandExplain")}");
        Plain($"{curl} -d '{explain}' {http}{explainMethod}");
        Plain($"# {Text("Demo_CommandList")}");
        Plain($"grpcurl -plaintext {grpc.Authority} list");
        Plain($"grpcurl -plaintext {headers} -d '{suggest}' {grpc.Authority} {suggestMethod}");
    }

    private void Print(V1.MatchGroup group)
    {
        Table table = new() { Title = new TableTitle(Markup.Escape(Text($"Demo_Category_{group.Category}"))), Border = TableBorder.Rounded, Expand = true };
        table.AddColumn(new TableColumn(Markup.Escape(Text("Demo_Who"))).Width(34));
        table.AddColumn(new TableColumn(Markup.Escape(Text("Demo_Score"))).RightAligned().Width(5));
        table.AddColumn(new TableColumn(Markup.Escape(Text("Demo_Why"))));
        foreach (var match in group.Matches)
        {
            var who = match.OwnerTitle == match.Title ? Markup.Escape(match.Title) : $"{Markup.Escape(match.Title)}\n[grey]{Markup.Escape(match.OwnerTitle)}[/]";
            var why = match.Reasons.Where(reason => reason.Contribution > 0).Take(ReasonsShown).Select(reason => $"+ {reason.Text}")
                .Concat(match.Notes.Select(note => $"· {note.Text}"));
            table.AddRow(who, match.Score.ToString("0.00", language), Markup.Escape(string.Join('\n', why)));
        }

        if (group.Matches.Count == 0)
        {
            table.AddRow("—", string.Empty, Markup.Escape(Empty(group.EmptyReason)));
        }

        console.Write(table);
        if (group.Removed.Count > 0)
        {
            console.WriteLine(Filled("Demo_LeftOut", string.Join(" ; ", group.Removed.Select(removed => $"{removed.Text} ({removed.Count})"))));
        }
    }

    private string Empty(V1.EmptyReason reason) =>
        reason.NearestCandidate.Length == 0
            ? reason.Text
            : $"{reason.Text} {Filled("Demo_Nearest", reason.NearestTitle)} {string.Join(' ', reason.Changes.Select(change => change.Text))}";

    private async Task PrintRefusalAsync(V1.MatchingService.MatchingServiceClient matching, CancellationToken cancellation)
    {
        var explanation = await matching.ExplainMatchAsync(
            new V1.ExplainMatchRequest { Subject = new V1.MatchSubject { Initiative = s_initiatives[0] }, Candidate = Refused },
            cancellationToken: cancellation);
        console.WriteLine();
        console.Write(new Rule($"[bold]{Markup.Escape(Filled("Demo_WhyNot", explanation.Match.Title))}[/]").LeftJustified());
        foreach (var criterion in explanation.Criteria)
        {
            var mark = criterion.Outcome switch { V1.Outcome.Met => "+", V1.Outcome.NotMet => "–", _ => "?" };
            console.WriteLine($"{mark} {criterion.Text}");
        }

        console.WriteLine();
        console.WriteLine(explanation.Text);
        foreach (var change in explanation.SmallestChange)
        {
            Plain($"  {change.Record}  {change.Field} = {change.Value}");
        }
    }

    /// <summary>A line as it is, never wrapped, so that it can be copied.</summary>
    private void Plain(string line) => console.Profile.Out.Writer.WriteLine(line);

    private string Text(string key) => Sentences.Find(key, language) ?? key;

    private string Filled(string key, params object[] data) => string.Format(language, Text(key), data);
}
