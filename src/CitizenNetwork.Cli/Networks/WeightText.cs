using System.Globalization;
using CitizenNetwork.Cli.Records;
using CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Cli.Networks;

/// <summary>A weight as it is typed: <c>partner:distance=0.5</c>.</summary>
internal static class WeightText
{
    private static readonly Google.Protobuf.Reflection.EnumDescriptor s_categories = SignalWeight.Descriptor.FindFieldByName("category").EnumType;
    private static readonly Google.Protobuf.Reflection.EnumDescriptor s_signals = SignalWeight.Descriptor.FindFieldByName("signal").EnumType;

    /// <summary>What it looks like.</summary>
    public static string Form { get; } = $"({string.Join('|', EnumNames.Of(s_categories))}):({string.Join('|', EnumNames.Of(s_signals))})=0.5";

    /// <summary>The weight, or null when the text is none.</summary>
    public static SignalWeight? Read(string text) =>
        text.Split(':', '=') is [var category, var signal, var weight]
        && EnumNames.Find(s_categories, category) is { } knownCategory
        && EnumNames.Find(s_signals, signal) is { } knownSignal
        && double.TryParse(weight, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? new SignalWeight { Category = (MatchCategory)knownCategory.Number, Signal = (Signal)knownSignal.Number, Weight = value }
            : null;

    public static string Of(SignalWeight weight) =>
        string.Create(CultureInfo.InvariantCulture, $"{EnumNames.ShortOf(weight.Category)}:{EnumNames.ShortOf(weight.Signal)}={weight.Weight}");
}
