using System.CommandLine;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Server.Hosting;
using Grpc.Net.Client;

namespace CitizenNetwork.EndToEndTests.Security;

/// <summary>The command <c>serve</c>: the key of the first start, and what a start that cannot succeed says.</summary>
public sealed class FirstKeyTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("citizennetwork-key-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Serve_OnANewFolder_ShowsItsKeyOnceAndItGoesOnOpening()
    {
        string key;
        await using (ServeRun first = new(_data))
        {
            key = await first.LineAsync("API key");
            key = key.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2];
            Assert.Matches("^cn_first_[0-9a-f]{64}$", key);
        }

        await using ServeRun second = new(_data);
        var address = (await second.LineAsync("gRPC")).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        await second.LineAsync("HTTP/1.1");
        using var channel = GrpcChannel.ForAddress(address);
        Assert.Empty((await Wire.On(channel, key, string.Empty).Actors.ListActorsAsync(new ListActorsRequest())).Actors);
        Assert.DoesNotContain("API key", await second.EndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_OnAFolderInUse_EndsWithOneAndAClearMessage()
    {
        await using ServeRun first = new(_data);
        await first.LineAsync("API key");
        StringWriter error = new();

        var code = await ServeCommand.Create().Parse(["--data", _data, "--grpc-port", "0", "--http-port", "0"]).InvokeAsync(new InvocationConfiguration { Output = TextWriter.Null, Error = error });

        Assert.Equal(1, code);
        Assert.Single(error.ToString().Trim().Split('\n'));
        Assert.DoesNotContain("Exception", error.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A running <c>serve</c> whose lines can be awaited.</summary>
    private sealed class ServeRun : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly LineWriter _output = new();
        private readonly Task<int> _run;

        public ServeRun(string data) => _run = ServeCommand.Create().Parse(["--data", data, "--grpc-port", "0", "--http-port", "0"])
            .InvokeAsync(new InvocationConfiguration { Output = _output, Error = _output, ProcessTerminationTimeout = null }, _stop.Token);

        /// <summary>The line that begins so; fails when the command ends before it.</summary>
        public async Task<string> LineAsync(string start)
        {
            var line = _output.LineAsync(start);
            if (await Task.WhenAny(line, _run) != line && !line.IsCompleted)
            {
                throw new InvalidOperationException($"serve ended with {await _run}: {_output}");
            }

            return await line;
        }

        /// <summary>Stops it and returns all that it printed.</summary>
        public async Task<string> EndAsync()
        {
            await _stop.CancelAsync();
            await _run;
            return _output.ToString();
        }

        public async ValueTask DisposeAsync()
        {
            await EndAsync();
            _stop.Dispose();
        }
    }
}
