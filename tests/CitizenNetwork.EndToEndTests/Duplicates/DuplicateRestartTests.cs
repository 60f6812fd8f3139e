using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Testing;
using Grpc.Core;
using Grpc.Net.Client;

namespace CitizenNetwork.EndToEndTests.Duplicates;

public sealed class DuplicateRestartTests
{
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Decisions_AfterARestart_AreThoseFromBefore(bool onPostgres)
    {
        await using var schema = onPostgres ? await TestPostgres.CreateAsync() : null;
        var before = await ServerFixture.StartAsync(postgres: schema?.ConnectionString);
        var (kept, merged) = (await CreateAsync(before.Wire, "ruche"), await CreateAsync(before.Wire, "ruche-2"));
        var (one, other) = (await CreateAsync(before.Wire, "jardin"), await CreateAsync(before.Wire, "jardin-2"));
        var merge = await before.Wire.Duplicates.MergeRecordsAsync(new MergeRecordsRequest { Kept = kept, Merged = merged, Note = "Vu sur place." });
        await before.Wire.Duplicates.MarkDistinctAsync(new MarkDistinctRequest { Name = Assert.Single(await ReviewAsync(before.Wire, PairState.Open), pair => pair.First.Name == one && pair.Second.Name == other).Name });
        var open = await ReviewAsync(before.Wire, PairState.Open);
        await before.StopAsync();

        await using (var server = await CitizenNetworkServer.StartAsync(new ServerSettings(before.DataFolder, 0, 0) { Postgres = schema?.ConnectionString }))
        {
            using var channel = GrpcChannel.ForAddress(server.GrpcAddress);
            var wire = Wire.On(channel, before.Key, string.Empty);

            Assert.Equal(open, await ReviewAsync(wire, PairState.Open));
            Assert.Equal(kept, Assert.Single(await ReviewAsync(wire, PairState.Merged)).Kept);
            Assert.Single(await ReviewAsync(wire, PairState.Distinct));
            (await WireError.OfAsync(async () => await wire.Actors.GetActorAsync(new GetActorRequest { Name = merged }))).AssertIs(StatusCode.NotFound, "MERGED", "fr-FR");
            Assert.Equal(merge.Decisions, (await wire.Duplicates.ListDecisionsAsync(new ListDecisionsRequest { Record = merged })).Decisions);
            Assert.Equal(PairState.Open, (await wire.Duplicates.UndoMergeAsync(new UndoMergeRequest { Name = merge.Name })).State);
            Assert.Equal(merged, (await wire.Actors.GetActorAsync(new GetActorRequest { Name = merged })).Name);
        }

        await before.DisposeAsync();
    }

    private static async Task<string> CreateAsync(Wire wire, string id)
    {
        var actor = Samples.Actor($"Le lieu {id.Split('-')[0]}");
        actor.StreetAddress = $"1 rue {id.Split('-')[0]}";
        return (await wire.Actors.CreateActorAsync(new CreateActorRequest { ActorId = id, Actor = actor })).Name;
    }

    private static async Task<List<DuplicatePair>> ReviewAsync(Wire wire, PairState state) =>
        [.. (await wire.Duplicates.ListDuplicatesAsync(new ListDuplicatesRequest { Collection = "actors", State = state })).Pairs];
}
