using System.Text;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Import;
using CitizenNetwork.Cli.Texts;
using CitizenNetwork.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;

namespace CitizenNetwork.Cli.Audit;

/// <summary>The audit chain in a file: one entry a line, as protobuf JSON, in the order of their numbers.</summary>
internal static class AuditFile
{
    private const byte LineEnd = (byte)'\n';

    /// <summary>Writes all entries that a server has.</summary>
    /// <returns>Entries written.</returns>
    public static async Task<long> WriteAsync(Call call, Stream writing, ProgressLine? progress)
    {
        var (entries, bytes) = (0L, 0L);
        using var answer = new AuditService.AuditServiceClient(call.Invoker).ExportAudit(new ExportAuditRequest(), cancellationToken: call.Cancellation);
        await foreach (var entry in answer.ResponseStream.ReadAllAsync(call.Cancellation))
        {
            byte[] line = [.. Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(entry)), LineEnd];
            await writing.WriteAsync(line, call.Cancellation);
            entries++;
            progress?.Report(bytes += line.Length);
        }

        return entries;
    }

    /// <summary>Reads the entries of a file.</summary>
    /// <exception cref="LocalException">It cannot be read; the message names the line that is no entry.</exception>
    public static IEnumerable<AuditEntry> Read(string path)
    {
        var number = 0;
        foreach (var line in Lines(path))
        {
            number++;
            yield return Entry(line) ?? throw new LocalException(Words.Of("Audit_WrongLine", path, number));
        }
    }

    private static AuditEntry? Entry(string line)
    {
        try
        {
            return AuditEntry.Parser.ParseJson(line);
        }
        catch (Exception wrong) when (wrong is InvalidProtocolBufferException or InvalidJsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Lines(string path)
    {
        using StreamReader reader = new(Upload.Open(path));
        while (Next(reader, path) is { } line)
        {
            yield return line;
        }
    }

    private static string? Next(StreamReader reader, string path)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (IOException wrong)
        {
            throw new LocalException(Words.Of("Wrong_Input", path, wrong.Message));
        }
    }
}
