using System.Buffers;
using System.Net;
using System.Runtime;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CitizenNetwork.Benchmarks.Rpc;

/// <summary>The other side, in a process of its own: prints its address, serves until its input ends.</summary>
internal static class RpcServer
{
    /// <summary>The argument that makes this program the server.</summary>
    public const string Argument = "rpc-server";

    /// <summary>Where the yardstick answers.</summary>
    public const string PlainPath = "/plain";

    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        await using var app = builder.Build();
        app.MapGrpcService<BenchService>();
        app.MapPost(PlainPath, (RequestDelegate)EchoBodyAsync);
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());

        // Ends with the parent, however that one ends.
        while (await Console.In.ReadLineAsync() is not null)
        {
        }

        return 0;
    }

    private static async Task EchoBodyAsync(HttpContext http)
    {
        var body = http.Request.BodyReader;
        while (true)
        {
            var read = await body.ReadAsync();
            foreach (var part in read.Buffer)
            {
                http.Response.BodyWriter.Write(part.Span);
            }

            body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }
}

/// <inheritdoc cref="Bench.BenchBase" />
internal sealed class BenchService : Bench.BenchBase
{
    public override Task<Echo> Say(Echo request, ServerCallContext context) => Task.FromResult(request);

    public override async Task Repeat(Echo request, IServerStreamWriter<Echo> responseStream, ServerCallContext context)
    {
        for (var i = 0; i < request.Count; i++)
        {
            await responseStream.WriteAsync(request);
        }
    }

    public override async Task<Echo> Collect(IAsyncStreamReader<Echo> requestStream, ServerCallContext context)
    {
        Echo last = new();
        var count = 0;
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            last = requestStream.Current;
            count++;
        }

        return new Echo { Text = last.Text, Count = count };
    }

    public override async Task Chat(IAsyncStreamReader<Echo> requestStream, IServerStreamWriter<Echo> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            await responseStream.WriteAsync(requestStream.Current);
        }
    }

    public override Task<ServerReport> Report(ReportRequest request, ServerCallContext context) =>
        Task.FromResult(new ServerReport
        {
            AllocatedBytes = GC.GetTotalAllocatedBytes(precise: true),
            IsServerGc = GCSettings.IsServerGC,
            CpuMicroseconds = Environment.CpuUsage.TotalTime.TotalMicroseconds,
        });
}
