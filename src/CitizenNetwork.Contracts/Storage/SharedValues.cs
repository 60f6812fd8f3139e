using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Contracts.Storage;

/// <summary>
/// Short values that very many states name: read again, they are the same string, so that a million states in memory hold
/// each once. A table of fixed size, in which a value takes the place of another one with the same hash: whatever is stored,
/// it does not grow. Any thread.
/// </summary>
internal static class SharedValues
{
    /// <summary>Values remembered: more than communes and most networks' actors.</summary>
    private const int Places = 1 << 18;

    /// <summary>Longer values are read as they are, bytes of UTF-8.</summary>
    private const int MaxBytes = 64;

    private static readonly string?[] s_values = new string?[Places];

    /// <summary>The string that a reader stands on.</summary>
    public static string? Read(ref Utf8JsonReader reader)
    {
        if (reader.HasValueSequence || reader.ValueIsEscaped || reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length > MaxBytes)
        {
            return reader.GetString();
        }

        HashCode hash = default;
        hash.AddBytes(reader.ValueSpan);
        ref var place = ref s_values[hash.ToHashCode() & (Places - 1)];
        return place is { } known && Ascii.Equals(reader.ValueSpan, known) ? known : place = reader.GetString();
    }
}

/// <summary>Actors are named by many records.</summary>
public sealed class ActorIdConverter() : StringValueConverter<ActorId>(value => new(value), id => id.Value, isShared: true);

/// <summary>Territories are named by all records.</summary>
public sealed class PerimeterCodeConverter() : StringValueConverter<PerimeterCode>(value => new(value), code => code.Value, isShared: true);

/// <summary>Lists of strings: of themes nearly always, whose codes are shared.</summary>
internal sealed class StringListConverter : JsonConverter<ImmutableArray<string>>
{
    private static readonly SearchValues<byte> s_code = SearchValues.Create("abcdefghijklmnopqrstuvwxyz-"u8);

    public override ImmutableArray<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("A list is an array.");
        }

        var values = ImmutableArray.CreateBuilder<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            values.Add((IsCode(ref reader) ? SharedValues.Read(ref reader) : reader.GetString()) ?? throw new JsonException("A value of a list is never null."));
        }

        return values.DrainToImmutable();
    }

    public override void Write(Utf8JsonWriter writer, ImmutableArray<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var one in value.IsDefault ? [] : value)
        {
            writer.WriteStringValue(one);
        }

        writer.WriteEndArray();
    }

    /// <summary>Lower-case letters and hyphens, as all codes; the lines of somebody's address are not to be remembered.</summary>
    private static bool IsCode(ref Utf8JsonReader reader) =>
        reader is { TokenType: JsonTokenType.String, HasValueSequence: false } && !reader.ValueSpan.ContainsAnyExcept(s_code);
}
