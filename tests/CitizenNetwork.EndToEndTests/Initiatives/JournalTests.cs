using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Initiatives;

/// <summary>What happened to an initiative, through the wire.</summary>
[Collection(RecordsServer.Name)]
public sealed class JournalTests(ServerFixture server)
{
    [Fact]
    public async Task ListJournalEntries_InPages_TellsEachChangeOnceNewestFirst()
    {
        var made = await server.Wire.Initiatives.CreateInitiativeAsync(new CreateInitiativeRequest { Initiative = Samples.Initiative("Un atelier vélo"), InitiativeId = Samples.NewId("journal") });
        await server.Wire.Initiatives.ChangePhaseAsync(new ChangePhaseRequest { Name = made.Name, Phase = Phase.Consolidation });
        var last = await server.Wire.Initiatives.RegisterNeedAsync(new RegisterNeedRequest { Parent = made.Name, NeedId = "local", Need = new Need { Kind = NeedKind.Room, Title = "Un local" } });

        List<JournalEntry> entries = [];
        await Pages.AllAsync(
            async token => await server.Wire.Initiatives.ListJournalEntriesAsync(new ListJournalEntriesRequest { Parent = made.Name, PageSize = 2, PageToken = token }),
            page => page.Entries,
            page => page.NextPageToken,
            entries);

        Assert.Equal(
            [JournalEntry.Types.Event.NeedRegistered, JournalEntry.Types.Event.PhaseChanged, JournalEntry.Types.Event.Registered],
            entries.Select(entry => entry.Event));
        Assert.Equal([3L, 2L, 1L], entries.Select(entry => entry.Revision));
        Assert.Equal((last.Etag, $"{made.Name}/needs/local", Phase.Consolidation), ($"{entries[0].Revision}", entries[0].Subject, entries[0].Phase));
        Assert.Equal(last.UpdateTime, entries[0].Time);
    }

    [Fact]
    public async Task ListJournalEntries_WrongRequests_NameEveryFieldOrTheInitiative()
    {
        await server.AssertRefusedAsync(
            wire => wire.Initiatives.ListJournalEntriesAsync(new ListJournalEntriesRequest { Parent = "nobody", PageSize = -1, PageToken = "?" }).ResponseAsync,
            "parent", "page_size", "page_token");
        await server.AssertRefusedAsync(
            StatusCode.NotFound, "RESOURCE_NOT_FOUND", wire => wire.Initiatives.ListJournalEntriesAsync(new ListJournalEntriesRequest { Parent = "initiatives/nobody" }).ResponseAsync);
    }
}
