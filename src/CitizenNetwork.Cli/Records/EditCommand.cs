using System.CommandLine;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Texts;
using Google.Protobuf.WellKnownTypes;

namespace CitizenNetwork.Cli.Records;

/// <summary><c>edit</c>: changes the fields that are given, and no others.</summary>
internal static class EditCommand
{
    public static Verb Create(RecordKind kind)
    {
        var request = kind.Update.InputType;
        var record = kind.RecordField(request)!;
        Argument<string> name = new("NAME") { Description = Words.Of("Kind_Name", kind.Collection) };
        var file = AddCommand.FileOption();
        var etag = EtagOption();
        var fields = kind.EditOptions();
        var others = FieldOption.Of(request, record.Name, "etag");
        return new Verb($"{kind.Group} edit", "Edit")
        {
            Arguments = [name],
            Options = [.. fields.Select(option => option.Option), etag, .. others.Select(option => option.Option), file],
            Json = [kind.Update.OutputType],
            Examples = kind.Examples["edit"],
            FieldNames = new Dictionary<string, string>(StringComparer.Ordinal) { [$"{record.Name}.name"] = name.Name, ["update_mask"] = file.Name },
            RunAsync = async call =>
            {
                var read = call.Parsed.GetValue(file) is { } path ? await RecordFile.ReadAsync(path, kind.Record, call.Cancellation) : new RecordFile(kind.Record.New(), []);
                var changed = read.Record;
                SortedSet<string> mask = new(read.Fields.Where(kind.MayEdit), StringComparer.Ordinal);
                foreach (var option in fields.Where(option => option.IsGiven(call.Parsed)))
                {
                    option.Apply(call.Parsed, changed);
                    mask.Add(option.MaskPath);
                }

                if (mask.Count == 0)
                {
                    throw new LocalException(Words.Of("Edit_Nothing"));
                }

                changed.Set("name", call.Parsed.GetRequiredValue(name));
                var asked = request.New();
                record.Accessor.SetValue(asked, changed);
                if (call.Parsed.GetValue(etag) is { } seen)
                {
                    // A part of a record has no version of its own: that of the whole stands in the request.
                    (kind.Record.FindFieldByName("etag") is null ? asked : changed).Set("etag", seen);
                }

                asked.Set("update_mask", new FieldMask { Paths = { mask } });
                FieldOption.Apply(others, call.Parsed, asked);

                GetCommand.Print(await call.Invoker.CallAsync(kind.Update, asked, call.Cancellation), call);
            },
        };
    }

    public static Option<string?> EtagOption() => new("--etag") { Description = Words.Of("Option_Etag") };
}
