using CitizenNetwork.EndToEndTests.Json;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Sources;

/// <summary>Batches of rows: each row has its own result, and the same row again changes nothing.</summary>
public abstract class UpsertTests(ServerFixture server) : SourceTestBase(server)
{
    [SkippableFact]
    public async Task Upsert_NewRows_RegistersThemInTheirOrder()
    {
        var answer = await UpsertAsync(Rows(120));

        Assert.Equal(Enumerable.Range(1, 120).Select(i => $"salle {i}"), answer.Results.Select(result => result.ExternalId));
        Assert.Equal(Enumerable.Range(0, 120), answer.Results.Select(result => result.Index));
        Assert.All(answer.Results, result => Assert.Equal((UpsertOutcome.Added, "1", null), (result.Outcome, result.Etag, result.Refusal)));
        Assert.Equal(120, answer.Summary.AddedCount);
        var stored = await Wire.Resources.GetResourceAsync(new GetResourceRequest { Name = answer.Results[41].Name });
        Assert.Equal("Une salle 42", stored.Title);
        Assert.StartsWith($"resources/{Source}-salle-42-", stored.Name, StringComparison.Ordinal);
        List<Resource> listed = [];
        await Pages.AllAsync(
            async token => await Wire.Resources.ListResourcesAsync(new ListResourcesRequest { PageSize = 200, Owner = ServerFixture.Owner, PageToken = token }), page => page.Resources, page => page.NextPageToken, listed);
        Assert.Equal(120, listed.Count(resource => answer.Results.Any(result => result.Name == resource.Name)));
    }

    [SkippableFact]
    public async Task Upsert_SameRowsAgain_WritesNothing()
    {
        var first = await UpsertAsync(Rows(20));
        var names = first.Results.Select(result => result.Name).ToList();
        var head = await HeadAfterAsync(names);

        var second = await UpsertAsync(Rows(20));

        Assert.Equal(20, second.Summary.UnchangedCount);
        Assert.Equal(first.Results.Select(result => (result.Name, result.Etag)), second.Results.Select(result => (result.Name, result.Etag)));
        Assert.Equal(0, await ChangesAsync(head, names));
    }

    [SkippableFact]
    public async Task Upsert_OneRowChanged_ChangesThatOneAlone()
    {
        await UpsertAsync(Rows(5));
        var rows = Rows(5).ToList();
        rows[2].Resource.Description = "Repeinte";

        var answer = await UpsertAsync(rows);

        Assert.Equal([UpsertOutcome.Unchanged, UpsertOutcome.Unchanged, UpsertOutcome.Changed, UpsertOutcome.Unchanged, UpsertOutcome.Unchanged], answer.Results.Select(result => result.Outcome));
        Assert.Equal("2", answer.Results[2].Etag);
        Assert.Equal("Repeinte", (await Wire.Resources.GetResourceAsync(new GetResourceRequest { Name = answer.Results[2].Name })).Description);
    }

