using System.CommandLine;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Texts;
using Google.Protobuf.Reflection;

namespace CitizenNetwork.Cli.Commands;

/// <summary>A command: a row of <see cref="Table"/>, from which parsing, help, completion, deploy/cli.md and tests are made.</summary>
/// <param name="path">Words after <c>citizennet</c>, <c>actors add</c>.</param>
/// <param name="words">Key of its description.</param>
/// <param name="data">What stands in the description.</param>
internal sealed class Verb(string path, string words, params string[] data)
{
    public string Path { get; } = path;

    public string Description { get; } = Words.Of(words, data);

    public IReadOnlyList<Argument> Arguments { get; init; } = [];

    public IReadOnlyList<Option> Options { get; init; } = [];

    /// <summary>Command lines for a shell; those of the whole table can be run in its order (ExamplesTests says with what).</summary>
    public required IReadOnlyList<string> Examples { get; init; }

    /// <summary>Messages that <c>--json</c> writes, one of them at a time; empty: there is no such option.</summary>
    public IReadOnlyList<MessageDescriptor> Json { get; init; } = [];

    /// <summary>Whether it writes several of them, one a line.</summary>
    public bool IsJsonOfLines { get; init; }

    /// <summary>Options and arguments that are called otherwise than the request's fields they fill, by the path of the field.</summary>
    public IReadOnlyDictionary<string, string> FieldNames { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public required Func<Call, Task> RunAsync { get; init; }
}
