using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace CitizenNetwork.EndToEndTests.Running;

/// <summary>A text that stands nowhere else, for tests that look for it where it must not be.</summary>
internal static class Planted
{
    /// <summary>Valid within ids, names, mail addresses and keys.</summary>
    public static string New() => $"plante{Guid.NewGuid():N}"[..22];

    /// <summary>A message of this type with every field filled, and the text in every one that holds text.</summary>
    public static IMessage Fill(MessageDescriptor type, string planted)
    {
        var message = type.Parser.ParseFrom(ByteString.Empty);
        foreach (var field in type.Fields.InFieldNumberOrder())
        {
            if (field.IsRepeated)
            {
                ((IList)field.Accessor.GetValue(message)).Add(Value(field, planted));
            }
            else
            {
                field.Accessor.SetValue(message, Value(field, planted));
            }
        }

        return message;
    }

    private static object Value(FieldDescriptor field, string planted) => field.FieldType switch
    {
        FieldType.String when field.ContainingType == FieldMask.Descriptor => planted,
        FieldType.String => $"{planted}.{field.Name}@exemple.fr",
        FieldType.Bytes => ByteString.CopyFromUtf8(planted),
        FieldType.Message => Fill(field.MessageType, planted),
        FieldType.Enum => System.Enum.ToObject(field.EnumType.ClrType, field.EnumType.Values[^1].Number),
        FieldType.Bool => true,
        FieldType.Double => 1d,
        FieldType.Int32 => 1,
        FieldType.Int64 => 1L,
        _ => throw new NotSupportedException($"{field.FullName} is a {field.FieldType}: fill it here."),
    };
}
