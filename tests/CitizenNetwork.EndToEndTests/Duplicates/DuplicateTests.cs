using CitizenNetwork.EndToEndTests.Import;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.EndToEndTests.Sources;
using CitizenNetwork.Protocol.V1;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Duplicates;

/// <summary>The review list, merges and what is remembered, through the wire.</summary>
[Trait("seed", "003-9")]
[Trait("feature", "F7")]
public abstract class DuplicateTests(ServerFixture server) : SourceTestBase(server)
{
    /// <summary>An island without records of other tests, whose thousands of pairs would take minutes to page through one by one.</summary>
    private const string Ouessant = "COM-29155";

    /// <summary>A word that no other test's names hold, so that none is like those of another.</summary>
    private readonly string _word = string.Concat(Guid.NewGuid().ToString("N").Select(digit => (char)(char.IsDigit(digit) ? digit - '0' + 'k' : digit)));

    [SkippableFact]
    public async Task ListDuplicates_OfTwoSources_TellsThePairWithItsReasons()
    {
        var (one, other) = await TwoAsync();

        var pair = Assert.Single(await ReviewAsync());

        Assert.Equal(new[] { one, other }.Order(StringComparer.Ordinal), [pair.First.Name, pair.Second.Name]);
        Assert.Equal(PairState.Open, pair.State);
        Assert.InRange(pair.Score, 0.9, 1);
        Assert.Contains(pair.Reasons, reason => reason.Clue == DuplicateClue.SameName && reason.Text == "Même nom, mot pour mot.");
        Assert.Equal([Source, $"{Source}-2"], new[] { pair.First.Source, pair.Second.Source }.Order(StringComparer.Ordinal));
        Assert.Empty(await ReviewAsync(Samples.Nantes));
    }

    [SkippableFact]
    public async Task MergeRecords_OfAPair_ShowsOneRecordThatSaysWhatBothSaid()
    {
        var (kept, merged) = await TwoAsync();

        var pair = await MergeAsync(kept, merged, "1", "1", "Vu sur place.");

        Assert.Equal((PairState.Merged, kept, false), (pair.State, pair.Kept, pair.Pending));
        Assert.Equal(["description"], Assert.Single(pair.Decisions).Fields);
        Assert.Equal("Ouvert le mardi.", (await Wire.Actors.GetActorAsync(new GetActorRequest { Name = kept })).Description);
        var (french, _) = await Server.AssertRefusedAsync(StatusCode.NotFound, "MERGED", async wire => await wire.Actors.GetActorAsync(new GetActorRequest { Name = merged }));
        Assert.Equal(kept, french.Info!.Metadata["value2"]);
        Assert.DoesNotContain(await Wire.EverythingAsync(), json => json.Contains(merged, StringComparison.Ordinal));
        Assert.Empty(await ReviewAsync());
        Assert.Equal(pair.Name, Assert.Single(await ReviewAsync(state: PairState.Merged)).Name);
        Assert.Equal(pair, await MergeAsync(kept, merged, "1", "1", "Vu sur place."));
    }

    [SkippableFact]
    public async Task UndoMerge_OfAPair_ShowsBothAgainAsTheirSourcesHaveThem()
    {
        var (kept, merged) = await TwoAsync();
        var name = (await MergeAsync(kept, merged)).Name;
        await UpsertActorAsync($"{Source}-2", "b", Place("Ouvert le jeudi."));

        var pair = await Wire.Duplicates.UndoMergeAsync(new UndoMergeRequest { Name = name, Note = "Deux lieux." });

        Assert.Equal(PairState.Open, pair.State);
        Assert.Equal([PairVerb.MergeUndone, PairVerb.Merged], pair.Decisions.Select(decision => decision.Verb));
        Assert.Empty((await Wire.Actors.GetActorAsync(new GetActorRequest { Name = kept })).Description);
        Assert.Equal("Ouvert le jeudi.", (await Wire.Actors.GetActorAsync(new GetActorRequest { Name = merged })).Description);
        Assert.Single(await ReviewAsync());
    }

