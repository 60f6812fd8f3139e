using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using Google.Protobuf;

namespace CitizenNetwork.EndToEndTests.Errors;

/// <summary>A request that is sent again, in the cases where its answer could get lost.</summary>
[Collection(RecordsServer.Name)]
public sealed class ReplayTests(ServerFixture server)
{
    [Fact]
    public async Task Create_SentAgainWithAnotherTitleAndNoIdWished_IsRefusedAndMakesNoSecondRecord()
    {
        var requestId = Samples.NewRequestId();
        await server.Wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = Samples.Resource("Un titre"), RequestId = requestId });

        await server.AssertRefusedAsync(
            async wire => await wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = Samples.Resource("Un tout autre titre"), RequestId = requestId }),
            "request_id");
    }

    [Fact]
    public async Task Create_SentAgainAfterItsOwnerWasDeleted_GetsTheFirstAnswer()
    {
        var owner = await server.Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Bientôt parti") });
        var request = new CreateResourceRequest { Resource = Samples.Resource("Prêtée un temps", owner: owner.Name), RequestId = Samples.NewRequestId() };
        var first = await server.Wire.Resources.CreateResourceAsync(request);

        await server.Wire.Actors.DeleteActorAsync(new DeleteActorRequest { Name = owner.Name });

        Assert.Equal(first.ToByteString(), (await server.Wire.Resources.CreateResourceAsync(request)).ToByteString());
    }

    [Fact]
    public async Task PinCandidate_SentAgainAfterTheCandidateWasDeleted_GetsTheFirstAnswer()
    {
        var candidate = await server.Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Épinglé puis parti") });
        var initiative = await server.Wire.Initiatives.CreateInitiativeAsync(new CreateInitiativeRequest { Initiative = Samples.Initiative("Réparer des chaises ensemble") });
        var request = new PinCandidateRequest { Name = initiative.Name, Pin = new Pin { Candidate = candidate.Name, Author = "La coordination" }, RequestId = Samples.NewRequestId() };
        var first = await server.Wire.Initiatives.PinCandidateAsync(request);

        await server.Wire.Actors.DeleteActorAsync(new DeleteActorRequest { Name = candidate.Name });

        Assert.Equal(first.ToByteString(), (await server.Wire.Initiatives.PinCandidateAsync(request)).ToByteString());
    }

    [Fact]
    public async Task Delete_SentAgain_IsDoneAgain()
    {
        var actor = await server.Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Supprimé deux fois") });
        var request = new DeleteActorRequest { Name = actor.Name, RequestId = Samples.NewRequestId() };

        await server.Wire.Actors.DeleteActorAsync(request);
        await server.Wire.Actors.DeleteActorAsync(request);

        await server.AssertRefusedAsync(Grpc.Core.StatusCode.NotFound, "RESOURCE_NOT_FOUND", async wire => await wire.Actors.DeleteActorAsync(new DeleteActorRequest { Name = actor.Name }));
    }

    [Fact]
    public async Task Needs_CalledAlike_GetIdsThatDiffer()
    {
        var sample = Samples.Initiative("Cuisiner pour le quartier");
        sample.Needs.Add([Samples.Need(NeedKind.Room, "Une salle"), Samples.Need(NeedKind.WelcomePlace, "Une salle")]);
        var initiative = await server.Wire.Initiatives.CreateInitiativeAsync(new CreateInitiativeRequest { Initiative = sample });

        var again = await server.Wire.Initiatives.RegisterNeedAsync(new RegisterNeedRequest { Parent = initiative.Name, Need = Samples.Need(NeedKind.Room, "Une salle") });

        Assert.Equal(3, again.Needs.Select(need => need.Name).Distinct().Count());
    }

    [Fact]
    [Trait("seed", "001-9")]
    public async Task ListFundingCalls_InAnEpci_ShowsWhatItsDepartementAndRegionOpen()
    {
        var inDepartement = await server.Wire.FundingCalls.CreateFundingCallAsync(new CreateFundingCallRequest { FundingCall = Samples.FundingCall("Du département", area: "DEP-49") });
        var inRegion = await server.Wire.FundingCalls.CreateFundingCallAsync(new CreateFundingCallRequest { FundingCall = Samples.FundingCall("De la région", area: "REG-52") });
        var elsewhere = await server.Wire.FundingCalls.CreateFundingCallAsync(new CreateFundingCallRequest { FundingCall = Samples.FundingCall("D’à côté", area: "DEP-44") });

        List<FundingCall> listed = [];
        await Pages.AllAsync(
            async token => await server.Wire.FundingCalls.ListFundingCallsAsync(new ListFundingCallsRequest { Perimeter = "EPCI-244900015", PageSize = 200, PageToken = token }), page => page.FundingCalls, page => page.NextPageToken, listed);
        var names = listed.ConvertAll(call => call.Name);

        Assert.Contains(inDepartement.Name, names);
        Assert.Contains(inRegion.Name, names);
        Assert.DoesNotContain(elsewhere.Name, names);
    }
}
