using System.Reflection;
using Orleans.Concurrency;

namespace Orleans.Runtime;

/// <summary>What a call needs to know about its method; read once from the attributes.</summary>
internal sealed class GrainMethod
{
    public GrainMethod(MethodInfo method)
    {
        Method = method;
        AlwaysInterleave = method.IsDefined(typeof(AlwaysInterleaveAttribute), false);
        ReadOnly = method.IsDefined(typeof(ReadOnlyAttribute), false);
        OneWay = method.IsDefined(typeof(OneWayAttribute), false);
        ResponseTimeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
        TakesToken = method.GetParameters().Any(parameter => parameter.ParameterType == typeof(CancellationToken));
    }

    public MethodInfo Method { get; }

    public string Name => Method.Name;

    public bool AlwaysInterleave { get; }

    public bool ReadOnly { get; }

    public bool OneWay { get; }

    public bool TakesToken { get; }

    public TimeSpan? ResponseTimeout { get; }
}
