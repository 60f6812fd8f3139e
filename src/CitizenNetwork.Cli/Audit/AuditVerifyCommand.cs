using System.CommandLine;
using System.Globalization;
using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Commands;
using CitizenNetwork.Cli.Texts;
using CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Cli.Audit;

/// <summary>
/// <c>audit verify</c>: the server reads its own chain, or this program an exported one. Whoever can write a whole file can
/// also reckon a whole chain anew: only a hash that was noted elsewhere tells that apart.
/// </summary>
internal static class AuditVerifyCommand
{
    public static Verb Create()
    {
        Option<string?> file = new("--file") { Description = Words.Of("Audit_File") };
        Option<string?> head = new("--head") { Description = Words.Of("Audit_Head") };
        return new Verb("audit verify", "Audit_Verify")
        {
            Options = [file, head],
            Json = [VerifyAuditResponse.Descriptor],
            Examples = ["citizennet audit verify", "citizennet audit verify --file piste.jsonl"],
            RunAsync = async call =>
            {
                var noted = call.Parsed.GetValue(head)?.ToLowerInvariant();
                var path = call.Parsed.GetValue(file);
                if (noted is not null && path is null)
                {
                    throw new LocalException(Words.Of("Audit_HeadAlone"));
                }

                var verdict = path is null
                    ? await new AuditService.AuditServiceClient(call.Invoker).VerifyAuditAsync(new VerifyAuditRequest(), null, Server.Deadline(), call.Cancellation)
                    : OfFile(path, noted);
                if (call.IsJson)
                {
                    call.Output.Json(verdict);
                }
                else
                {
                    call.Output.Table(string.Empty, [string.Empty, string.Empty], Rows(verdict));
                }

                if (!verdict.Holds)
                {
                    throw new AlteredException(verdict.FirstWrongNumber > 0
                        ? Words.Of("Audit_Broken", verdict.FirstWrongNumber.ToString(CultureInfo.InvariantCulture))
                        : Words.Of("Audit_NoHead"));
                }
            },
        };
    }

    private static IEnumerable<IReadOnlyList<string>> Rows(VerifyAuditResponse verdict) =>
    [
        [Words.Of("Audit_Holds"), Words.Of(verdict.Holds ? "Audit_Yes" : "Audit_No")],
        [Words.Of("Audit_Entries"), verdict.EntryCount.ToString(CultureInfo.InvariantCulture)],
        [Words.Of("Audit_RedactedCount"), verdict.RedactedCount.ToString(CultureInfo.InvariantCulture)],
        [Words.Of("Audit_Waiting"), verdict.WaitingCount.ToString(CultureInfo.InvariantCulture)],
        [Words.Of("Audit_Hash"), verdict.HeadHash],
    ];

    /// <summary>The verdict on a file; one in which no entry bears the hash that was noted does not hold.</summary>
    private static VerifyAuditResponse OfFile(string path, string? noted)
    {
        AuditChain chain = new();
        var isThere = noted is null || noted == chain.Head;
        foreach (var entry in AuditFile.Read(path))
        {
            if (!chain.Add(entry))
            {
                break;
            }

            isThere |= noted == chain.Head;
        }

        return new VerifyAuditResponse
        {
            Holds = chain.FirstWrong == 0 && isThere,
            EntryCount = chain.Entries,
            RedactedCount = chain.Redacted,
            FirstWrongNumber = chain.FirstWrong,
            HeadHash = chain.Head,
        };
    }
}
