using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Xunit.Abstractions;

namespace CitizenNetwork.EndToEndTests.Storage;

/// <summary>A server killed in the middle of writes loses none that it acknowledged.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Rounds = 20;
    private const int Writers = 4;

    /// <summary>Acknowledgements of one round at most; the kill comes after one of them, drawn by the seed.</summary>
    private const int MostAcknowledged = 60;

    [Fact]
    public async Task Kill_AtARandomInstantOfWrites_LosesNothingAcknowledged()
    {
        var seed = int.Parse(Environment.GetEnvironmentVariable("CITIZENNETWORK_SEED") ?? "20261123", CultureInfo.InvariantCulture);
        output.WriteLine($"CITIZENNETWORK_SEED={seed}");
        Random random = new(seed);
        var data = Directory.CreateTempSubdirectory("citizennetwork-kill-").FullName;
        ConcurrentDictionary<string, (long Revision, string Text)> acknowledged = new();
        var key = string.Empty;
        try
        {
            for (var round = 1; round <= Rounds; round++)
            {
                using var process = await ServerProcess.StartAsync(data, key);
                key = process.Key;
                await CheckAsync(process, acknowledged);
                var instant = random.Next(1, MostAcknowledged);
                var before = acknowledged.Values.Sum(entry => entry.Revision);
                await WriteUntilKilledAsync(process, acknowledged, instant, round);
                output.WriteLine($"round {round}: killed after acknowledgement {instant}, {acknowledged.Values.Sum(entry => entry.Revision) - before} acknowledged");
            }

            using var last = await ServerProcess.StartAsync(data, key);
            await CheckAsync(last, acknowledged);
            Assert.InRange(acknowledged.Count, Rounds, int.MaxValue);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    /// <summary>Writers create and change records until the server is gone; each notes what was acknowledged before the next call.</summary>
    private static async Task WriteUntilKilledAsync(ServerProcess process, ConcurrentDictionary<string, (long Revision, string Text)> acknowledged, int instant, int round)
    {
        var count = 0;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            try
            {
                for (var i = 0; ; i++)
                {
                    var text = $"tour {round}, main {writer}, écriture {i}";
                    var made = await process.Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor(text), ActorId = $"a-{round}-{writer}-{i}" });
                    Note(made);
                    made.DisplayName = $"{text}, changée";
                    Note(await process.Wire.Actors.UpdateActorAsync(new UpdateActorRequest { Actor = made, UpdateMask = Samples.Mask("display_name") }));
                }
            }
            catch (RpcException) when (process.IsKilled)
            {
                // The server was killed in the middle of a call: that call was not acknowledged.
            }
        }));

        void Note(Actor actor)
        {
            acknowledged[actor.Name] = (long.Parse(actor.Etag, CultureInfo.InvariantCulture), actor.DisplayName);
            if (Interlocked.Increment(ref count) == instant)
            {
                process.Kill();
            }
        }
    }

    private static async Task CheckAsync(ServerProcess process, ConcurrentDictionary<string, (long Revision, string Text)> acknowledged)
    {
        Assert.All(await process.Wire.EverythingAsync(), record => Assert.NotEmpty(record));
        List<Actor> actors = [];
        await Pages.AllAsync(async token => await process.Wire.Actors.ListActorsAsync(new ListActorsRequest { PageSize = 200, PageToken = token }), page => page.Actors, page => page.NextPageToken, actors);
        var stored = actors.ToDictionary(actor => actor.Name);
        foreach (var (name, (revision, text)) in acknowledged)
        {
            Assert.True(stored.TryGetValue(name, out var actor), $"{name} was acknowledged and is not there.");
            var found = long.Parse(actor.Etag, CultureInfo.InvariantCulture);
            Assert.InRange(found, revision, revision + 1);
            Assert.True(found > revision || actor.DisplayName == text, $"{name} is at revision {found} with « {actor.DisplayName} ».");
        }

        // A write that was not acknowledged is either whole or not there.
        Assert.All(actors, actor => Assert.Equal(actor.Etag == "2", actor.DisplayName.EndsWith(", changée", StringComparison.Ordinal)));
        if (actors.Count > 0)
        {
            Assert.Equal(actors[^1], await process.Wire.Actors.GetActorAsync(new GetActorRequest { Name = actors[^1].Name }));
        }
    }

    /// <summary>The server as a process of its own.</summary>
    private sealed class ServerProcess : IDisposable
    {
        private readonly Process _process;
        private readonly GrpcChannel _channel;

        private ServerProcess(Process process, string address, string key)
        {
            _process = process;
            Key = key;
            _channel = GrpcChannel.ForAddress(address);
            Wire = Wire.On(_channel, key, string.Empty);
        }

        public string Key { get; }

        public Wire Wire { get; }

        public bool IsKilled { get; private set; }

        public static async Task<ServerProcess> StartAsync(string data, string key)
        {
            ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
            {
                ArgumentList = { Path.Combine(AppContext.BaseDirectory, "CitizenNetwork.Server.dll"), "serve", "--data", data, "--grpc-port", "0", "--http-port", "0" },
                RedirectStandardOutput = true,
                UseShellExecute = false,
            };
            var process = Process.Start(start)!;
            var address = await ValueAsync("gRPC", 1);
            await ValueAsync("HTTP/1.1", 1);
            return new ServerProcess(process, address, key.Length > 0 ? key : await ValueAsync("API key", 2));

            async Task<string> ValueAsync(string name, int column)
            {
                while (await process.StandardOutput.ReadLineAsync() is { } line)
                {
                    if (line.StartsWith(name, StringComparison.Ordinal))
                    {
                        return line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[column];
                    }
                }

                throw new InvalidOperationException($"The server ended before it printed {name}.");
            }
        }

        public void Kill()
        {
            IsKilled = true;
            _process.Kill();
        }

        public void Dispose()
        {
            _channel.Dispose();
            if (!_process.HasExited)
            {
                _process.Kill();
            }

            _process.WaitForExit();
            _process.Dispose();
        }
    }
}
