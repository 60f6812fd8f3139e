using System.CommandLine;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Texts;
using CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Cli.Import;

/// <summary><c>mapping suggest</c>: proposes a mapping for a file, ready to be put into one of its own.</summary>
internal static class MappingCommand
{
    public static Command Create(Server server)
    {
        Argument<string> file = new("FILE") { Description = Words.Of("Import_File") };
        Option<string> kind = new("--kind") { Description = Words.Of("Mapping_Kind"), DefaultValueFactory = _ => string.Empty };
        Command suggest = new("suggest", Words.Of("Mapping_Suggest")) { file, kind };
        server.Run(suggest, async (parsed, invoker, output, cancellation) =>
        {
            var path = parsed.GetRequiredValue(file);
            await using var reading = Upload.Open(path);
            SuggestMappingHeader header = new() { FileName = Path.GetFileName(path), Kind = parsed.GetRequiredValue(kind) };
            using var call = new ImportService.ImportServiceClient(invoker).SuggestMapping(cancellationToken: cancellation);
            var sending = Upload.SendAsync(call.RequestStream, new SuggestMappingRequest { Header = header }, reading, piece => new SuggestMappingRequest { Chunk = piece }, cancellation);
            var answer = await call.ResponseAsync;
            await sending;
            foreach (var line in answer.Mapping.TrimEnd('\n').Split('\n'))
            {
                output.Line(line);
            }
        });
        return new Command("mapping", Words.Of("Mapping")) { suggest };
    }
}
