using System.Threading.Channels;

namespace CitizenNetwork.Benchmarks.Grains;

/// <summary>
/// The yardstick: what one writes who has no grains. One reader for each key takes requests from a channel, one after
/// another, and answers through a completion source whose waiter does not run on the reader.
/// </summary>
internal sealed class ChannelHops : IAsyncDisposable
{
    private readonly Channel<Request>[] _channels;
    private readonly Task[] _readers;

    public ChannelHops(int keys)
    {
        _channels = [.. Enumerable.Range(0, keys).Select(_ => Channel.CreateUnbounded<Request>(new UnboundedChannelOptions { SingleReader = true }))];
        _readers = Array.ConvertAll(_channels, channel => Task.Run(() => ServeAsync(channel.Reader)));
    }

    public Task<int> Echo(int key, int value)
    {
        Request request = new(value);
        _channels[key].Writer.TryWrite(request);
        return request.Answer.Task;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var channel in _channels)
        {
            channel.Writer.Complete();
        }

        await Task.WhenAll(_readers);
    }

    private static async Task ServeAsync(ChannelReader<Request> requests)
    {
        await foreach (var request in requests.ReadAllAsync())
        {
            request.Answer.SetResult(request.Value);
        }
    }

    private sealed class Request(int value)
    {
        public int Value { get; } = value;

        public TaskCompletionSource<int> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
