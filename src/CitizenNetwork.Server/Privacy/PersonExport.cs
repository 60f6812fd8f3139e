using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Storage.Audit;
using CitizenNetwork.Storage.Privacy;
using CitizenNetwork.Storage.Sources;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Privacy;

/// <summary>Tells what is held about a person, each part with where it is.</summary>
internal sealed class PersonExport(PersonTable table, AuditTable audit, SightingTable sightings)
{
    public async IAsyncEnumerable<V1.PersonPart> ReadAsync(Person person, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var state in person.Own)
        {
            yield return Part(V1.PersonPlace.Record, state.Row.Key, string.Empty, Encoding.UTF8.GetString(state.Payload));
        }

        var rows = await table.RowsAsync(Person.TextsOf(person.Names), cancellation);
        foreach (var row in rows.Where(row => person.Names.Contains(row.GrainKey)))
        {
            yield return row.Kind == LedgerKinds.Audit
                ? Part(V1.PersonPlace.Audit, row.GrainKey, string.Empty, row.Payload)
                : Part(V1.PersonPlace.Ledger, row.GrainKey, row.Kind, row.Payload);
        }

        // What else stands in a record of somebody else is not this person's to read.
        foreach (var name in person.Mentions.Select(state => state.Row.Key))
        {
            yield return Part(V1.PersonPlace.Mention, name, string.Empty, "{}");
        }

        foreach (var name in person.Names)
        {
            for (var after = 0L; await audit.ListAsync(after, name, AuditTable.PageSize, cancellation) is { Count: > 0 } page; after = page[^1].Number)
            {
                foreach (var entry in page)
                {
                    yield return Part(V1.PersonPlace.Audit, name, string.Empty, new JsonObject { ["number"] = entry.Number, ["time"] = entry.RecordedAt, ["fact"] = JsonNode.Parse(entry.Fact ?? "null") }.ToJsonString());
                }
            }
        }

        foreach (var names in person.Names.Chunk(SightingTable.MaxRows))
        {
            foreach (var (name, seen) in await sightings.FindAsync(names, cancellation))
            {
                yield return Part(V1.PersonPlace.Source, name, string.Empty, new JsonObject { ["syncId"] = seen.SyncId, ["seenAt"] = seen.SeenAt }.ToJsonString());
            }
        }

        foreach (var message in await table.MessagesAsync(Person.TextsOf(person.Names), cancellation))
        {
            yield return Part(V1.PersonPlace.Outbox, person.Name, message.Kind, message.Payload);
        }
    }

    private static V1.PersonPart Part(V1.PersonPlace place, string name, string kind, string json) => new() { Place = place, Name = name, Kind = kind, Json = json };
}
