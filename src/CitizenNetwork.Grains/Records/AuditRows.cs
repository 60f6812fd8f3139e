using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CitizenNetwork.Contracts.Audit;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;
using Orleans.Runtime;

namespace CitizenNetwork.Grains.Records;

/// <summary>The row by which each write of a record enters the audit trail; it is written by the write itself.</summary>
internal static class AuditRows
{
    /// <summary>What is stored beside a record.</summary>
    private static readonly ImmutableArray<string> s_beside = ["contact", "source", "mergedInto"];

    /// <param name="before">What was stored; null: nothing.</param>
    /// <param name="after">What is written.</param>
    public static LedgerEntry Of<T>(Stored<T>? before, Stored<T> after)
        where T : class
    {
        AuditFact fact = new(
            RequestContext.Get(CallTrail.Principal) as string ?? string.Empty,
            RequestContext.Get(CallTrail.Method) as string ?? string.Empty,
            before?.Revision ?? 0,
            after.Revision,
            before is null ? [] : Changed(before, after));
        return new LedgerEntry(LedgerKinds.Audit, after.Revision.ToString(CultureInfo.InvariantCulture), IsOpen: false, Encoding.UTF8.GetString(StateJson.Write(fact)));
    }

    /// <summary>Fields of the record that differ, and of what is stored beside it.</summary>
    private static ImmutableArray<string> Changed<T>(Stored<T> before, Stored<T> after)
        where T : class
    {
        using var old = JsonDocument.Parse(StateJson.Write(before));
        using var now = JsonDocument.Parse(StateJson.Write(after));
        return
        [
            .. Differing(Part(old, "record"), Part(now, "record")).Order(StringComparer.Ordinal),
            .. s_beside.Where(part => !JsonElement.DeepEquals(Part(old, part), Part(now, part))),
        ];
    }

    private static JsonElement Part(JsonDocument state, string name) => state.RootElement.TryGetProperty(name, out var part) ? part : default;

    private static IEnumerable<string> Differing(JsonElement old, JsonElement now)
    {
        if (old.ValueKind != JsonValueKind.Object || now.ValueKind != JsonValueKind.Object)
        {
            return JsonElement.DeepEquals(old, now) ? [] : ["*"];
        }

        return old.EnumerateObject().Select(field => field.Name).Concat(now.EnumerateObject().Select(field => field.Name)).Distinct(StringComparer.Ordinal)
            .Where(name => !(old.TryGetProperty(name, out var one) && now.TryGetProperty(name, out var other) && JsonElement.DeepEquals(one, other)));
    }
}
