using System.CommandLine;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Texts;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CitizenNetwork.Cli.Records;

/// <summary>An option that fills one field of a message: <c>--opening-end-date</c> for <c>opening.end_date</c>.</summary>
internal sealed class FieldOption
{
    private readonly IReadOnlyList<FieldDescriptor> _path;
    private readonly Option<string[]>? _several;
    private readonly Option<string?>? _single;

    public FieldOption(IReadOnlyList<FieldDescriptor> path, string? name = null)
    {
        _path = path;
        name ??= NameOf([.. path.Select(field => field.Name)]);
        if (Field.IsRepeated)
        {
            _several = new Option<string[]>(name) { Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };
            Option = _several;
        }
        else
        {
            _single = new Option<string?>(name) { Arity = Field.FieldType == FieldType.Bool ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne };
            Option = _single;
        }

        Option.HelpName = FieldValue.Form(Field);
        Option.Description = Describe();
        Option.CompletionSources.Clear();
        if (FieldValue.Choices(Field) is { Count: > 0 } choices)
        {
            Option.CompletionSources.Add([.. choices]);
        }
    }

    public Option Option { get; }

    /// <summary>The field as a mask names it. A contact is replaced as a whole, since nobody can read what it would keep.</summary>
    public string MaskPath => _path[0].Name == "contact" ? "contact" : string.Join('.', _path.Select(part => part.Name));

    private FieldDescriptor Field => _path[^1];

    /// <summary>What the option of a field is called.</summary>
    public static string NameOf(params ReadOnlySpan<string> path) => $"--{string.Join('-', path!).Replace('_', '-')}";

    /// <summary>Options of every field that a caller can set; those of a message in it stand beside them.</summary>
    /// <param name="type">The message.</param>
    /// <param name="except">Fields that the service sets, or that have an option of another name.</param>
    public static IReadOnlyList<FieldOption> Of(MessageDescriptor type, params IReadOnlyCollection<string> except) =>
        [.. type.Fields.InFieldNumberOrder().Where(field => !except.Contains(field.Name) && !IsTime(field)).SelectMany(field => Below([field]))];

    /// <summary>Sets every field that the command line gives.</summary>
    /// <exception cref="LocalException">One is no such value.</exception>
    public static void Apply(IEnumerable<FieldOption> options, ParseResult parsed, IMessage message)
    {
        foreach (var option in options.Where(option => option.IsGiven(parsed)))
        {
            option.Apply(parsed, message);
        }
    }

    /// <summary>Whether the command line gives it.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetResult(Option) is { Implicit: false };

    /// <summary>Sets the field to what the command line gives.</summary>
    /// <exception cref="LocalException">That is no such value.</exception>
    public void Apply(ParseResult parsed, IMessage message)
    {
        foreach (var field in _path.SkipLast(1))
        {
            if (field.Accessor.GetValue(message) is not IMessage inner)
            {
                field.Accessor.SetValue(message, inner = field.MessageType.New());
            }

            message = inner;
        }

        try
        {
            FieldValue.Set(message, Field, _several is null ? [parsed.GetValue(_single!) ?? string.Empty] : parsed.GetValue(_several) ?? []);
        }
        catch (FormatException wrong)
        {
            throw new LocalException(Words.Of("Wrong_Option", Option.Name, wrong.Message));
        }
    }

    private static IEnumerable<FieldOption> Below(IReadOnlyList<FieldDescriptor> path) =>
        path[^1] is { FieldType: FieldType.Message, IsRepeated: false } field
            ? field.MessageType.Fields.InFieldNumberOrder().SelectMany(inner => Below([.. path, inner]))
            : [new FieldOption(path)];

    private static bool IsTime(FieldDescriptor field) => field.FieldType == FieldType.Message && field.MessageType.FullName.StartsWith("google.protobuf.", StringComparison.Ordinal);

    private string Describe()
    {
        var words = !Field.IsRepeated ? "Field_One" : FieldValue.IsWhole(Field) ? "Field_Repeated" : "Field_Several";
        return Words.Of(words, string.Join('.', _path.Select(part => part.Name)), FieldValue.Describe(Field));
    }
}
