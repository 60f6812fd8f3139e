using System.Globalization;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Texts;
using Google.Rpc;
using Grpc.Core;

namespace CitizenNetwork.Server.Json;

/// <summary>What the face itself refuses, before a method is asked; in the form of every other error.</summary>
internal sealed class JsonRefusals(Sentences sentences)
{
    /// <summary>Most characters of the caller's own words that are sent back.</summary>
    private const int MaxEchoed = 200;

    /// <summary>An error whose metadata are also the data of its sentence.</summary>
    public RpcException Make(StatusCode code, string reason, string key, CultureInfo language, params (string Key, string Value)[] data)
    {
        ErrorInfo info = new() { Domain = RefusalStatus.ErrorDomain, Reason = reason };
        foreach (var (name, value) in data)
        {
            info.Metadata[name] = Echo(value);
        }

        System.Collections.Immutable.ImmutableArray<Datum> shown = [.. data.Select(datum => Datum.Text(Echo(datum.Value)))];
        return RefusalStatus.Make(
            code,
            sentences.Write(key, shown, Language.English),
            [info, new LocalizedMessage { Locale = language.Name, Message = sentences.Write(key, shown, language) }]);
    }

    /// <summary>The caller's words, cut so that an answer never grows with its request.</summary>
    public static string Echo(string text)
    {
        if (text.Length <= MaxEchoed)
        {
            return text;
        }

        // Never between the two halves of one character.
        var length = char.IsHighSurrogate(text[MaxEchoed - 1]) ? MaxEchoed - 1 : MaxEchoed;
        return $"{text[..length]}…";
    }
}
