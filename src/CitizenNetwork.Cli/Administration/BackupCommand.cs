using System.CommandLine;
using System.Globalization;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Texts;
using CitizenNetwork.Protocol.V1;
using Grpc.Core;

namespace CitizenNetwork.Cli.Administration;

/// <summary><c>backup</c>: streams a backup into a file, which bears its name only once it is whole.</summary>
internal static class BackupCommand
{
    public static Command Create(Server server)
    {
        Argument<string> file = new("FILE") { Description = Words.Of("Backup_File") };
        Command command = new("backup", Words.Of("Backup")) { file };
        server.Run(command, async (parsed, invoker, output, cancellation) =>
        {
            var path = parsed.GetRequiredValue(file);
            var bytes = await WholeFile.WriteAsync(
                path,
                async writing =>
                {
                    await ReceiveAsync(invoker, writing, cancellation);
                    return await BackupTrailer.IsWholeAsync(writing, cancellation);
                },
                Words.Of("Backup_CutOff"));
            output.Line(Words.Of("Backup_Done", path, bytes.ToString(CultureInfo.InvariantCulture)));
        });
        return command;
    }

    private static async Task ReceiveAsync(CallInvoker invoker, FileStream writing, CancellationToken cancellation)
    {
        using var call = new AdministrationService.AdministrationServiceClient(invoker).Backup(new BackupRequest(), cancellationToken: cancellation);
        await foreach (var chunk in call.ResponseStream.ReadAllAsync(cancellation))
        {
            await writing.WriteAsync(chunk.Data.Memory, cancellation);
        }
    }
}
