using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Server.Hosting;
using Grpc.Core;
using Grpc.Health.V1;

namespace CitizenNetwork.EndToEndTests.Discovery;

/// <summary>The health protocol of gRPC, as load balancers speak it.</summary>
[Collection(RecordsServer.Name)]
public sealed class HealthTests(ServerFixture server)
{
    [Fact]
    public async Task Check_OfTheServerAndOfEveryService_IsServing()
    {
        Grpc.Health.V1.Health.HealthClient health = new(server.With(string.Empty).Invoker);

        foreach (var service in Api.Services.Select(service => service.FullName).Prepend(string.Empty))
        {
            Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await health.CheckAsync(new HealthCheckRequest { Service = service })).Status);
        }
    }

    [Fact]
    public async Task Check_OfAnUnknownService_IsNotFound()
    {
        Grpc.Health.V1.Health.HealthClient health = new(server.With(string.Empty).Invoker);

        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await health.CheckAsync(new HealthCheckRequest { Service = "nobody.v1.Nothing" }));

        Assert.Equal(StatusCode.NotFound, refusal.StatusCode);
    }

    [Fact]
    public async Task Watch_OfAnUnknownService_SaysSoAndStaysOpen()
    {
        using var watch = new Grpc.Health.V1.Health.HealthClient(server.With(string.Empty).Invoker).Watch(new HealthCheckRequest { Service = "nobody.v1.Nothing" });

        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.ServiceUnknown, watch.ResponseStream.Current.Status);
    }

    [Fact]
    public async Task Watch_OfAServerThatStops_TellsNotServingBeforeItEnds()
    {
        var own = await ServerFixture.StartAsync();
        try
        {
            using var watch = new Grpc.Health.V1.Health.HealthClient(own.With(string.Empty).Invoker).Watch(new HealthCheckRequest());
            Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, watch.ResponseStream.Current.Status);

            var next = watch.ResponseStream.MoveNext(CancellationToken.None);
            await own.Server.DisposeAsync();

            Assert.True(await next);
            Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, watch.ResponseStream.Current.Status);
            Assert.False(await watch.ResponseStream.MoveNext(CancellationToken.None));
        }
        finally
        {
            await own.DisposeAsync();
        }
    }
}
