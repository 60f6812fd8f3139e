using System.Globalization;
using Grpc.Core;

namespace CitizenNetwork.Server.Texts;

/// <summary>Language of the one who reads: French first, English on demand.</summary>
internal static class Language
{
    /// <summary>Metadata key by which a caller names its language, as in HTTP: en, en-GB, fr;q=0.8.</summary>
    public const string MetadataKey = "accept-language";

    public static CultureInfo French { get; } = CultureInfo.GetCultureInfo("fr-FR");

    public static CultureInfo English { get; } = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>Language of a call: the first one it names that we speak, else French.</summary>
    public static CultureInfo Of(ServerCallContext context) => Parse(context.RequestHeaders.GetValue(MetadataKey));

    public static CultureInfo Parse(string? accepted)
    {
        foreach (var tag in (accepted ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (tag.StartsWith("en", StringComparison.OrdinalIgnoreCase))
            {
                return English;
            }

            if (tag.StartsWith("fr", StringComparison.OrdinalIgnoreCase))
            {
                return French;
            }
        }

        return French;
    }
}
