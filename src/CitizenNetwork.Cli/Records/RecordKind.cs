using CitizenNetwork.Cli.Calling;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace CitizenNetwork.Cli.Records;

/// <summary>A page of a list.</summary>
internal sealed record RecordPage(IReadOnlyList<IMessage> Records, string NextToken);

/// <summary>A kind of record with the methods by which the command line keeps it; they are found by the names that all kinds share.</summary>
internal sealed class RecordKind(string group, string collection, MessageDescriptor record, ServiceDescriptor service)
{
    /// <summary>Records of one page.</summary>
    private const int PageSize = 100;

    /// <summary>Fields that the service sets in every kind.</summary>
    private static readonly string[] s_setByService = ["name", "etag"];

    /// <summary>First word of its commands, <c>funding</c>.</summary>
    public string Group { get; } = group;

    /// <summary>As in resource names, <c>fundingCalls</c>.</summary>
    public string Collection { get; } = collection;

    public MessageDescriptor Record { get; } = record;

    /// <summary>Fields that the service, or a method of their own, sets.</summary>
    public IReadOnlyList<string> NeverSet { get; init; } = [];

    /// <summary>Fields that are set when a record is added and not changed by an edit.</summary>
    public IReadOnlyList<string> NeverChanged { get; init; } = [];

    /// <summary>Fields that a list shows after name and title.</summary>
    public IReadOnlyList<string> Shown { get; init; } = [];

    /// <summary>What ends a record is called.</summary>
    public string DeleteWord { get; init; } = "delete";

    public string CreateMethod { get; init; } = $"Create{record.Name}";

    public string UpdateMethod { get; init; } = $"Update{record.Name}";

    /// <summary>Examples of its commands by their last word.</summary>
    public required IReadOnlyDictionary<string, string[]> Examples { get; init; }

    public MethodDescriptor Create => Method(CreateMethod);

    public MethodDescriptor Update => Method(UpdateMethod);

    public MethodDescriptor Delete => Method($"Delete{Record.Name}");

    public MethodDescriptor Get => Method($"Get{Record.Name}");

    public MethodDescriptor List => Method($"List{Record.Name}s");

    public IReadOnlyList<FieldOption> AddOptions() => FieldOption.Of(Record, [.. s_setByService, .. NeverSet, "parent"]);

    public IReadOnlyList<FieldOption> EditOptions() => FieldOption.Of(Record, [.. s_setByService, .. NeverSet, .. NeverChanged, "parent"]);

    /// <summary>Whether an edit may name a field of the record.</summary>
    public bool MayEdit(string field) =>
        !s_setByService.Contains(field) && !NeverSet.Contains(field) && !NeverChanged.Contains(field) && field is not ("create_time" or "update_time");

    /// <summary>The field of a request or answer that holds a record.</summary>
    public FieldDescriptor? RecordField(MessageDescriptor message) => message.Fields.InFieldNumberOrder().FirstOrDefault(field => field.FieldType == FieldType.Message && field.MessageType == Record);

    public Task<IMessage> GetAsync(CallInvoker invoker, string name, CancellationToken cancellation)
    {
        var request = Get.InputType.New();
        request.Set("name", name);
        return invoker.CallAsync(Get, request, cancellation);
    }

    /// <summary>A page of a list by its token; empty: the first.</summary>
    public async Task<RecordPage> ListAsync(CallInvoker invoker, IMessage request, string token, CancellationToken cancellation)
    {
        request.Set("page_size", PageSize);
        request.Set("page_token", token);
        var answer = await invoker.CallAsync(List, request, cancellation);
        var records = ((System.Collections.IList)RecordField(List.OutputType)!.Accessor.GetValue(answer)).Cast<IMessage>();
        return new RecordPage([.. records], answer.Text("next_page_token"));
    }

    private MethodDescriptor Method(string name) => service.FindMethodByName(name) ?? throw new InvalidOperationException($"{service.FullName} has no {name}.");
}
