using CitizenNetwork.Storage.Privacy;
using Google.Protobuf;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Privacy;

/// <summary>Erases again, in what was restored from an older backup, whoever was erased since.</summary>
internal sealed class ErasureReplay(PersonTable table, PersonSearch search, PersonEraser eraser, ErasureTable register)
{
    /// <summary>Erasures as <c>citizennet erasures --json</c> writes them, one a line.</summary>
    /// <exception cref="InvalidDataException">A line is no erasure.</exception>
    public static IReadOnlyList<StoredErasure> Read(IEnumerable<string> lines)
    {
        List<StoredErasure> erasures = [];
        foreach (var line in lines.Where(line => line.Length > 0))
        {
            try
            {
                var erasure = V1.Erasure.Parser.ParseJson(line);
                if (erasure.NameHash.Length == 0 || erasure.BeginTime is null)
                {
                    throw Wrong(erasures.Count, null);
                }

                erasures.Add(new StoredErasure(
                    erasure.Name[(erasure.Name.IndexOf('/', StringComparison.Ordinal) + 1)..],
                    erasure.NameHash,
                    erasure.Whole,
                    erasure.Principal,
                    erasure.Reason,
                    erasure.BeginTime.ToDateTimeOffset(),
                    null,
                    []));
            }
            catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidJsonException)
            {
                throw Wrong(erasures.Count, exception);
            }
        }

        return erasures;
    }

    private static InvalidDataException Wrong(int read, Exception? cause) =>
        new($"Number {read + 1} of the erasures cannot be read: the file is to be as citizennet erasures --json wrote it. Nothing was restored.", cause);

    /// <summary>Erases those that are there.</summary>
    /// <returns>How many were.</returns>
    public async Task<int> RunAsync(IReadOnlyList<StoredErasure> erasures, CancellationToken cancellation)
    {
        var names = (await table.KeysAsync(cancellation)).Distinct(StringComparer.Ordinal).ToDictionary(ErasureTable.HashOf, StringComparer.Ordinal);
        var erased = 0;
        foreach (var erasure in erasures)
        {
            var person = names.TryGetValue(erasure.NameHash, out var name) ? await search.FindAsync(name, erasure.IsWhole, cancellation) : null;
            var known = erasure with { Pending = person is null ? [] : [person.Name, .. person.Names.Where(other => other != person.Name)] };
            await register.AdoptAsync(known, cancellation);
            if (person is null)
            {
                await register.DoneAsync(erasure.Id, cancellation);
                continue;
            }

            await eraser.CompleteAsync(known, cancellation);
            erased++;
        }

        return erased;
    }
}
