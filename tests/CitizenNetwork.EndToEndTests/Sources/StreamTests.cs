using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Sources;

/// <summary>Rows by a stream: for large sets, with a result for each while the next ones come.</summary>
[Collection(RecordsServer.Name)]
public sealed class StreamTests(ServerFixture server) : SourceTestBase(server)
{
    [Fact]
    public async Task Stream_OfThreeThousandRows_AnswersEachInOrderAndThenTheSum()
    {
        var sync = await BeginAsync();
        var (results, summary) = await StreamAsync([new StreamUpsertsRequest { Source = Source, SyncId = sync.SyncId }, .. Rows(3_000).Select(row => new StreamUpsertsRequest { Resource = row })]);

        Assert.Equal(Enumerable.Range(1, 3_000).Select(i => $"salle {i}"), results.Select(result => result.ExternalId));
        Assert.Equal(Enumerable.Range(0, 3_000), results.Select(result => result.Index));
        Assert.Equal(3_000, summary.AddedCount);
        Assert.Equal((3_000, 0), await FinishAsync(sync) is var finished ? (finished.RecordCount, finished.MissingCount) : default);
        Assert.Equal(200, (await UpsertAsync(Rows(200))).Summary.UnchangedCount);
    }

    [Fact]
    public async Task Stream_WhoseCallerWaitsForEachResult_AnswersEach()
    {
        using var call = Wire.Sources.StreamUpserts();
        for (var i = 0; i < 5; i++)
        {
            await call.RequestStream.WriteAsync(new StreamUpsertsRequest { Source = Source, Resource = Row($"salle {i}") });
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal((i, UpsertOutcome.Added), (call.ResponseStream.Current.Result.Index, call.ResponseStream.Current.Result.Outcome));
        }

        await call.RequestStream.CompleteAsync();
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(5, call.ResponseStream.Current.Summary.AddedCount);
        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None));
    }

    [Fact]
    public async Task Stream_OfSeveralConcepts_WritesThemInTheirOrder()
    {
        // The name is made of source and external id alone, so it is known before the actor is there.
        var owner = (await Wire.Sources.UpsertActorsAsync(new UpsertActorsRequest { Source = Source, Rows = { new ActorRow { ExternalId = "ruche", Actor = new Actor() } } })).Results[0].Name;
        var (results, summary) = await StreamAsync(
        [
            new StreamUpsertsRequest { Source = Source, Actor = new ActorRow { ExternalId = "ruche", Actor = Samples.Actor("La Ruche") } },
            new StreamUpsertsRequest { Resource = new ResourceRow { ExternalId = "salle", Resource = Samples.Resource("La salle", owner: owner) } },
            new StreamUpsertsRequest { Initiative = new InitiativeRow { ExternalId = "velos", Initiative = Samples.Initiative("Réparer des vélos") } },
            new StreamUpsertsRequest { FundingCall = new FundingCallRow { ExternalId = "appel", FundingCall = Samples.FundingCall("", funder: owner) } },
            new StreamUpsertsRequest { HostingOffer = new HostingOfferRow { ExternalId = "portage", HostingOffer = Samples.HostingOffer("Portage", host: owner) } },
            new StreamUpsertsRequest { Actor = new ActorRow { ExternalId = "ruche", Actor = Samples.Actor("La même") } },
        ]);

        Assert.Equal([UpsertOutcome.Added, UpsertOutcome.Added, UpsertOutcome.Added, UpsertOutcome.Refused, UpsertOutcome.Added, UpsertOutcome.Refused], results.Select(result => result.Outcome));
        Assert.Equal("external_id", Assert.Single(results[5].Refusal.Violations).Field);
        Assert.Equal((4, 2), (summary.AddedCount, summary.RefusedCount));
    }

    [Fact]
    public async Task Stream_WithoutARowOrSource_IsRefused()
    {
        (await WireError.OfAsync(() => StreamAsync([new StreamUpsertsRequest { Source = Source, Resource = Row("1") }, new StreamUpsertsRequest()]))).AssertInvalid("fr-FR", "row");
        (await WireError.OfAsync(() => StreamAsync([new StreamUpsertsRequest { Resource = Row("1") }]))).AssertInvalid("fr-FR", "source");
        (await WireError.OfAsync(() => StreamAsync([new StreamUpsertsRequest { Source = Source, SyncId = "inconnue", Resource = Row("1") }]))).AssertIs(StatusCode.NotFound, "RESOURCE_NOT_FOUND", "fr-FR");
        var (none, summary) = await StreamAsync([]);
        Assert.Empty(none);
        Assert.Equal(new UpsertSummary(), summary);
    }

    /// <summary>Sends all while it reads all.</summary>
    private async Task<(List<RowResult> Results, UpsertSummary Summary)> StreamAsync(StreamUpsertsRequest[] requests)
    {
        using var call = Wire.Sources.StreamUpserts();
        var sending = SendAsync(call.RequestStream, requests);
        List<RowResult> results = [];
        UpsertSummary? summary = null;
        await foreach (var answer in call.ResponseStream.ReadAllAsync())
        {
            Assert.Null(summary);
            if (answer.AnswerCase == StreamUpsertsResponse.AnswerOneofCase.Summary)
            {
                summary = answer.Summary;
            }
            else
            {
                results.Add(answer.Result);
            }
        }

        await sending;
        return (results, summary!);
    }

    private static async Task SendAsync(IClientStreamWriter<StreamUpsertsRequest> stream, StreamUpsertsRequest[] requests)
    {
        try
        {
            foreach (var request in requests)
            {
                await stream.WriteAsync(request);
            }

            await stream.CompleteAsync();
        }
        catch (Exception refused) when (refused is RpcException or InvalidOperationException)
        {
            // The call ended meanwhile: its answer says how.
        }
    }
}
