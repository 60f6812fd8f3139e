using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Testing;

namespace CitizenNetwork.EndToEndTests.Sources;

/// <summary>A source that several servers hear at the same time.</summary>
public sealed class SeveralServersTests
{
    private const int Rounds = 10;

    [SkippableFact]
    public async Task Upsert_OfTheSameRowsOnTwoServersAtOnce_MakesOneRecordOfEach()
    {
        await using PostgresEngine engine = new();
        var first = await ServerFixture.StartAsync(postgres: await engine.ConnectionStringAsync());
        var second = await ServerFixture.StartAsync(postgres: await engine.ConnectionStringAsync());
        try
        {
            // Each made the key of this id; the last one opens on both.
            Wire[] wires = [first.With(second.Key), second.Wire];
            HashSet<string> names = [];
            for (var round = 0; round < Rounds; round++)
            {
                UpsertActorsRequest rows = new() { Source = "mairie", Rows = { Enumerable.Range(0, 5).Select(i => new ActorRow { ExternalId = $"{round} {i}", Actor = Samples.Actor("La Ruche") }) } };
                var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async i => await wires[i % 2].Sources.UpsertActorsAsync(rows)));

                for (var row = 0; row < 5; row++)
                {
                    Assert.Equal([UpsertOutcome.Added, UpsertOutcome.Unchanged, UpsertOutcome.Unchanged, UpsertOutcome.Unchanged], answers.Select(answer => answer.Results[row].Outcome).Order());
                    names.Add(Assert.Single(answers.Select(answer => answer.Results[row].Name).Distinct()));
                }
            }

            Assert.Equal(5 * Rounds, names.Count);
            Assert.All(names, name => Assert.Equal("1", wires[0].Actors.GetActor(new GetActorRequest { Name = name }).Etag));
        }
        finally
        {
            await first.DisposeAsync();
            await second.DisposeAsync();
        }
    }
}
