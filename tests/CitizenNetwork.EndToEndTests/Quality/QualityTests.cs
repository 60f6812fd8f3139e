using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Quality;

/// <summary>Which records somebody should look after next, and why.</summary>
[Collection(RecordsServer.Name)]
[Trait("feature", "F68")]
public sealed class QualityTests(ServerFixture server)
{
    private QualityService.QualityServiceClient Client => new(server.Wire.Invoker);

    [Fact]
    public async Task ListQuality_OfASource_ShowsThePoorestFirstAndWhatWouldHelp()
    {
        var source = Samples.NewId("annuaire");
        var described = new string('a', 250);
        await server.Wire.Sources.UpsertActorsAsync(new UpsertActorsRequest
        {
            Source = source,
            Rows =
            {
                Row("rich", Samples.Actor("Riche"), actor => { actor.Description = described; actor.StreetAddress = "3 rue des Fendeurs"; actor.Position = new GeoPoint { Latitude = 47.45, Longitude = -0.49 }; actor.Themes.Add("mobility"); }),
                Row("bare", Samples.Actor("Nue"), actor => { actor.Description = string.Empty; actor.Themes.Clear(); }),
                Row("some", Samples.Actor("Moyenne"), actor => actor.Description = described),
            },
        });

        List<RecordQuality> listed = [];
        var request = new ListQualityRequest { Collection = "actors", Source = source, PageSize = 2 };
        do
        {
            var page = await Client.ListQualityAsync(request);
            listed.AddRange(page.Records);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(["Nue", "Moyenne", "Riche"], listed.Select(record => record.Title));
        Assert.All(listed, record => Assert.Equal(record.Criteria.Average(criterion => criterion.Value), record.Score, 9));
        var bare = await Client.GetQualityAsync(new GetQualityRequest { Name = listed[0].Name });
        Assert.Equal(listed[0], bare);
        Assert.Equal(("description", 0), (bare.Criteria[0].Text, bare.Criteria[0].Value));

        // A row that the source has sent once and never changed: nobody knows how old it is.
        Assert.DoesNotContain(bare.Criteria, criterion => criterion.Criterion == QualityCriterion.Freshness);

        static ActorRow Row(string id, Actor actor, Action<Actor> change)
        {
            change(actor);
            return new ActorRow { ExternalId = id, Actor = actor };
        }
    }

    [Fact]
    public async Task Quality_OfWhatIsNotThere_IsRefused()
    {
        var missing = await Assert.ThrowsAsync<RpcException>(async () => await Client.GetQualityAsync(new GetQualityRequest { Name = "actors/personne" }));
        Assert.Equal(StatusCode.NotFound, missing.StatusCode);
        var unknown = await Assert.ThrowsAsync<RpcException>(async () => await Client.ListQualityAsync(new ListQualityRequest { Collection = "acteurs" }));
        Assert.Equal(StatusCode.InvalidArgument, unknown.StatusCode);
    }
}
