using System.Text.Json;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Texts;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CitizenNetwork.Cli.Records;

/// <summary>A record in a file, as protobuf JSON.</summary>
/// <param name="Record">What it holds.</param>
/// <param name="Fields">Names of the fields that it names, in the order of the contract, empty ones among them.</param>
internal sealed record RecordFile(IMessage Record, IReadOnlyList<string> Fields)
{
    private const string StandardInput = "-";

    /// <exception cref="LocalException">It cannot be read, or holds no such record.</exception>
    public static async Task<RecordFile> ReadAsync(string path, MessageDescriptor type, CancellationToken cancellation)
    {
        try
        {
            var text = path == StandardInput ? await Console.In.ReadToEndAsync(cancellation) : await File.ReadAllTextAsync(path, cancellation);
            var record = JsonParser.Default.Parse(text, type);
            using var document = JsonDocument.Parse(text);
            var named = document.RootElement.EnumerateObject().Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
            return new RecordFile(record, [.. type.Fields.InFieldNumberOrder().Where(field => named.Contains(field.Name) || named.Contains(field.JsonName)).Select(field => field.Name)]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidProtocolBufferException or InvalidJsonException or JsonException or InvalidOperationException)
        {
            throw new LocalException(Words.Of("Wrong_Option", "--file", Words.Of("Wrong_Input", path, exception.Message)));
        }
    }
}
