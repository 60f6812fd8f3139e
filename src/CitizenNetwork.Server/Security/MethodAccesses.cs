using System.Collections.Frozen;
using CitizenNetwork.Server.Hosting;
using Google.Protobuf.Reflection;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Security;

/// <summary>What each method asks of its caller, as declared beside it in its proto file.</summary>
internal static class MethodAccesses
{
    /// <summary>Health and reflection, by which a client finds its way; their published files declare nothing.</summary>
    private static readonly V1.MethodAccess s_ofPublished = new() { Policy = V1.AccessPolicy.Open, Cost = 1 };

    private static readonly FrozenDictionary<string, V1.MethodAccess> s_known =
        Api.Services.SelectMany(service => service.Methods).ToFrozenDictionary(NameOf, Declared, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Of a method, <c>/package.Service/Method</c>. Routes are matched in any case of letters and with a slash behind them,
    /// and calls are named as their callers wrote them.
    /// </summary>
    public static V1.MethodAccess Of(string method) =>
        s_known.TryGetValue(method.TrimEnd('/'), out var access) ? access : throw new InvalidOperationException($"{method} declares no access.");

    /// <summary>Whether a method is one of health and reflection.</summary>
    public static bool IsOfPublished(string method) => method.StartsWith("/grpc.", StringComparison.OrdinalIgnoreCase);

    /// <summary>A method as calls name it.</summary>
    public static string NameOf(MethodDescriptor method) => $"/{method.Service.FullName}/{method.Name}";

    private static V1.MethodAccess Declared(MethodDescriptor method) =>
        method.GetOptions()?.GetExtension(V1.AccessExtensions.Access) is { } declared ? declared
        : IsOfPublished(NameOf(method)) ? s_ofPublished
        : new V1.MethodAccess();
}
