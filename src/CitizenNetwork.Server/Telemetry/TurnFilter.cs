using System.Diagnostics;

namespace CitizenNetwork.Server.Telemetry;

/// <summary>Measures every turn of a grain.</summary>
internal sealed class TurnFilter(ServiceMetrics metrics) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        var start = Stopwatch.GetTimestamp();
        var failed = true;
        try
        {
            await context.Invoke();
            failed = false;
        }
        finally
        {
            metrics.TurnEnded(context.TargetId.Type.ToString(), context.MethodName, Stopwatch.GetElapsedTime(start), failed);
        }
    }
}
