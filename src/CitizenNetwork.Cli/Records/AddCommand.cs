using System.CommandLine;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Texts;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CitizenNetwork.Cli.Records;

/// <summary><c>add</c>: a new record from options, from a file, or from a file with some fields given otherwise.</summary>
internal static class AddCommand
{
    public static Verb Create(RecordKind kind) => Create(kind, "add", "Add", [], (answer, call) => Print(kind, answer, call));

    /// <summary>As above, under another word.</summary>
    /// <param name="kind">What is added.</param>
    /// <param name="word">Last word of the command.</param>
    /// <param name="words">Key of its description.</param>
    /// <param name="except">Fields that have no option.</param>
    /// <param name="print">Prints the answer.</param>
    public static Verb Create(RecordKind kind, string word, string words, IReadOnlyList<string> except, Action<IMessage, Call> print)
    {
        var request = kind.Create.InputType;
        var record = kind.RecordField(request)!;
        var parent = ParentOf(kind) is null ? null : new Argument<string>("PARENT") { Description = Words.Of("Kind_Parent") };
        var file = FileOption();
        IReadOnlyList<FieldOption> fields = [.. kind.AddOptions().Where(option => !except.Contains(option.MaskPath))];
        var idField = request.FindFieldByName($"{record.Name}_id");
        IReadOnlyList<FieldOption> others =
        [
            new FieldOption([idField], "--id"),
            .. FieldOption.Of(request, record.Name, idField.Name, "parent"),
        ];
        Dictionary<string, string> names = new(StringComparer.Ordinal) { [idField.Name] = "--id" };
        if (parent is not null)
        {
            names["parent"] = names[$"{record.Name}.parent"] = parent.Name;
        }

        return new Verb($"{kind.Group} {word}", words)
        {
            Arguments = parent is null ? [] : [parent],
            Options = [.. fields.Select(option => option.Option), .. others.Select(option => option.Option), file],
            Json = [kind.Create.OutputType],
            Examples = kind.Examples[word],
            FieldNames = names,
            RunAsync = async call =>
            {
                var path = call.Parsed.GetValue(file);
                var added = path is null ? kind.Record.New() : (await RecordFile.ReadAsync(path, kind.Record, call.Cancellation)).Record;
                var asked = request.New();
                record.Accessor.SetValue(asked, added);
                FieldOption.Apply(fields, call.Parsed, added);

                FieldOption.Apply(others, call.Parsed, asked);

                if (parent is not null)
                {
                    (ParentOf(kind)!.ContainingType == request ? asked : added).Set("parent", call.Parsed.GetRequiredValue(parent));
                }

                print(await call.Invoker.CallAsync(kind.Create, asked, call.Cancellation), call);
            },
        };
    }

    public static Option<string?> FileOption() => new("--file") { Description = Words.Of("Option_File") };

    /// <summary>Prints the record of an answer, which may be the answer itself.</summary>
    public static void Print(RecordKind kind, IMessage answer, Call call)
    {
        if (call.IsJson || kind.RecordField(answer.Descriptor)?.Accessor.GetValue(answer) is not IMessage record)
        {
            GetCommand.Print(answer, call);
            return;
        }

        GetCommand.Print(record, call);
        if (answer.Text("invitation") is { Length: > 0 } invitation)
        {
            call.Output.Line(invitation);
        }
    }

    private static FieldDescriptor? ParentOf(RecordKind kind) => kind.Create.InputType.FindFieldByName("parent") ?? kind.Record.FindFieldByName("parent");
}
