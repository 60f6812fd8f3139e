using CitizenNetwork.Contracts;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Text.Learned;

namespace CitizenNetwork.Server.Matching;

/// <summary>
/// Learns the sense of words from what the catalogue holds, beside the queries. Records that come between two learnings
/// get their place from the last one. What was deleted is forgotten with the next.
/// </summary>
internal sealed class TextLearning(
    CitizenNetwork.Matching.Catalogue.Catalogue catalogue, [FromKeyedServices(Clock.Key)] TimeProvider clock, ILogger<TextLearning> logger) : BackgroundService
{
    /// <summary>Time between two looks at whether there is much to learn.</summary>
    internal static readonly TimeSpan Look = TimeSpan.FromSeconds(30);

    /// <summary>Longest time that anything written waits to be learned from. Learning from 50,000 records takes a processor some seconds.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    /// <summary>Records, over those learned from, that are worth learning at once: a file was imported.</summary>
    private const double Growth = 1.1;

    // Kept for what it was learned from, to be compared.
    private CatalogueView? _learned;
    private DateTimeOffset _learnedAt;
    private volatile bool _mustForget;

    /// <summary>Something was erased of which no word may be left: the next look learns anew, however little changed.</summary>
    public void ForgetSoon() => _mustForget = true;

    /// <summary>Learns when something was written since the last time, and that is long ago or it was much.</summary>
    internal void Learn()
    {
        var view = catalogue.Current;
        if (_learned is null || _mustForget || (!_learned.HasRecordsOf(view) && (RecordsOf(view) > Growth * RecordsOf(_learned) || clock.GetUtcNow() - _learnedAt >= Pause)))
        {
            _mustForget = false;
            catalogue.Take(TextLearner.Learn(view, view.TextModel.Version + 1));
            _learned = view;
            _learnedAt = clock.GetUtcNow();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Look, clock);
        try
        {
            do
            {
                try
                {
                    Learn();
                }
                catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
                {
                    // Also a defect: answers go on with what was learned before.
                    logger.LogError(exception, "The sense of words could not be learned; it is tried again.");
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private static int RecordsOf(CatalogueView view) => view.Counts().Sum(count => count.Records);
}
