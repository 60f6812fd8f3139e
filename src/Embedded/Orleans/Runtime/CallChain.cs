namespace Orleans.Runtime;

/// <summary>Puts the calls that led to an unanswered call, and those it still waits for, into one line.</summary>
internal static class CallChain
{
    private const int MaxLength = 32;

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

        while (chain.Count < MaxLength && children.TryGetValue(chain.Last!.Value, out var child) && !chain.Contains(child))
        {
            chain.AddLast(child);
        }

        var first = chain.First!.Value;
        var origin = first.Caller is { } caller ? caller.GrainId.ToString() : "client";
        return $"{origin} -> {string.Join(" -> ", chain)}{(chain.Last!.Value.Started ? " (running)" : " (waiting for its turn)")}";
    }
}
