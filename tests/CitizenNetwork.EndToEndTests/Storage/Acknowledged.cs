using System.Collections.Concurrent;
using System.Globalization;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Storage;
using Dapper;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Storage;

/// <summary>
/// Writers that create an actor and change it once, again and again, and what of it was acknowledged. Every write has a
/// request id; one whose outcome is unknown is sent again under it for as long as the server lives.
/// </summary>
internal sealed class Acknowledged
{
    private const int Writers = 4;
    private const string Changed = ", changée";

    private readonly ConcurrentDictionary<string, (long Revision, string Text)> _actors = new(StringComparer.Ordinal);
    private long _count;
    private long _refused;

    /// <summary>Acknowledgements.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Writes that were told UNAVAILABLE by a living server.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Writes until told to stop or until the server is killed; each acknowledgement is noted before the next call.</summary>
    public Task WriteAsync(ServerProcess server, string prefix, Action<long> onAcknowledged, CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
    {
        try
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var text = $"{prefix}, main {writer}, écriture {i}";
                CreateActorRequest create = new() { Actor = Samples.Actor(text), ActorId = $"{prefix}-{writer}-{i}", RequestId = Samples.NewRequestId() };
                var made = await SentAsync(async () => await server.Wire.Actors.CreateActorAsync(create));
                made.DisplayName = text + Changed;
                UpdateActorRequest update = new() { Actor = made, UpdateMask = Samples.Mask("display_name"), RequestId = Samples.NewRequestId() };
                await SentAsync(async () => await server.Wire.Actors.UpdateActorAsync(update));
            }
        }
        catch (RpcException) when (server.IsKilled)
        {
            // The server was killed in the middle of a call: that call was not acknowledged.
        }

        async Task<Actor> SentAsync(Func<Task<Actor>> send)
        {
            while (true)
            {
                try
                {
                    var actor = await send();
                    _actors[actor.Name] = (Revision(actor), actor.DisplayName);
                    onAcknowledged(Interlocked.Increment(ref _count));
                    return actor;
                }
                catch (RpcException exception) when (!server.IsKilled)
                {
                    var error = WireError.Of(exception);
                    Assert.True(error.Code == StatusCode.Unavailable && error.Retry is not null, exception.ToString());
                    Interlocked.Increment(ref _refused);
                }
            }
        }
    }));

    /// <summary>What was acknowledged is there, what was not is whole or not there.</summary>
    public async Task AssertThereAsync(ServerProcess server)
    {
        Assert.All(await server.Wire.EverythingAsync(), record => Assert.NotEmpty(record));
        List<Actor> actors = [];
        await Pages.AllAsync(async token => await server.Wire.Actors.ListActorsAsync(new ListActorsRequest { PageSize = 200, PageToken = token }), page => page.Actors, page => page.NextPageToken, actors);
        var stored = actors.ToDictionary(actor => actor.Name, StringComparer.Ordinal);
        foreach (var (name, (revision, text)) in _actors)
        {
            Assert.True(stored.TryGetValue(name, out var actor), $"{name} was acknowledged and is not there.");
            Assert.InRange(Revision(actor), revision, revision + 1);
            Assert.True(Revision(actor) > revision || actor.DisplayName == text, $"{name} is at revision {Revision(actor)} with « {actor.DisplayName} ».");
        }

        Assert.All(actors, actor => Assert.Equal(actor.Etag == "2", actor.DisplayName.EndsWith(Changed, StringComparison.Ordinal)));
        if (actors.Count > 0)
        {
            Assert.Equal(actors[^1], await server.Wire.Actors.GetActorAsync(new GetActorRequest { Name = actors[^1].Name }));
        }
    }

    /// <summary>No record is half-written: each revision has its request with its answer in the ledger and its entry in the change feed, and these have their record.</summary>
    public async Task AssertWholeAsync(IDatabase database)
    {
        const string Halves =
            """
            SELECT s.grain_key FROM grain_state s
            WHERE CAST(s.payload ->> 'revision' AS integer) <> (SELECT COUNT(*) FROM ledger l WHERE l.grain_key = s.grain_key AND l.kind = 'request')
               OR CAST(s.payload ->> 'revision' AS integer) <> (SELECT COUNT(*) FROM ledger l WHERE l.grain_key = s.grain_key AND l.kind = 'answer')
               OR CAST(s.payload ->> 'revision' AS integer) <> (SELECT COUNT(*) FROM change_log c WHERE c.grain_key = s.grain_key)
               OR s.version <> (SELECT MAX(c.version) FROM change_log c WHERE c.grain_key = s.grain_key)
            UNION ALL SELECT l.grain_key FROM ledger l WHERE NOT EXISTS (SELECT 1 FROM grain_state s WHERE s.grain_key = l.grain_key)
            UNION ALL SELECT c.grain_key FROM change_log c WHERE NOT EXISTS (SELECT 1 FROM grain_state s WHERE s.grain_key = c.grain_key)
            """;
        Assert.Empty(await database.ReadAsync(connection => connection.QueryAsync<string>(Halves)));
        Assert.InRange(await database.ReadAsync(connection => connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM grain_state")), _actors.Count, int.MaxValue);
    }

    private static long Revision(Actor actor) => long.Parse(actor.Etag, CultureInfo.InvariantCulture);
}
