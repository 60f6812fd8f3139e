using System.CommandLine;
using System.Globalization;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Texts;
using CitizenNetwork.Protocol.V1;
using Grpc.Core;

namespace CitizenNetwork.Cli.Administration;

/// <summary><c>backup</c>: streams a backup into a file, which bears its name only once it is whole.</summary>
internal static class BackupCommand
{
    public static Verb Create()
    {
        Argument<string> file = new("FILE") { Description = Words.Of("Backup_File") };
        return new Verb("backup", "Backup")
        {
            Arguments = [file],
            Examples = ["citizennet backup nuit.gz"],
            RunAsync = async call =>
            {
                var path = call.Parsed.GetRequiredValue(file);
                var bytes = await WholeFile.WriteAsync(
                    path,
                    async writing =>
                    {
                        await ReceiveAsync(call, writing);
                        return await BackupTrailer.IsWholeAsync(writing, call.Cancellation);
                    },
                    Words.Of("Backup_CutOff"));
                call.Output.Line(Words.Of("Backup_Done", path, bytes.ToString(CultureInfo.InvariantCulture)));
            },
        };
    }

    private static async Task ReceiveAsync(Call call, FileStream writing)
    {
        using var progress = call.Output.Progress(Words.Of("Backup_Running"));
        using var answer = new AdministrationService.AdministrationServiceClient(call.Invoker).Backup(new BackupRequest(), cancellationToken: call.Cancellation);
        await foreach (var chunk in answer.ResponseStream.ReadAllAsync(call.Cancellation))
        {
            await writing.WriteAsync(chunk.Data.Memory, call.Cancellation);
            progress.Report(writing.Position);
        }
    }
}