    [SkippableFact]
    public async Task MarkDistinct_ThenBothSentAgain_StaysRememberedUntilItIsReopened()
    {
        var (one, other) = await TwoAsync();
        var name = Assert.Single(await ReviewAsync()).Name;
        await Wire.Duplicates.MarkDistinctAsync(new MarkDistinctRequest { Name = name });

        await UpsertActorAsync(Source, "a", Place("Changé."));
        await UpsertActorAsync($"{Source}-2", "b", Place("Changé aussi."));

        Assert.Empty(await ReviewAsync());
        Assert.Empty((await Wire.Duplicates.FindDuplicatesAsync(new FindDuplicatesRequest { Name = one })).Duplicates);
        Assert.Equal(name, Assert.Single(await ReviewAsync(state: PairState.Distinct)).Name);
        await Wire.Duplicates.ReopenPairAsync(new ReopenPairRequest { Name = name });
        Assert.Single(await ReviewAsync());
        Assert.Equal([PairVerb.Reopened, PairVerb.MarkedDistinct], (await DecisionsAsync(other)).Select(decision => decision.Verb));
    }

    [SkippableFact]
    public async Task FindDuplicates_WhileTyping_NamesWhatIsThere()
    {
        var (one, other) = await TwoAsync();

        var found = (await Wire.Duplicates.FindDuplicatesAsync(new FindDuplicatesRequest { Actor = new Actor { DisplayName = $"ruche {_word}", Commune = Samples.Angers } })).Duplicates;

        Assert.Equal(new[] { one, other }.Order(StringComparer.Ordinal), found.Select(duplicate => duplicate.Record.Name).Order(StringComparer.Ordinal));
        Assert.Equal(other, Assert.Single((await Wire.Duplicates.FindDuplicatesAsync(new FindDuplicatesRequest { Name = one })).Duplicates).Record.Name);
    }

