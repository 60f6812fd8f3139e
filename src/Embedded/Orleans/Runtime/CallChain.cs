using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Orleans.Runtime;

/// <summary>Puts the calls that led to an unanswered call, and those it still waits for, into one line.</summary>
internal static class CallChain
{
    private const int MaxLength = 32;

    /// <summary>
    /// The call on which an unanswered one waited until that timed out. Each silo and client counts time for itself: the
    /// caller's time may be up when its callee's call has just ended, and it is no longer among the outstanding ones.
    /// </summary>
    private static readonly ConditionalWeakTable<GrainRequest, GrainRequest> TimedOut = new();

    /// <summary>Must be called before the request ends, while it knows its parent.</summary>
    public static void Remember(GrainRequest request)
    {
        if (request.Parent is { } parent)
        {
            TimedOut.AddOrUpdate(parent, request);
        }
    }

    public static List<string> Describe(List<GrainRequest> requests, List<GrainRequest> outstanding)
    {
        var children = new Dictionary<GrainRequest, GrainRequest>(ReferenceEqualityComparer.Instance);
        foreach (var request in outstanding)
        {
            if (request.Parent is { } parent)
            {
                children.TryAdd(parent, request);
            }
        }

        return requests.ConvertAll(request => Describe(request, children));
    }

    private static string Describe(GrainRequest request, Dictionary<GrainRequest, GrainRequest> children)
    {
        var chain = new LinkedList<GrainRequest>([request]);
        while (chain.Count < MaxLength && chain.First!.Value.Parent is { } parent && !chain.Contains(parent))
        {
            chain.AddFirst(parent);
        }

        while (chain.Count < MaxLength && TryGetChild(chain.Last!.Value, children, out var child) && !chain.Contains(child))
        {
            chain.AddLast(child);
        }

        var first = chain.First!.Value;
        var origin = first.Caller is { } caller ? caller.GrainId.ToString() : "client";
        return $"{origin} -> {string.Join(" -> ", chain)}{(chain.Last!.Value.Started ? " (running)" : " (waiting for its turn)")}";
    }

    private static bool TryGetChild(GrainRequest request, Dictionary<GrainRequest, GrainRequest> children, [NotNullWhen(true)] out GrainRequest? child) =>
        children.TryGetValue(request, out child) || TimedOut.TryGetValue(request, out child);
}
