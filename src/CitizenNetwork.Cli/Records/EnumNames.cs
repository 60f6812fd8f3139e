using Google.Protobuf.Reflection;

namespace CitizenNetwork.Cli.Records;

/// <summary>Closed values in short: <c>ACTOR_KIND_YOUTH_GROUP</c> is <c>youth-group</c>.</summary>
internal static class EnumNames
{
    private const string UnspecifiedSuffix = "UNSPECIFIED";

    /// <summary>All but the one that says nothing.</summary>
    public static IEnumerable<string> Of(EnumDescriptor type) => type.Values.Where(value => value.Number != 0).Select(ShortOf);

    /// <summary>The value that a text names, short or as the contract writes it; null: none.</summary>
    public static EnumValueDescriptor? Find(EnumDescriptor type, string text) =>
        type.Values.FirstOrDefault(value => value.Number != 0 && (value.Name == text || ShortOf(value) == text));

    public static string ShortOf(EnumValueDescriptor value) =>
        value.Name[PrefixLength(value.EnumDescriptor)..].Replace('_', '-').ToLowerInvariant();

    /// <summary>Of a value of a generated enum, which bears its name without what all share.</summary>
    public static string ShortOf<T>(T value)
        where T : struct, Enum =>
        string.Concat(value.ToString().Select((character, place) => char.IsUpper(character) && place > 0 ? $"-{character}" : $"{character}")).ToLowerInvariant();

    // Every enum of the contract begins with the value that says nothing, named after the enum.
    private static int PrefixLength(EnumDescriptor type) => type.Values[0].Name.Length - UnspecifiedSuffix.Length;
}
