using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.EndToEndTests.Funding;

/// <summary>The register of funding calls through the wire.</summary>
[Collection(RecordsServer.Name)]
public sealed class FundingCallMethodsTests(ServerFixture server) : StandardMethodsTests<FundingCall>(server, new FundingCallConcept())
{
    [Fact]
    [Trait("seed", "000-29")]
    [Trait("feature", "F49")]
    public async Task CreateFundingCall_WithAllItsRules_KeepsAudienceTypeAreaAndDeadline()
    {
        var call = Samples.FundingCall("Toutes les règles", area: ["DEP-49", "DEP-44"]);
        call.ExcludedArea.Add("COM-49007");
        call.Kind = FundingCallKind.MicroGrant;
        call.Opening = new Period { StartDate = "2026-10-01", EndDate = "2026-12-31" };
        (call.MinAmountCents, call.MaxAmountCents, call.EnvelopeCents, call.CoFundingPercent) = (10_000, 200_000, 5_000_000, 20);
        call.Effort = new Effort { Pages = 2, Documents = 3, DecisionDays = 30, PaymentDays = 15 };
        call.OpenToKinds.Add([ActorKind.Association, ActorKind.InformalCollective]);
        call.UnregisteredPolicy = UnregisteredPolicy.ThroughHost;
        call.RequiresGeneralInterest = true;
        call.OpenToNatures.Add(Nature.Citizen);
        call.UsefulPhases.Add(Phase.Emergence);
        call.ApplicationUrl = "https://example.org/aide";

        var made = await Wire.FundingCalls.CreateFundingCallAsync(new CreateFundingCallRequest { FundingCall = call });

        (call.Name, call.Etag, call.CreateTime, call.UpdateTime) = (made.Name, made.Etag, made.CreateTime, made.UpdateTime);
        Assert.Equal(call, made);
        Assert.Equal(made, await Wire.FundingCalls.GetFundingCallAsync(new GetFundingCallRequest { Name = made.Name }));
    }

    [Fact]
    public async Task UpdateFundingCall_OfOneDate_LeavesTheOther()
    {
        var call = Samples.FundingCall("Prolongé");
        call.Opening = new Period { StartDate = "2026-10-01", EndDate = "2026-12-31" };
        var made = await Wire.FundingCalls.CreateFundingCallAsync(new CreateFundingCallRequest { FundingCall = call });

        var longer = await Concept.UpdateAsync(Wire, new FundingCall { Name = made.Name, Opening = new Period { EndDate = "2027-06-30" } }, Samples.Mask("opening.end_date"));
        var always = await Concept.UpdateAsync(Wire, new FundingCall { Name = made.Name }, Samples.Mask("opening"));

        Assert.Equal(new Period { StartDate = "2026-10-01", EndDate = "2027-06-30" }, longer.Opening);
        Assert.Null(always.Opening);
    }

    [Fact]
    public async Task ListFundingCalls_ByPerimeterFunderAndKind_ReturnsThoseOpenToIt()
    {
        var funder = (await Wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Finance") })).Name;
        var commune = await CreateAsync("Pour Trélazé", FundingCallKind.MicroGrant, Samples.Trelaze);
        var region = await CreateAsync("Pour la région", FundingCallKind.Loan, "REG-52");

        // A call is open to a territory when its area contains it: the walk goes up from what is asked.
        Assert.Equal([region, commune], await FoundAsync(new ListFundingCallsRequest { Funder = funder, Perimeter = Samples.Trelaze }));
        Assert.Equal([region], await FoundAsync(new ListFundingCallsRequest { Funder = funder, Perimeter = "DEP-49" }));
        Assert.Equal([region], await FoundAsync(new ListFundingCallsRequest { Funder = funder, Perimeter = "REG-52" }));
        Assert.Empty(await FoundAsync(new ListFundingCallsRequest { Funder = funder, Perimeter = "DEP-79" }));
        Assert.Equal([region], await FoundAsync(new ListFundingCallsRequest { Funder = funder, Kinds = { FundingCallKind.Loan } }));

        async Task<string> CreateAsync(string title, FundingCallKind kind, string area)
        {
            var call = Samples.FundingCall(title, funder, area);
            call.Kind = kind;
            return (await Wire.FundingCalls.CreateFundingCallAsync(new CreateFundingCallRequest { FundingCall = call })).Name;
        }

        async Task<IEnumerable<string>> FoundAsync(ListFundingCallsRequest request) => (await Wire.FundingCalls.ListFundingCallsAsync(request)).FundingCalls.Select(call => call.Name);
    }
}