    [SkippableFact]
    public async Task MergeRecords_OfAnOwner_LeavesWhatNamesIt()
    {
        var (kept, merged) = await TwoAsync();
        var before = await Wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = Samples.Resource($"Salle {_word}", owner: merged) });
        await MergeAsync(kept, merged);

        var after = await Wire.Resources.CreateResourceAsync(new CreateResourceRequest { Resource = Samples.Resource($"Atelier {_word}", owner: merged) });
        await UpsertAsync([new ResourceRow { ExternalId = "r", Resource = Samples.Resource($"Cuisine {_word}", owner: merged) }]);

        var owned = await Wire.Resources.ListResourcesAsync(new ListResourcesRequest { Owner = kept });
        Assert.Equal(3, owned.Resources.Count);
        Assert.Superset(new HashSet<string> { before.Name, after.Name }, owned.Resources.Select(resource => resource.Name).ToHashSet());
        var match = await Wire.Matching.ExplainMatchAsync(new ExplainMatchRequest { Subject = new MatchSubject { Draft = new Draft { Sentence = $"Une salle {_word}", Commune = Samples.Angers } }, Candidate = before.Name });
        Assert.Contains(kept, match.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(merged, match.ToString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Import_OfRowsThatAreThere_NotesThemDryOrNot()
    {
        await TwoAsync();
        const string Mapping = "kind: actor\nid: id\ncommune: { code: insee }\nfields:\n  display_name: nom\n  street_address: rue\n  kind: { constant: ASSOCIATION }\n";
        var file = $"id,nom,rue,insee\n1,La Ruche {_word},12 rue Haute,49007\n2,Tout autre chose,1 rue Basse,49007\n";

        foreach (var dryRun in new[] { true, false, false })
        {
            var imported = (await Wire.ImportAsync(Mapping, file, "lieux.csv", $"{Source}-3", dryRun)).AssertAddsUp();
            if (imported.Report.Added == 0)
            {
                Assert.Empty(imported.Notes);
                continue;
            }

            var note = Assert.Single(imported.Notes);
            Assert.Equal(("POSSIBLE_DUPLICATE", "1"), (note.Note.Reason, note.ExternalId));
            Assert.StartsWith("actors/", note.Note.Data[0], StringComparison.Ordinal);
            Assert.Equal(2, imported.Report.Added);
        }
    }

    [SkippableFact]
    public async Task Decisions_OfABoundKey_AreThoseOfItsOwnRecords()
    {
        var (one, other) = await TwoAsync();
        var name = Assert.Single(await ReviewAsync()).Name;
        var (bound, _) = await BoundAsync(Source);

        (await WireError.OfAsync(async () => await bound.Duplicates.MergeRecordsAsync(new MergeRecordsRequest { Kept = one, Merged = other }))).AssertIs(StatusCode.PermissionDenied, "OTHER_SOURCE", "fr-FR");
        (await WireError.OfAsync(async () => await bound.Duplicates.MarkDistinctAsync(new MarkDistinctRequest { Name = name }))).AssertIs(StatusCode.PermissionDenied, "OTHER_SOURCE", "fr-FR");
        var own = await UpsertActorAsync(Source, "c", Place(""));
        Assert.Equal(PairState.Merged, (await bound.Duplicates.MergeRecordsAsync(new MergeRecordsRequest { Kept = one, Merged = own })).State);
    }

    [SkippableFact]
    public async Task Calls_WithWrongFields_NameAllOfThem()
    {
        await Server.AssertRefusedAsync(async wire => await wire.Duplicates.ListDuplicatesAsync(new ListDuplicatesRequest { Collection = "initiatives", MinScore = 0.1, Perimeter = "COM-0", PageSize = -1 }), "page_size", "perimeter", "min_score", "collection");
        await Server.AssertRefusedAsync(async wire => await wire.Duplicates.FindDuplicatesAsync(new FindDuplicatesRequest { Actor = new Actor(), MinScore = double.NaN, Limit = -1 }), "min_score", "limit", "actor.display_name", "actor.commune");
        await Server.AssertRefusedAsync(async wire => await wire.Duplicates.FindDuplicatesAsync(new FindDuplicatesRequest()), "subject");
        await Server.AssertRefusedAsync(async wire => await wire.Duplicates.FindDuplicatesAsync(new FindDuplicatesRequest { Name = "initiatives/velos" }), "name");
        await Server.AssertRefusedAsync(async wire => await wire.Duplicates.MergeRecordsAsync(new MergeRecordsRequest { Kept = "ruche", KeptEtag = "x" }), "kept", "merged", "kept_etag");
        await Server.AssertRefusedAsync(async wire => await wire.Duplicates.MergeRecordsAsync(new MergeRecordsRequest { Kept = "actors/ruche", Merged = "actors/ruche" }), "merged");
        await Server.AssertRefusedAsync(async wire => await wire.Duplicates.MergeRecordsAsync(new MergeRecordsRequest { Kept = "actors/ruche", Merged = "resources/ruche", Note = new string('a', 501) }), "merged");
        await Server.AssertRefusedAsync(async wire => await wire.Duplicates.UndoMergeAsync(new UndoMergeRequest { Name = "duplicates/actors/b-b/a-a", Note = new string('a', 501) }), "note", "name");
        await Server.AssertRefusedAsync(async wire => await wire.Duplicates.MarkDistinctAsync(new MarkDistinctRequest()), "name");
        await Server.AssertRefusedAsync(async wire => await wire.Duplicates.ListDecisionsAsync(new ListDecisionsRequest { Record = "velos", PageSize = -1 }), "page_size", "record");
        await Server.AssertRefusedAsync(StatusCode.NotFound, "RESOURCE_NOT_FOUND", async wire => await wire.Duplicates.FindDuplicatesAsync(new FindDuplicatesRequest { Name = "actors/inconnue" }));
        await Server.AssertRefusedAsync(StatusCode.NotFound, "RESOURCE_NOT_FOUND", async wire => await wire.Duplicates.MarkDistinctAsync(new MarkDistinctRequest { Name = "duplicates/actors/inconnu/inconnue" }));
        await Server.AssertRefusedAsync(StatusCode.FailedPrecondition, "WRONG_STATE", async wire => await wire.Duplicates.UndoMergeAsync(new UndoMergeRequest { Name = "duplicates/actors/inconnu/inconnue" }));
    }

    [SkippableFact]
    public async Task Lists_ReadPageByPage_HoldEverythingOnce()
    {
        for (var i = 0; i < 3; i++)
        {
            var place = Place("");
            place.Commune = Ouessant;
            await UpsertActorAsync($"{Source}-{i}", "a", place);
        }

        List<DuplicatePair> pairs = [];
        var pages = await Pages.AllAsync(
            async token => await Wire.Duplicates.ListDuplicatesAsync(new ListDuplicatesRequest { Collection = "actors", Perimeter = Ouessant, PageSize = 1, PageToken = token }), page => page.Pairs, page => page.NextPageToken, pairs);
        Assert.Equal(pages, pairs.Count);
        var mine = pairs.Where(pair => pair.First.Title.Contains(_word, StringComparison.Ordinal)).ToList();
        Assert.Equal(3, mine.Select(pair => pair.Name).Distinct().Count());

        var record = mine[0].First.Name;
        foreach (var pair in mine.Where(pair => pair.First.Name == record || pair.Second.Name == record))
        {
            await Wire.Duplicates.MarkDistinctAsync(new MarkDistinctRequest { Name = pair.Name });
            await Wire.Duplicates.ReopenPairAsync(new ReopenPairRequest { Name = pair.Name });
        }

        List<PairDecision> decisions = [];
        await Pages.AllAsync(
            async token => await Wire.Duplicates.ListDecisionsAsync(new ListDecisionsRequest { Record = record, PageSize = 1, PageToken = token }), page => page.Decisions, page => page.NextPageToken, decisions);
        Assert.Equal(await DecisionsAsync(record), decisions);
        Assert.Equal(4, decisions.Count);
    }

    /// <summary>Two actors of two sources that are one; the second says more.</summary>
    private async Task<(string One, string Other)> TwoAsync() =>
        (await UpsertActorAsync(Source, "a", Place("")), await UpsertActorAsync($"{Source}-2", "b", Place("Ouvert le mardi.")));

    private Actor Place(string description, string? name = null)
    {
        var actor = Samples.Actor(name ?? $"La Ruche {_word}");
        (actor.Description, actor.StreetAddress) = (description, "12 rue Haute");
        return actor;
    }

    private async Task<string> UpsertActorAsync(string source, string id, Actor actor) =>
        (await Wire.Sources.UpsertActorsAsync(new UpsertActorsRequest { Source = source, Rows = { new ActorRow { ExternalId = id, Actor = actor } } })).Results[0].Name;

    private async Task<DuplicatePair> MergeAsync(string kept, string merged, string keptEtag = "", string mergedEtag = "", string note = "") =>
        await Wire.Duplicates.MergeRecordsAsync(new MergeRecordsRequest { Kept = kept, Merged = merged, KeptEtag = keptEtag, MergedEtag = mergedEtag, Note = note });

    /// <summary>The pairs of this test's records: their names begin with its source, those of others do not.</summary>
    private async Task<List<DuplicatePair>> ReviewAsync(string perimeter = "", PairState state = PairState.Unspecified)
    {
        List<DuplicatePair> pairs = [];
        await Pages.AllAsync(
            async token => await Wire.Duplicates.ListDuplicatesAsync(new ListDuplicatesRequest { Collection = "actors", Perimeter = perimeter, State = state, PageToken = token }), page => page.Pairs, page => page.NextPageToken, pairs);
        return [.. pairs.Where(pair => pair.First.Name.StartsWith($"actors/{Source}", StringComparison.Ordinal))];
    }

    private async Task<List<PairDecision>> DecisionsAsync(string record) => [.. (await Wire.Duplicates.ListDecisionsAsync(new ListDecisionsRequest { Record = record })).Decisions];
}

/// <summary>On SQLite.</summary>
[Collection(RecordsServer.Name)]
public sealed class SqliteDuplicateTests(ServerFixture server) : DuplicateTests(server);

/// <summary>On PostgreSQL.</summary>
[Collection(PostgresSourcesServer.Name)]
public sealed class PostgresDuplicateTests(PostgresServer server) : DuplicateTests(server.OrSkip());
