using CitizenNetwork.Server.Health;
using CitizenNetwork.Storage;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace CitizenNetwork.UnitTests.Health;

/// <summary>When a server is ready, and how the store's answers change it.</summary>
public sealed class ReadinessTests
{
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly Readiness _readiness;

    public ReadinessTests() => _readiness = new Readiness(_lifetime, NullLogger<Readiness>.Instance);

    [Fact]
    public void Current_FromStartToStop_IsReadyInBetween()
    {
        Assert.Equal((NotReadyReason.Loading, false), (_readiness.Current.Reason, _readiness.IsStarted));
        _readiness.Loaded();
        Assert.True(_readiness.Current.IsReady);

        _lifetime.StopApplication();
        _readiness.StoreFailed();
        _readiness.StoreAnswered(_readiness.StoreFailures);

        Assert.Equal((NotReadyReason.Stopping, true), (_readiness.Current.Reason, _readiness.IsStarted));
    }

    [Fact]
    public void StoreFailed_BeforeLoading_IsStillLoading()
    {
        _readiness.StoreFailed();
        Assert.Equal(NotReadyReason.Loading, _readiness.Current.Reason);

        _readiness.Loaded();

        Assert.Equal(NotReadyReason.StoreUnavailable, _readiness.Current.Reason);
    }

    [Fact]
    public void StoreAnswered_ToAQuestionOlderThanTheFailure_ChangesNothing()
    {
        _readiness.Loaded();
        var asked = _readiness.StoreFailures;
        _readiness.StoreFailed();

        _readiness.StoreAnswered(asked);
        Assert.Equal(NotReadyReason.StoreUnavailable, _readiness.Current.Reason);

        _readiness.StoreAnswered(_readiness.StoreFailures);
        Assert.True(_readiness.Current.IsReady);
    }

    [Fact]
    public async Task Next_OfAReaderWhoIsLate_TellsEveryChange()
    {
        _readiness.Loaded();
        var state = _readiness.Current;
        _readiness.StoreFailed();
        _readiness.StoreFailed();
        _readiness.StoreAnswered(_readiness.StoreFailures);
        _lifetime.StopApplication();

        List<NotReadyReason?> told = [];
        while (state.Reason is not NotReadyReason.Stopping)
        {
            state = await state.Next;
            told.Add(state.Reason);
        }

        Assert.Equal([NotReadyReason.StoreUnavailable, null, NotReadyReason.Stopping], told);
    }

    [Fact]
    public async Task AskAsync_WhileReady_OnlyReads_AndAfterAFailureMustWrite()
    {
        Probe probe = new();
        using StoreWatch watch = new(probe, _readiness, TimeProvider.System);
        _readiness.Loaded();

        await watch.AskAsync(CancellationToken.None);
        Assert.Equal((1, 0), (probe.Reads, probe.Writes));

        probe.Fails = true;
        await watch.AskAsync(CancellationToken.None);
        Assert.Equal(NotReadyReason.StoreUnavailable, _readiness.Current.Reason);
        await watch.AskAsync(CancellationToken.None);
        Assert.Equal(NotReadyReason.StoreUnavailable, _readiness.Current.Reason);

        probe.Fails = false;
        await watch.AskAsync(CancellationToken.None);
        Assert.True(_readiness.Current.IsReady);
        Assert.Equal((2, 2), (probe.Reads, probe.Writes));
    }

    private sealed class Probe : IStorageProbe
    {
        public bool Fails { get; set; }

        public int Reads { get; private set; }

        public int Writes { get; private set; }

        public Task ProbeReadAsync(CancellationToken cancellationToken)
        {
            Reads++;
            return Answer();
        }

        public Task ProbeWriteAsync(CancellationToken cancellationToken)
        {
            Writes++;
            return Answer();
        }

        private Task Answer() => Fails ? Task.FromException(new StorageUnavailableException()) : Task.CompletedTask;
    }
}
