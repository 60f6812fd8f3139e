using CitizenNetwork.Benchmarks.Measuring;

namespace CitizenNetwork.Benchmarks.Rpc;

/// <summary><c>bench rpc</c>: unary and streamed echo against a server process, beside a plain HTTP/2 POST echo.</summary>
internal static class RpcBench
{
    private const int Most = 64;
    private const int Connections = 8;
    private const int StreamMessages = 2_000;

    // A message as small as most answers of an API: what is measured is the call, not the copying.
    private static readonly Echo Message = new() { Text = new string('x', 64), Count = 1 };

    private delegate Task Measured(int caller, int turn);

    public static async Task<Table> RunAsync(BenchSettings settings)
    {
        Table table = new("bench rpc");
        await using var server = await ServerProcess.StartAsync();
        using Clients clients = new(server.Address);
        var report = await clients.Grpc[0].ReportAsync(new ReportRequest());
        Console.WriteLine($"The server's process has {(report.IsServerGc ? "server" : "workstation")} garbage collection.");

        var measured = Rows(table, clients).Where(one => settings.Wants(one.Row.Name)).ToArray();
        foreach (var (_, callers, weight, call) in measured)
        {
            await ClosedLoop.RunAsync(callers, settings.WarmUp, (caller, turn) => call(caller, turn), weight);
        }

        for (var repetition = 0; repetition < settings.Repetitions; repetition++)
        {
            foreach (var (row, callers, weight, call) in measured)
            {
                var before = await clients.Grpc[0].ReportAsync(new ReportRequest());
                var result = await ClosedLoop.RunAsync(callers, settings.Duration, (caller, turn) => call(caller, turn), weight);
                var after = await clients.Grpc[0].ReportAsync(new ReportRequest());
                var serverBytes = (after.AllocatedBytes - before.AllocatedBytes) / (double)result.Calls;
                var serverCpu = (after.CpuMicroseconds - before.CpuMicroseconds) / result.Calls;
                row.Add(result, serverBytes, serverCpu);
                Console.WriteLine($"{row.Name}: {result.PerSecond:N0} {row.Unit}; client: {result.BytesPerCall:N0} bytes, {result.CpuPerCall:F1} µs of CPU; server: {serverBytes:N0}, {serverCpu:F1}");
            }
        }

        return table;
    }

    private static List<(TableRow Row, int Callers, int Weight, Measured Call)> Rows(Table table, Clients clients)
    {
        List<(TableRow, int, int, Measured)> rows = [];
        foreach (var (callers, connections) in (ReadOnlySpan<(int, int)>)[(1, 1), (1, Connections), (Most, 1), (Most, Connections)])
        {
            var shape = $"{callers} concurrent, {connections} {(connections == 1 ? "connection" : "connections")}";
            var plain = table.Row($"yardstick: plain POST echo, {shape}", "calls/s");
            var unary = table.Row($"unary echo, {shape}", "calls/s").Against(plain);
            rows.Add((plain, callers, 1, (caller, turn) => clients.PlainEchoAsync((caller + turn) % connections)));
            rows.Add((unary, callers, 1, (caller, turn) => clients.Grpc[(caller + turn) % connections].SayAsync(Message).ResponseAsync));
        }

        rows.Add((table.Row("server streaming, 1 stream", "messages/s"), 1, StreamMessages, (_, _) => RepeatAsync(clients.Grpc[0])));
        rows.Add((table.Row("client streaming, 1 stream", "messages/s"), 1, StreamMessages, (_, _) => CollectAsync(clients.Grpc[0])));
        rows.Add((table.Row("duplex, 1 stream, one message after another", "messages/s"), 1, StreamMessages, (_, _) => ChatAsync(clients.Grpc[0])));
        return rows;
    }

    private static async Task RepeatAsync(Bench.BenchClient client)
    {
        using var call = client.Repeat(new Echo { Text = Message.Text, Count = StreamMessages });
        var count = 0;
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            count++;
        }

        Expect(count);
    }

    private static async Task CollectAsync(Bench.BenchClient client)
    {
        using var call = client.Collect();
        for (var i = 0; i < StreamMessages; i++)
        {
            await call.RequestStream.WriteAsync(Message);
        }

        await call.RequestStream.CompleteAsync();
        Expect((await call.ResponseAsync).Count);
    }

    private static async Task ChatAsync(Bench.BenchClient client)
    {
        using var call = client.Chat();
        var count = 0;
        for (var i = 0; i < StreamMessages; i++)
        {
            await call.RequestStream.WriteAsync(Message);
            count += await call.ResponseStream.MoveNext(CancellationToken.None) ? 1 : 0;
        }

        await call.RequestStream.CompleteAsync();
        await call.ResponseStream.MoveNext(CancellationToken.None);
        Expect(count);
    }

    private static void Expect(int messages)
    {
        if (messages != StreamMessages)
        {
            throw new InvalidOperationException($"{messages} messages of {StreamMessages} arrived.");
        }
    }
}
