using System.Reflection;

namespace Orleans.Runtime;

/// <summary>A call that returns a sequence; the emitted subclass holds the arguments.</summary>
internal abstract class StreamCall<TItem>
{
    /// <summary>The token that the callee's method receives.</summary>
    public CancellationToken EnumerationToken { get; set; }

    public abstract IAsyncEnumerable<TItem> Invoke(object grain);
}

/// <summary>The caller's side of a sequence: every step is a call that interleaves with others of the grain.</summary>
internal sealed class RemoteEnumerable<TItem>(GrainReference reference, StreamCall<TItem> call, GrainMethod method, CancellationToken callToken)
    : IAsyncEnumerable<TItem>
{
    public IAsyncEnumerator<TItem> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new Enumerator(reference, call, method, CancellationTokenSource.CreateLinkedTokenSource(callToken, cancellationToken));

    private sealed class Enumerator(GrainReference reference, StreamCall<TItem> call, GrainMethod method, CancellationTokenSource source)
        : IAsyncEnumerator<TItem>
    {
        private readonly GrainMethod _step = StreamMethods.Step;
        private Activation? _home;
        private IAsyncEnumerator<TItem>? _inner;

        public TItem Current { get; private set; } = default!;

        public async ValueTask<bool> MoveNextAsync()
        {
            source.Token.ThrowIfCancellationRequested();
            var (moved, item) = await reference.Call(new MoveNext(this), _step, source.Token);
            Current = item!;
            return moved;
        }

        public async ValueTask DisposeAsync()
        {
            await source.CancelAsync();
            if (_inner is not null && _home is { State: not ActivationState.Dead })
            {
                await reference.Call(new DisposeEnumerator(this), _step);
            }

            source.Dispose();
        }

        private async Task<(bool Moved, TItem? Item)> MoveAsync(object grain)
        {
            var here = Activation.Current!;
            if (_inner is null)
            {
                _home = here;
                call.EnumerationToken = source.Token;
                _inner = call.Invoke(grain).GetAsyncEnumerator(source.Token);
            }
            else if (!ReferenceEquals(_home, here))
            {
                throw new EnumerationAbortedException($"{reference.GrainId}.{method.Name}: the activation that produced this sequence has ended.");
            }

            return await _inner.MoveNextAsync() ? (true, _inner.Current) : (false, default);
        }

        private async ValueTask EndAsync()
        {
            if (_inner is not null && ReferenceEquals(_home, Activation.Current))
            {
                await _inner.DisposeAsync();
            }
        }

        private sealed class MoveNext(Enumerator owner) : TaskCall<(bool Moved, TItem? Item)>
        {
            public override Task<(bool Moved, TItem? Item)> Invoke(object grain) => owner.MoveAsync(grain);
        }

        private sealed class DisposeEnumerator(Enumerator owner) : ValueTaskCall
        {
            public override ValueTask Invoke(object grain) => owner.EndAsync();
        }
    }
}

/// <summary>How the steps of a sequence present themselves to their activation.</summary>
internal static class StreamMethods
{
    public static readonly GrainMethod Step = new(typeof(StreamMethods).GetMethod(nameof(MoveNext), BindingFlags.Static | BindingFlags.NonPublic)!);

    [Concurrency.AlwaysInterleave]
    private static void MoveNext(CancellationToken cancellationToken)
    {
    }
}
