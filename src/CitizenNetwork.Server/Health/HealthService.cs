using CitizenNetwork.Server.Hosting;
using Grpc.Core;
using Grpc.Health.V1;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace CitizenNetwork.Server.Health;

/// <summary>The standard health protocol of gRPC. All services share the server's state: each of them needs the store.</summary>
internal sealed class HealthService(Readiness readiness) : Grpc.Health.V1.Health.HealthBase
{
    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) =>
        IsKnown(request.Service)
            ? Task.FromResult(Answer(readiness.Current))
            : throw new RpcException(new Status(StatusCode.NotFound, $"No service {request.Service}."));

    /// <summary>The state now, then each change: a service that stops says so before the stream ends.</summary>
    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        var isKnown = IsKnown(request.Service);
        var state = readiness.Current;
        var told = isKnown ? Answer(state) : new HealthCheckResponse { Status = ServingStatus.ServiceUnknown };
        await responseStream.WriteAsync(told);
        while (state.Reason is not NotReadyReason.Stopping)
        {
            await ((Task)state.Next).WaitAsync(context.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (context.CancellationToken.IsCancellationRequested)
            {
                return;
            }

            state = await state.Next;
            if (isKnown && Answer(state).Status != told.Status)
            {
                told = Answer(state);
                await responseStream.WriteAsync(told);
            }
        }
    }

    private static bool IsKnown(string service) => service.Length == 0 || Api.Services.Any(known => known.FullName == service);

    private static HealthCheckResponse Answer(ReadinessState state) => new() { Status = state.IsReady ? ServingStatus.Serving : ServingStatus.NotServing };
}
