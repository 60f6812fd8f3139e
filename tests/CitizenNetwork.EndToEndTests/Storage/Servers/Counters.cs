using System.Diagnostics;
using System.Globalization;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Storage.Servers;

/// <summary>
/// Actors whose description counts their own changes, and clients that raise them: read from one server, write to another
/// with the etag that was read. Revision 1 has the count 0.
/// </summary>
internal sealed class Counters(int records, Func<IReadOnlyList<Wire>> servers)
{
    /// <summary>Of so many acknowledged changes one is sent again to some server.</summary>
    private const int ReplayedOf = 20;

    private static readonly Google.Protobuf.WellKnownTypes.FieldMask s_mask = Samples.Mask("description");

    private readonly History[] _histories = [.. Enumerable.Range(0, records).Select(_ => new History())];
    private long _conflicts;
    private long _refusals;
    private long _replays;
    private long _unknown;

    public int Records => records;

    /// <summary>Changes that were refused because of another one, told ABORTED.</summary>
    public long Conflicts => Interlocked.Read(ref _conflicts);

    public long Acknowledged => _histories.Sum(history => (long)history.Writes);

    public string Counts =>
        $"{Acknowledged} changes acknowledged, {Conflicts} conflicts ({_refusals} of them STALE_ETAG), {_histories.Sum(history => history.Reads)} reads, {_replays} replays, {_unknown} outcomes unknown at first";

    public static string Id(int record) => string.Create(CultureInfo.InvariantCulture, $"compteur-{record:000}");

    public static long Count(Actor actor)
    {
        var count = long.Parse(actor.Description, CultureInfo.InvariantCulture);
        Assert.Equal(count + 1, Revision(actor.Etag));
        return count;
    }

    public Task CreateAsync() => Parallel.ForEachAsync(Enumerable.Range(0, records), async (record, cancellation) =>
    {
        var actor = Samples.Actor($"Compteur {record}");
        actor.Description = "0";
        await servers()[0].Actors.CreateActorAsync(new CreateActorRequest { Actor = actor, ActorId = Id(record) }, cancellationToken: cancellation);
    });

    /// <summary>One client, until it is told to stop; what it has begun it finishes.</summary>
    public async Task RunAsync(Random random, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            // A few records are wanted by most, as in life; it makes conflicts, more of them than changes.
            var record = (int)(records * Math.Pow(random.NextDouble(), 12));
            var seen = await ReadAsync(record, random);
            await RaiseAsync(record, seen, random);
        }
    }

    public void AssertExact(IReadOnlyDictionary<string, Actor> final) => Assert.All(
        Enumerable.Range(0, records), record => _histories[record].AssertExact(Id(record), Count(final[$"actors/{Id(record)}"])));

    private static long Revision(string etag) => long.Parse(etag, CultureInfo.InvariantCulture);

    private static CallOptions Options() => new(deadline: TimeProvider.System.GetUtcNow().UtcDateTime + TimeSpan.FromMinutes(1));

    private Wire Any(Random random)
    {
        var all = servers();
        return all[random.Next(all.Count)];
    }

    private async Task<Actor> ReadAsync(int record, Random random)
    {
        while (true)
        {
            var call = Stopwatch.GetTimestamp();
            try
            {
                var actor = await Any(random).Actors.GetActorAsync(new GetActorRequest { Name = $"actors/{Id(record)}" }, Options());
                _histories[record].Read(Count(actor), new History.Span(call, Stopwatch.GetTimestamp()));
                return actor;
            }
            catch (RpcException exception) when (IsUnknown(WireError.Of(exception)))
            {
                Interlocked.Increment(ref _unknown);
            }
        }
    }

    /// <summary>Sends one change until its outcome is known, to any server and always under the same request id.</summary>
    private async Task RaiseAsync(int record, Actor seen, Random random)
    {
        var next = Count(seen) + 1;
        UpdateActorRequest request = new()
        {
            Actor = new Actor { Name = seen.Name, Etag = seen.Etag, Description = next.ToString(CultureInfo.InvariantCulture) },
            UpdateMask = s_mask,
            RequestId = Samples.NewRequestId(),
        };
        var first = Stopwatch.GetTimestamp();
        while (true)
        {
            var call = Stopwatch.GetTimestamp();
            try
            {
                var answer = await Any(random).Actors.UpdateActorAsync(request, Options());
                Assert.Equal(next, Count(answer));
                _histories[record].Written(next, new History.Span(first, Stopwatch.GetTimestamp()));
                await ReplayAsync(request, answer, random);
                return;
            }
            catch (RpcException exception)
            {
                var error = WireError.Of(exception);
                if (IsUnknown(error))
                {
                    Interlocked.Increment(ref _unknown);
                    continue;
                }

                Assert.Equal(StatusCode.Aborted, error.Code);
                Interlocked.Increment(ref _conflicts);
                if (error.Info!.Reason == "STALE_ETAG")
                {
                    Interlocked.Increment(ref _refusals);
                    var current = Revision(error.Info.Metadata["value2"]);
                    Assert.True(current > Revision(seen.Etag), $"{seen.Name}: {seen.Etag} was called stale at {current}.");
                    _histories[record].Read(current - 1, new History.Span(call, Stopwatch.GetTimestamp()));
                    return;
                }

                Assert.Equal("CONFLICT", error.Info.Reason);
            }
        }
    }

    /// <summary>Any server answers a change sent again as the first did, whatever was made of the record since.</summary>
    private async Task ReplayAsync(UpdateActorRequest request, Actor answer, Random random)
    {
        if (random.Next(ReplayedOf) != 0)
        {
            return;
        }

        try
        {
            Assert.Equal(answer, await Any(random).Actors.UpdateActorAsync(request, Options()));
            Interlocked.Increment(ref _replays);
        }
        catch (RpcException exception) when (IsUnknown(WireError.Of(exception)))
        {
            Interlocked.Increment(ref _unknown);
        }
    }

    /// <summary>Whether the call may or may not have been carried out: the server says so, or the answer was lost on its way and has nothing of ours in it.</summary>
    private static bool IsUnknown(WireError error) => error.Code == StatusCode.Unavailable || error.Info is null;
}
