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
    /// <summary>What the name of a file ends with while it is not whole.</summary>
    public const string PartSuffix = ".part";

    public static Command Create(Server server)
    {
        Argument<string> file = new("FILE") { Description = Words.Of("Backup_File") };
        Command command = new("backup", Words.Of("Backup")) { file };
        server.Run(command, async (parsed, invoker, output, cancellation) =>
        {
            var path = parsed.GetRequiredValue(file);
            var bytes = await SaveAsync(invoker, path, cancellation);
            output.Line(Words.Of("Backup_Done", path, bytes.ToString(CultureInfo.InvariantCulture)));
        });
        return command;
    }

    private static async Task<long> SaveAsync(CallInvoker invoker, string path, CancellationToken cancellation)
    {
        try
        {
            var part = path + PartSuffix;
            await using FileStream writing = new(part, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
            var isWhole = false;
            try
            {
                await ReceiveAsync(invoker, writing, cancellation);
                isWhole = await BackupTrailer.IsWholeAsync(writing, cancellation);
            }
            finally
            {
                if (!isWhole)
                {
                    File.Delete(part);
                }
            }

            if (!isWhole)
            {
                throw new LocalException(Words.Of("Backup_CutOff"));
            }

            // On the disk before its name says that it is there.
            writing.Flush(flushToDisk: true);
            File.Move(part, path, overwrite: true);
            return writing.Length;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LocalException(Words.Of("Wrong_File", path, exception.Message));
        }
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
