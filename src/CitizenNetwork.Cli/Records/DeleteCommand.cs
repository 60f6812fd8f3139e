using System.CommandLine;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Texts;

namespace CitizenNetwork.Cli.Records;

/// <summary><c>delete</c>: ends a record, once that is confirmed.</summary>
internal static class DeleteCommand
{
    public static Verb Create(RecordKind kind)
    {
        Argument<string> name = new("NAME") { Description = Words.Of("Kind_Name", kind.Collection) };
        var (yes, etag) = (YesOption(), EditCommand.EtagOption());
        var others = FieldOption.Of(kind.Delete.InputType, "name", "etag");
        return new Verb($"{kind.Group} {kind.DeleteWord}", "Delete")
        {
            Arguments = [name],
            Options = [yes, etag, .. others.Select(option => option.Option)],
            Examples = kind.Examples[kind.DeleteWord],
            FieldNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = name.Name },
            RunAsync = async call =>
            {
                var asked = kind.Delete.InputType.New();
                asked.Set("name", call.Parsed.GetRequiredValue(name));
                asked.Set("etag", call.Parsed.GetValue(etag) ?? string.Empty);
                FieldOption.Apply(others, call.Parsed, asked);

                if (!call.Parsed.GetValue(yes))
                {
                    Asking.Confirm(call.Output, Words.Of("Delete_Question", asked.Text("name")));
                }

                await call.Invoker.CallAsync(kind.Delete, asked, call.Cancellation);
                call.Output.Line(Words.Of("Delete_Done", asked.Text("name")));
            },
        };
    }

    public static Option<bool> YesOption() => new("--yes") { Description = Words.Of("Option_Yes") };
}
