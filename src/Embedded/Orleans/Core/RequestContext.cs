using System.Collections.Immutable;

namespace Orleans.Runtime;

/// <summary>Values that travel with every call made from here.</summary>
public static class RequestContext
{
    private static readonly AsyncLocal<ImmutableDictionary<string, object>?> Ambient = new();

    public static IEnumerable<string> Keys => Ambient.Value?.Keys ?? [];

    public static IEnumerable<KeyValuePair<string, object>> Entries => Ambient.Value ?? [];

    /// <summary>Null as long as nothing was set: the usual case costs nothing.</summary>
    internal static ImmutableDictionary<string, object>? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    public static object? Get(string key) => Ambient.Value is { } values && values.TryGetValue(key, out var value) ? value : null;

    public static void Set(string key, object value) =>
        Ambient.Value = (Ambient.Value ?? ImmutableDictionary<string, object>.Empty).SetItem(key, value);

    public static bool Remove(string key)
    {
        if (Ambient.Value is not { } values || !values.ContainsKey(key))
        {
            return false;
        }

        var rest = values.Remove(key);
        Ambient.Value = rest.IsEmpty ? null : rest;
        return true;
    }

    public static void Clear() => Ambient.Value = null;
}
