using CitizenNetwork.Server.Hosting;
using Grpc.Core;
using Grpc.Health.V1;

namespace CitizenNetwork.Server.Health;

/// <summary>
/// The standard health protocol of gRPC. The server answers only once it has loaded everything, so what it answers is
/// SERVING until it stops.
/// </summary>
internal sealed class HealthService(IHostApplicationLifetime lifetime) : Grpc.Health.V1.Health.HealthBase
{
    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) =>
        IsKnown(request.Service)
            ? Task.FromResult(Now())
            : throw new RpcException(new Status(StatusCode.NotFound, $"No service {request.Service}."));

    /// <summary>The state now, then each change: a service that stops says so before the stream ends.</summary>
    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        if (!IsKnown(request.Service))
        {
            await responseStream.WriteAsync(new HealthCheckResponse { Status = HealthCheckResponse.Types.ServingStatus.ServiceUnknown });
        }
        else
        {
            await responseStream.WriteAsync(Now());
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (either.Token.Register(() => ended.TrySetResult()))
        {
            await ended.Task;
        }

        if (!context.CancellationToken.IsCancellationRequested && IsKnown(request.Service))
        {
            await responseStream.WriteAsync(Now());
        }
    }

    private static bool IsKnown(string service) => service.Length == 0 || Api.Services.Any(known => known.FullName == service);

    private HealthCheckResponse Now() => new()
    {
        Status = lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResponse.Types.ServingStatus.NotServing : HealthCheckResponse.Types.ServingStatus.Serving,
    };
}