    [SkippableFact]
    public async Task Upsert_WithBadRows_RefusesThemAsTheStandardMethodsDoAndNoOther()
    {
        var bad = Samples.Resource("", commune: "COM-99999");
        bad.PriceCents = -1;
        bad.Themes.Add("nulle-part");
        foreach (var wire in new[] { Wire, Server.English })
        {
            var answer = await UpsertAsync([Row("bonne 1"), new ResourceRow { ExternalId = "mauvaise", Resource = bad }, Row("bonne 2")], wire: wire);

            Assert.Equal([UpsertOutcome.Refused], answer.Results.Select(result => result.Outcome).Except([UpsertOutcome.Added, UpsertOutcome.Unchanged]));
            Assert.All([answer.Results[0], answer.Results[2]], result => Assert.NotEqual(UpsertOutcome.Refused, result.Outcome));
            var single = await WireError.OfAsync(async () => await wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = bad }));
            var refusal = answer.Results[1].Refusal;
            Assert.Equal("INVALID_FIELD", refusal.Reason);
            Assert.Equal(single.Message!.Message, refusal.Message);
            Assert.Equal(single.Violations.Select(violation => (violation.Field, violation.Reason, violation.Description)), refusal.Violations.Select(violation => (violation.Field, violation.Reason, violation.Description)));
            Assert.True(refusal.Violations.Count >= 4, refusal.ToString());
        }
    }

    [SkippableFact]
    public async Task Upsert_OfRowsThatNoOtherCheckLetsPass_RefusesEachByItself()
    {
        var unknown = Row("inconnu");
        unknown.Resource.Kind = (ResourceKind)99;
        var answer = await UpsertAsync([Row("bonne"), unknown, Row("abîmée", "Salle \uFFFD"), Row(""), Row("à\tsaut"), Row("bonne", "La même"), new ResourceRow { ExternalId = "vide" }, Row(new string('a', 201)), Row("autre")]);

        Assert.Equal(["bonne", "autre"], answer.Results.Where(result => result.Outcome == UpsertOutcome.Added).Select(result => result.ExternalId));
        string[] fields = ["resource.kind", "resource.title", "external_id", "external_id", "external_id", "resource.title", "external_id"];
        Assert.Equal(7, answer.Summary.RefusedCount);
        Assert.All(answer.Results.Where(result => result.Outcome == UpsertOutcome.Refused).Zip(fields), pair => Assert.Contains(pair.First.Refusal.Violations, violation => violation.Field == pair.Second));
    }

    [SkippableFact]
    public async Task Upsert_WithAnEtag_RefusesTheStaleOne()
    {
        var first = await UpsertAsync([Row("salle")]);
        await Wire.Resources.UpdateResourceAsync(new UpdateResourceRequest { Resource = new Resource { Name = first.Results[0].Name, CostDetail = "caution" }, UpdateMask = Samples.Mask("cost_detail") });
        var row = Row("salle", "Autre titre");
        row.Resource.Etag = "1";

        var stale = await UpsertAsync([row]);
        row.Resource.Etag = "2";
        var current = await UpsertAsync([row]);
        var absent = Row("jamais vue");
        absent.Resource.Etag = "1";
        var neverThere = await UpsertAsync([absent]);

        Assert.Equal("STALE_ETAG", Assert.Single(stale.Results).Refusal.Reason);
        Assert.Equal((UpsertOutcome.Changed, "3"), (current.Results[0].Outcome, current.Results[0].Etag));
        Assert.Equal("RESOURCE_NOT_FOUND", Assert.Single(neverThere.Results).Refusal.Reason);
    }

    [SkippableFact]
    public async Task Upsert_OfARowCorrectedHere_KeepsTheCorrectionUntilTheSourceChangesTheRow()
    {
        var name = (await UpsertAsync([Row("salle")])).Results[0].Name;
        await Wire.Resources.UpdateResourceAsync(new UpdateResourceRequest { Resource = new Resource { Name = name, Commune = Samples.Saumur }, UpdateMask = Samples.Mask("commune") });

        Assert.Equal(UpsertOutcome.Unchanged, (await UpsertAsync([Row("salle")])).Results[0].Outcome);
        Assert.Equal(Samples.Saumur, (await Wire.Resources.GetResourceAsync(new GetResourceRequest { Name = name })).Commune);
        Assert.Equal(UpsertOutcome.Changed, (await UpsertAsync([Row("salle", "Grande salle")])).Results[0].Outcome);
        Assert.Equal(Samples.Angers, (await Wire.Resources.GetResourceAsync(new GetResourceRequest { Name = name })).Commune);
    }

    [SkippableFact]
    public async Task Upsert_SentAgainWithItsRequestId_GetsTheFirstResults()
    {
        var requestId = Samples.NewRequestId();
        var first = await UpsertAsync(Rows(3).Append(Row("mauvaise", "")), requestId: requestId);
        await UpsertAsync(Rows(3, "Changée"));

        var again = await UpsertAsync(Rows(3).Append(Row("mauvaise", "")), requestId: requestId);

        Assert.Equal(first, again);
        Assert.Equal(3, again.Summary.AddedCount);
        Assert.Equal("Changée 1", (await Wire.Resources.GetResourceAsync(new GetResourceRequest { Name = first.Results[0].Name })).Title);
        (await WireError.OfAsync(() => UpsertAsync(Rows(2), requestId: requestId))).AssertInvalid("fr-FR", "request_id");
    }

    [SkippableFact]
    public async Task Upsert_OfWhatWasDeletedHere_IsRefused()
    {
        var name = (await UpsertAsync([Row("salle")])).Results[0].Name;
        await Wire.Resources.DeleteResourceAsync(new DeleteResourceRequest { Name = name });

        var answer = await UpsertAsync([Row("salle", "De retour")]);

        Assert.Equal("DELETED_HERE", answer.Results[0].Refusal.Reason);
        Assert.Empty(await RecordsAsync(withdrawn: true));
    }

    [SkippableFact]
    public async Task Upsert_OfEveryConcept_AddsThenLeavesUnchanged()
    {
        foreach (var outcome in new[] { UpsertOutcome.Added, UpsertOutcome.Unchanged })
        {
            UpsertResponse[] answers =
            [
                await Wire.Sources.UpsertActorsAsync(new UpsertActorsRequest { Source = Source, Rows = { new ActorRow { ExternalId = "1", Actor = Samples.Actor("La Ruche") } } }),
                await Wire.Sources.UpsertInitiativesAsync(new UpsertInitiativesRequest { Source = Source, Rows = { new InitiativeRow { ExternalId = "1", Initiative = Samples.Initiative("Réparer des vélos") } } }),
                await Wire.Sources.UpsertResourcesAsync(new UpsertResourcesRequest { Source = Source, Rows = { Row("1") } }),
                await Wire.Sources.UpsertFundingCallsAsync(new UpsertFundingCallsRequest { Source = Source, Rows = { new FundingCallRow { ExternalId = "1", FundingCall = Samples.FundingCall("Coup de pouce") } } }),
                await Wire.Sources.UpsertHostingOffersAsync(new UpsertHostingOffersRequest { Source = Source, Rows = { new HostingOfferRow { ExternalId = "1", HostingOffer = Samples.HostingOffer("Portage") } } }),
            ];

            Assert.All(answers, answer => Assert.Equal(outcome, Assert.Single(answer.Results).Outcome));
        }

        Assert.Equal(["actors", "fundingCalls", "hostingOffers", "initiatives", "resources"], (await RecordsAsync(pageSize: 2)).Select(record => record.Name.Split('/')[0]));
    }

    [SkippableFact]
    public async Task Upsert_OfAnInitiative_AddsAndChangesNeedsAndLeavesWhatPeopleDecidedHere()
    {
        async Task<RowResult> SendAsync(params Need[] needs)
        {
            var initiative = Samples.Initiative("Réparer des vélos");
            initiative.Needs.Add(needs);
            return (await Wire.Sources.UpsertInitiativesAsync(new UpsertInitiativesRequest { Source = Source, Rows = { new InitiativeRow { ExternalId = "velos", Initiative = initiative } } })).Results[0];
        }

        var name = (await SendAsync(Samples.Need(NeedKind.Room, "Un local"), Samples.Need(NeedKind.Equipment, "Des outils"))).Name;
        await Wire.Initiatives.CloseNeedAsync(new CloseNeedRequest { Name = $"{name}/needs/un-local", State = Need.Types.State.Met });
        await Wire.Initiatives.ChangePhaseAsync(new ChangePhaseRequest { Name = name, Phase = Phase.Consolidation });
        var tools = Samples.Need(NeedKind.Equipment, "Des outils");
        tools.Description = "Douze clés";

        Assert.Equal(UpsertOutcome.Changed, (await SendAsync(Samples.Need(NeedKind.Room, "Un local"), tools, Samples.Need(NeedKind.Skill, "Une comptable"))).Outcome);

        var stored = await Wire.Initiatives.GetInitiativeAsync(new GetInitiativeRequest { Name = name });
        Assert.Equal(Phase.Consolidation, stored.Phase);
        Assert.Equal([("Un local", "", Need.Types.State.Met), ("Des outils", "Douze clés", Need.Types.State.Open), ("Une comptable", "", Need.Types.State.Open)], stored.Needs.Select(need => (need.Title, need.Description, need.State)));
    }

    [SkippableFact]
    public async Task Upsert_NamingAnActor_AcceptsOneOfTheSourceAndRefusesAnUnknownOne()
    {
        var owner = (await Wire.Sources.UpsertActorsAsync(new UpsertActorsRequest { Source = Source, Rows = { new ActorRow { ExternalId = "1", Actor = Samples.Actor("La Ruche") } } })).Results[0].Name;
        ResourceRow Of(string externalId, string actor) => new() { ExternalId = externalId, Resource = Samples.Resource("Une salle", owner: actor) };
        Assert.Equal([UpsertOutcome.Added, UpsertOutcome.Refused], (await UpsertAsync([Of("a", owner), Of("b", "actors/personne-ici")])).Results.Select(result => result.Outcome));

        // As with the standard methods: what the record held is not asked again once its owner has gone.
        await Wire.Actors.DeleteActorAsync(new DeleteActorRequest { Name = owner });
        Assert.Equal([UpsertOutcome.Unchanged, UpsertOutcome.Refused], (await UpsertAsync([Of("a", owner), Of("c", owner)])).Results.Select(result => result.Outcome));
    }

    [SkippableFact]
    public async Task Upsert_OfAWrongBatch_NamesEveryWrongField()
    {
        var error = await WireError.OfAsync(async () => await Wire.Sources.UpsertResourcesAsync(new UpsertResourcesRequest { Source = "Ma Source", RequestId = "1" }));
        error.AssertInvalid("fr-FR", "source", "rows", "request_id");
        (await WireError.OfAsync(() => UpsertAsync(Rows(201)))).AssertInvalid("fr-FR", "rows");
        (await WireError.OfAsync(async () => await Wire.Sources.UpsertResourcesAsync(new UpsertResourcesRequest { Rows = { Row("1") } }))).AssertInvalid("fr-FR", "source");
        (await WireError.OfAsync(() => UpsertAsync([Row("1")], syncId: "inconnue"))).AssertIs(StatusCode.NotFound, "RESOURCE_NOT_FOUND", "fr-FR");
    }

    [SkippableFact]
    public async Task Upsert_ByJson_AnswersTheSame()
    {
        using JsonCaller json = new(Server.HttpAddress, Server.Key);
        var rows = Rows(3).Append(Row("mauvaise", "")).ToList();
        var wire = await UpsertAsync(rows);

        var answer = (await json.PostAsync("citizennetwork.v1.SourcesService/UpsertResources", new UpsertResourcesRequest { Source = Source, Rows = { rows } })).As<UpsertResponse>();

        Assert.Equal(3, answer.Summary.UnchangedCount);
        Assert.Equal(wire.Results[3], answer.Results[3]);
    }
}

/// <summary>On SQLite.</summary>
[Collection(RecordsServer.Name)]
public sealed class SqliteUpsertTests(ServerFixture server) : UpsertTests(server);

/// <summary>On PostgreSQL.</summary>
[Collection(PostgresSourcesServer.Name)]
public sealed class PostgresUpsertTests(PostgresServer server) : UpsertTests(server.OrSkip());
