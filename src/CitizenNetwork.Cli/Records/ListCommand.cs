using System.CommandLine;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Texts;
using Google.Protobuf;

namespace CitizenNetwork.Cli.Records;

/// <summary><c>list</c>: the records of a collection, by name and title.</summary>
internal static class ListCommand
{
    public static Command Create(Server server)
    {
        Argument<string> name = new("COLLECTION") { Description = Words.Of("List_Collection", Collections.Names) };
        Option<bool> all = new("--all") { Description = Words.Of("Option_All") };
        Option<bool> json = new("--json") { Description = Words.Of("Option_Json") };
        Command command = new("list", Words.Of("List")) { name, all, json };
        server.Run(command, async (parsed, invoker, output, cancellation) =>
        {
            var collection = Collections.Of(parsed.GetRequiredValue(name));
            var token = string.Empty;
            do
            {
                var page = await collection.ListAsync(invoker, token, cancellation);
                Print(page.Records, parsed.GetValue(json), output);
                token = page.NextToken;
            }
            while (token.Length > 0 && parsed.GetValue(all));

            if (token.Length > 0)
            {
                output.Error(Words.Of("List_More"));
            }
        });
        return command;
    }

    private static void Print(IEnumerable<IMessage> records, bool json, Output output)
    {
        if (!json)
        {
            output.Table(string.Empty, [Words.Of("Column_Name"), Words.Of("Column_Title")], records.Select(IReadOnlyList<string> (record) => [Fields.Name(record), Fields.Title(record)]));
            return;
        }

        foreach (var record in records)
        {
            output.Json(record);
        }
    }
}
