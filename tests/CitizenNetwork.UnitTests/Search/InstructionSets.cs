using System.Globalization;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using System.Text;
using CitizenNetwork.Matching.Search;
using CitizenNetwork.Matching.Vectors;

namespace CitizenNetwork.UnitTests.Search;

/// <summary>What a process with fewer instruction sets computes, to be compared with what this one does.</summary>
internal static class InstructionSets
{
    /// <summary>The argument that makes this program compute and print instead of running tests.</summary>
    public const string Argument = "instruction-sets";

    // Few enough for a machine without any, where a vector is emulated.
    private const int Rows = 4_000;
    private const int Queries = 80;

    /// <summary>The kernel in use with the widest vectors, and a hash of all answers; every answer was compared with brute force.</summary>
    public static string Describe()
    {
        GeneratedRows generated = new(23);
        var rows = generated.Rows(Rows);
        var index = NearbyIndex.Of(rows);
        StringBuilder answers = new();
        for (var i = 0; i < Queries; i++)
        {
            var query = generated.Query();
            var (expected, found) = BruteForce.Both(index, rows, GeneratedRows.Space, query);
            if (expected != found)
            {
                return $"{query}: {found} instead of {expected}";
            }

            // By similarity only compared with brute force: the learned space itself sums in the machine's own order.
            answers.AppendLine(query.Order == SearchOrder.Text ? "" : found);
        }

        foreach (var kind in new[] { "unit", "sparse", "large", "equal" })
        {
            answers.AppendLine(Similar(kind));
        }

        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(answers.ToString())));
        return $"{Int8Top.Kernel} {Width().ToString(CultureInfo.InvariantCulture)} {hash}";
    }

    private static int Width() => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    private static string Similar(string kind)
    {
        Random random = new(29);
        var rows = Enumerable.Range(0, Rows).Select(_ => GeneratedVectors.Make(kind, random)!).ToArray();
        var vectors = Int8Rows.Of(Rows, 64, row => rows[row]);
        StringBuilder best = new();
        for (var i = 0; i < 10; i++)
        {
            var query = GeneratedVectors.Make(kind, random)!;
            Int8Top top = new(query, 50);
            top.Scan(vectors, 0);

            // The candidates as well: every kernel gives the same whole numbers.
            best.AppendJoin(' ', top.Candidates().Select(found => (found.Row, Score: BitConverter.SingleToInt32Bits(ExactDot.Of(query, rows[found.Row])))));
        }

        return best.ToString();
    }
}
