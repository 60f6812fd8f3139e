using System.Text.Json;
using System.Text.Json.Nodes;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;

namespace CitizenNetwork.Grains.Records;

/// <summary>How accepted requests and their answers stand in the ledger.</summary>
internal static class RequestJson
{
    private const string HashField = "hash";

    public static string WriteHash(string hash) => new JsonObject { [HashField] = hash }.ToJsonString();

    public static string ReadHash(string payload) => (string?)JsonNode.Parse(payload)?[HashField] ?? throw new JsonException("A request without the hash of its content.");

    /// <summary>The answer, written as a state is: a change of the record's shape is read from both alike.</summary>
    public static string WriteAnswer<T>(Snapshot<T> answer)
        where T : class =>
        System.Text.Encoding.UTF8.GetString(StateJson.Write(new Stored<T>(Stored<T>.CurrentVersion, answer.Record, answer.Revision, answer.CreateTime, answer.UpdateTime, [])));

    public static Snapshot<T> ReadAnswer<T>(string payload)
        where T : class =>
        ((Stored<T>)StateJson.Read(System.Text.Encoding.UTF8.GetBytes(payload), typeof(Stored<T>))).ToSnapshot() ?? throw new JsonException("An answer without a record.");
}
