using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;

namespace CitizenNetwork.UnitTests.Storage;

/// <summary>
/// Files as an old version of the program wrote them. They are never changed: what is stored is read for ever. A new
/// version of a state's shape adds a file beside them.
/// </summary>
public sealed class GoldenStateTests
{
    private static readonly string[] Names =
    [
        .. typeof(StateNames).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral && field.Name is not nameof(StateNames.Storage))
            .Select(field => (string)field.GetRawConstantValue()!),
    ];

    public static TheoryData<string> StateNamesOfContracts => [.. Names];

    public static TheoryData<string, string> RequiredFields
    {
        get
        {
            TheoryData<string, string> fields = [];
            foreach (var stateName in Names)
            {
                var golden = Golden(stateName);
                foreach (var (name, _) in golden)
                {
                    fields.Add(stateName, name);
                }

                foreach (var (name, _) in golden["record"]!.AsObject())
                {
                    fields.Add(stateName, $"record.{name}");
                }
            }

            return fields;
        }
    }

    [Fact]
    public void StateNames_OverAllGrainClasses_AreUnique()
    {
        Assert.NotEmpty(Names);
        Assert.Equal(Names.Length, Names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(Names.Length, Names.Select(StateJson.TypeOf).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(StateNamesOfContracts))]
    public void Read_FileOfVersion1_KeepsEveryField(string stateName)
    {
        var golden = Golden(stateName);
        var type = StateJson.TypeOf(stateName);

        var state = StateJson.Read(Utf8(golden), type);

        var rewritten = JsonNode.Parse(JsonSerializer.SerializeToUtf8Bytes(state, StateJson.Default.GetTypeInfo(type)!));
        AssertKept(golden, rewritten, stateName);
    }

    [Theory]
    [MemberData(nameof(RequiredFields))]
    public void Read_RequiredFieldMissing_NamesIt(string stateName, string field)
    {
        var golden = Golden(stateName);
        var path = field.Split('.');
        var owner = path.Length == 2 ? golden[path[0]]!.AsObject() : golden;
        owner.Remove(path[^1]);

        var error = Assert.Throws<JsonException>(() => StateJson.Read(Utf8(golden), StateJson.TypeOf(stateName)));

        Assert.Contains($"'{path[^1]}'", error.Message, StringComparison.Ordinal);
    }

    private static JsonObject Golden(string stateName) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Storage", "Golden", $"{stateName}.json")))!.AsObject();

    private static byte[] Utf8(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());

    // Fields that came later may be there as well, with their defaults.
    private static void AssertKept(JsonNode? golden, JsonNode? read, string path)
    {
        switch (golden)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields)
                {
                    Assert.True(read!.AsObject().TryGetPropertyValue(name, out var kept), $"{path}.{name} is lost.");
                    AssertKept(value, kept, $"{path}.{name}");
                }

                break;
            case JsonArray items:
                Assert.Equal(items.Count, read!.AsArray().Count);
                for (var i = 0; i < items.Count; i++)
                {
                    AssertKept(items[i], read.AsArray()[i], $"{path}[{i}]");
                }

                break;
            default:
                Assert.True(JsonNode.DeepEquals(golden, read), $"{path}: {golden} became {read}.");
                break;
        }
    }
}
