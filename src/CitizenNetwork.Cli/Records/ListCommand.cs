using System.CommandLine;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Texts;
using Google.Protobuf;

namespace CitizenNetwork.Cli.Records;

/// <summary><c>list</c>: records by name and title.</summary>
internal static class ListCommand
{
    /// <summary>Of any kind that has a list of its own.</summary>
    public static Verb Create()
    {
        Argument<string> collection = new("COLLECTION") { Description = Words.Of("List_Collection", RecordKinds.Listed) };
        var all = AllOption();
        return new Verb("list", "List")
        {
            Arguments = [collection],
            Options = [all],
            Json = [.. RecordKinds.All.Select(kind => kind.Record)],
            IsJsonOfLines = true,
            Examples = ["citizennet list fundingCalls --all"],
            RunAsync = call =>
            {
                var kind = RecordKinds.Of(call.Parsed.GetRequiredValue(collection));
                return RunAsync(kind, kind.List.InputType.New(), [], call, call.Parsed.GetValue(all));
            },
        };
    }

    /// <summary>Of one kind, with the filters of its request; a kind of parts takes the name of the whole.</summary>
    public static Verb Create(RecordKind kind)
    {
        var parent = kind.List.InputType.FindFieldByName("parent") is null ? null : new Argument<string>("PARENT") { Description = Words.Of("Kind_Parent") };
        var filters = FieldOption.Of(kind.List.InputType, "page_size", "page_token", "parent");
        var all = AllOption();
        return new Verb($"{kind.Group} list", "List_Kind")
        {
            Arguments = parent is null ? [] : [parent],
            Options = [.. filters.Select(filter => filter.Option), all],
            Json = [kind.Record],
            IsJsonOfLines = true,
            Examples = kind.Examples["list"],
            FieldNames = parent is null ? new Dictionary<string, string>(StringComparer.Ordinal) : new Dictionary<string, string>(StringComparer.Ordinal) { ["parent"] = parent.Name },
            RunAsync = call =>
            {
                var request = kind.List.InputType.New();
                if (parent is not null)
                {
                    request.Set("parent", call.Parsed.GetRequiredValue(parent));
                }

                FieldOption.Apply(filters, call.Parsed, request);

                return RunAsync(kind, request, kind.Shown, call, call.Parsed.GetValue(all));
            },
        };
    }

    public static void Print(IEnumerable<IMessage> records, IReadOnlyList<string> shown, Call call) => call.Rows(
        records,
        [Words.Of("Column_Name"), Words.Of("Column_Title"), .. shown],
        record => [Fields.Name(record), Fields.Title(record), .. shown.Select(field => Fields.Short(record, field))]);

    public static Option<bool> AllOption() => new("--all") { Description = Words.Of("Option_All") };

    /// <summary>Prints the first page of a list or, when all is asked for, each; says when there is more.</summary>
    /// <param name="call">The run.</param>
    /// <param name="isAll">Whether all is asked for.</param>
    /// <param name="printAsync">Prints the page of a token and gives the next one's.</param>
    public static async Task PagesAsync(Call call, bool isAll, Func<string, Task<string>> printAsync)
    {
        var token = string.Empty;
        do
        {
            token = await printAsync(token);
        }
        while (token.Length > 0 && isAll);

        if (token.Length > 0)
        {
            call.Output.Error(Words.Of("List_More"));
        }
    }

    private static Task RunAsync(RecordKind kind, IMessage request, IReadOnlyList<string> shown, Call call, bool isAll) => PagesAsync(call, isAll, async token =>
    {
        var page = await kind.ListAsync(call.Invoker, request, token, call.Cancellation);
        Print(page.Records, shown, call);
        return page.NextToken;
    });
}
