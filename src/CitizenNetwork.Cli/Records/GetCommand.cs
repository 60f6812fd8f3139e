using System.CommandLine;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Texts;

namespace CitizenNetwork.Cli.Records;

/// <summary><c>get</c>: one record, field by field.</summary>
internal static class GetCommand
{
    public static Command Create(Server server)
    {
        Argument<string> name = new("NAME") { Description = Words.Of("Get_Name") };
        Option<bool> json = new("--json") { Description = Words.Of("Option_Json") };
        Command command = new("get", Words.Of("Get")) { name, json };
        server.Run(command, async (parsed, invoker, output, cancellation) =>
        {
            var asked = parsed.GetRequiredValue(name);
            var record = await Collections.Of(asked).GetAsync(invoker, asked, cancellation);
            if (parsed.GetValue(json))
            {
                output.Json(record);
                return;
            }

            output.Table(string.Empty, [string.Empty, string.Empty], Fields.Of(record));
        });
        return command;
    }
}
