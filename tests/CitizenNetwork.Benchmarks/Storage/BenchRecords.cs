using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Benchmarks.Storage;

/// <summary>What the bench stores: a record of about 1 KiB and a ledger row as a request leaves one.</summary>
internal static class BenchRecords
{
    /// <summary>Type of its grains.</summary>
    public const string GrainType = "actor";

    /// <summary>A kind that no grain of the product knows.</summary>
    public const string Kind = "bench";

    /// <summary>JSON of a ledger row: the hash of a request.</summary>
    public const string EntryJson = "\"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"";

    private static readonly string s_description = string.Concat(Enumerable.Repeat(
        "Un atelier où l'on apprend à réparer son vélo soi-même, deux soirs par semaine, avec des outils prêtés et des bénévoles. ", 5));

    public static Stored<Actor> Actor(string id, long revision = 1) => new(
        Stored<Actor>.CurrentVersion,
        new Actor(
            new ActorId(id), "Atelier vélo du quartier", ActorKind.Association, EssBasis.Unspecified, s_description, ["mobility", "environment", "solidarity"],
            new PerimeterCode("COM-49007"), [new PerimeterCode("EPCI-244900015")], "", "W491000001", [ActorRole.ResourceProvider], [], [], [], false),
        revision,
        DateTimeOffset.UnixEpoch,
        DateTimeOffset.UnixEpoch,
        []);
}
