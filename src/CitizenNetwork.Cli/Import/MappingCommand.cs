using System.CommandLine;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Texts;
using CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Cli.Import;

/// <summary><c>mapping suggest</c>: proposes a mapping for a file, ready to be put into one of its own.</summary>
internal static class MappingCommand
{
    public static Verb Create()
    {
        Argument<string> file = new("FILE") { Description = Words.Of("Import_File") };
        Option<string> kind = new("--kind") { Description = Words.Of("Mapping_Kind"), DefaultValueFactory = _ => string.Empty };
        return new Verb("mapping suggest", "Mapping_Suggest")
        {
            Arguments = [file],
            Options = [kind],
            Json = [SuggestMappingResponse.Descriptor],
            Examples = ["citizennet mapping suggest annuaire.csv --kind actor > annuaire.yaml"],
            RunAsync = async call =>
            {
                var path = call.Parsed.GetRequiredValue(file);
                await using var reading = Upload.Open(path);
                SuggestMappingHeader header = new() { FileName = Path.GetFileName(path), Kind = call.Parsed.GetRequiredValue(kind) };
                using var asking = new ImportService.ImportServiceClient(call.Invoker).SuggestMapping(cancellationToken: call.Cancellation);
                using var progress = call.Output.Progress(Words.Of("Import_Sending"), reading.Length);
                var sending = Upload.SendAsync(asking.RequestStream, new SuggestMappingRequest { Header = header }, reading, piece => new SuggestMappingRequest { Chunk = piece }, progress, call.Cancellation);
                var answer = await asking.ResponseAsync;
                await sending;
                if (call.IsJson)
                {
                    call.Output.Json(answer);
                    return;
                }

                foreach (var line in answer.Mapping.TrimEnd('\n').Split('\n'))
                {
                    call.Output.Line(line);
                }
            },
        };
    }
}
