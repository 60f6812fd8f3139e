using CitizenNetwork.Domain.Refusals;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace CitizenNetwork.Server.Import.Mapping;

/// <summary>Loads YAML (and so JSON) that somebody sent: bounded in size and depth, without aliases, which can multiply a small text.</summary>
internal static class YamlText
{
    /// <exception cref="MappingException">It is no such text.</exception>
    public static YamlNode Load(string text)
    {
        if (text.Length > ImportLimits.MaxMappingLength)
        {
            throw Fault(1, 1, MappingFault.TooLarge, Datum.Number(ImportLimits.MaxMappingLength / 1024));
        }

        try
        {
            CheckShape(text);
            YamlStream stream = [];
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 1 ? stream.Documents[0].RootNode : throw Fault(1, 1, MappingFault.WrongShape, Datum.Text("kind: actor …"));
        }
        catch (YamlException exception)
        {
            throw Fault(exception.Start.Line, exception.Start.Column, MappingFault.NotYaml, Datum.Text(exception.Message));
        }
    }

    /// <summary>The events are read without recursion; building nodes recurses, so the depth is checked before.</summary>
    private static void CheckShape(string text)
    {
        Parser parser = new(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (parser.Current is AnchorAlias || parser.Current is NodeEvent { Anchor.IsEmpty: false })
            {
                throw Fault(parser.Current.Start.Line, parser.Current.Start.Column, MappingFault.NoAliases);
            }

            if (depth > ImportLimits.MaxMappingDepth)
            {
                throw Fault(parser.Current.Start.Line, parser.Current.Start.Column, MappingFault.TooLarge, Datum.Number(ImportLimits.MaxMappingLength / 1024));
            }
        }
    }

    private static MappingException Fault(long line, long column, MappingFault fault, params System.Collections.Immutable.ImmutableArray<Datum> data) =>
        new([new MappingError(line, column, string.Empty, fault, data)]);
}
