using System.Collections;
using System.Globalization;
using CitizenNetwork.Cli.Networks;
using CitizenNetwork.Cli.Texts;
using CitizenNetwork.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CitizenNetwork.Cli.Records;

/// <summary>Values of fields as they are typed.</summary>
internal static class FieldValue
{
    private const char Separator = ',';

    private static readonly string[] s_yes = ["true", "oui", "yes"];
    private static readonly string[] s_no = ["false", "non", "no"];

    /// <summary>Sets a field; an empty text empties it.</summary>
    /// <exception cref="FormatException">A text is no value of it; the message says what would be.</exception>
    public static void Set(IMessage message, FieldDescriptor field, IReadOnlyList<string> given)
    {
        if (!field.IsRepeated)
        {
            field.Accessor.SetValue(message, Of(field, given[^1]));
            return;
        }

        var list = (IList)field.Accessor.GetValue(message);
        list.Clear();
        foreach (var text in given.SelectMany(text => Split(field, text)))
        {
            list.Add(Of(field, text));
        }
    }

    /// <summary>Values that a field can have, when they are few.</summary>
    public static IReadOnlyList<string> Choices(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Enum => [.. EnumNames.Of(field.EnumType)],
        FieldType.Bool => ["true", "false"],
        _ => [],
    };

    /// <summary>What a value looks like, in words.</summary>
    public static string Describe(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Enum => string.Join(", ", Choices(field)),
        FieldType.Bool => Words.Of("Field_Flag"),
        FieldType.Int32 or FieldType.Int64 => Words.Of("Field_Whole"),
        FieldType.Double => Words.Of("Field_Decimal"),
        FieldType.Message when field.MessageType == SignalWeight.Descriptor => WeightText.Form,
        FieldType.Message => Words.Of("Field_Json", field.MessageType.Name),
        _ => Words.Of("Field_Text"),
    };

    /// <summary>Whether a value of a list may hold commas: a line of an address, and JSON.</summary>
    public static bool IsWhole(FieldDescriptor field) =>
        field.Name == "address_lines" || (field.FieldType == FieldType.Message && field.MessageType != SignalWeight.Descriptor);

    /// <summary>A word for a value, where help shows how the option is written.</summary>
    public static string Form(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Enum => Words.Of("Form_Choice"),
        FieldType.Bool => "true|false",
        FieldType.Int32 or FieldType.Int64 or FieldType.Double => Words.Of("Form_Number"),
        FieldType.Message when field.MessageType != SignalWeight.Descriptor => "JSON",
        _ => Words.Of("Form_Text"),
    };

    private static object Of(FieldDescriptor field, string text) => field.FieldType switch
    {
        FieldType.String => text,
        FieldType.Enum => Enum.ToObject(field.EnumType.ClrType, text.Length == 0 ? 0 : (EnumNames.Find(field.EnumType, text) ?? throw Wrong(field, text)).Number),
        FieldType.Bool => text.Length == 0 || s_yes.Contains(text) || (s_no.Contains(text) ? false : throw Wrong(field, text)),
        FieldType.Int32 => text.Length == 0 ? 0 : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(field, text),
        FieldType.Int64 => text.Length == 0 ? 0L : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(field, text),
        FieldType.Double => text.Length == 0 ? 0d : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(field, text),
        FieldType.Message when field.MessageType == SignalWeight.Descriptor => WeightText.Read(text) ?? throw Wrong(field, text),
        FieldType.Message => Json(field, text),
        _ => throw new NotSupportedException($"{field.FullName} is a {field.FieldType}: read it here."),
    };

    private static string[] Split(FieldDescriptor field, string text) =>
        text.Length == 0 ? []
        : IsWhole(field) ? [text]
        : text.Split(Separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static IMessage Json(FieldDescriptor field, string text)
    {
        try
        {
            return JsonParser.Default.Parse(text, field.MessageType);
        }
        catch (Exception wrong) when (wrong is InvalidProtocolBufferException or InvalidJsonException)
        {
            throw new FormatException(wrong.Message, wrong);
        }
    }

    private static FormatException Wrong(FieldDescriptor field, string text) => new(Words.Of("Wrong_Value", text, Describe(field)));
}
