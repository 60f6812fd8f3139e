using CitizenNetwork.Protocol.V1;
using Google.Protobuf.WellKnownTypes;

namespace CitizenNetwork.EndToEndTests.Running;

/// <summary>The smallest valid records, and ids that no other test has.</summary>
public static class Samples
{
    public const string Angers = "COM-49007";
    public const string Trelaze = "COM-49353";
    public const string Saumur = "COM-49328";
    public const string Nantes = "COM-44109";
    public const string MaineEtLoire = "DEP-49";

    public static string NewId(string readable) => $"{readable}-{Guid.NewGuid():N}"[..(readable.Length + 11)];

    public static FieldMask Mask(params string[] paths) => new() { Paths = { paths } };

    public static string NewRequestId() => Guid.NewGuid().ToString();

    public static Actor Actor(string displayName, ActorKind kind = ActorKind.Association, string commune = Angers) =>
        new() { DisplayName = displayName, Kind = kind, Commune = commune };

    public static Initiative Initiative(string sentence, string commune = Angers) => new() { Sentence = sentence, Commune = commune };

    public static Need Need(NeedKind kind, string title) => new() { Kind = kind, Title = title };

    public static Resource Resource(string title, ResourceKind kind = ResourceKind.Room, string owner = ServerFixture.Owner, string commune = Angers) =>
        new() { Owner = owner, Kind = kind, Title = title, Commune = commune };

    public static FundingCall FundingCall(string title, string funder = ServerFixture.Owner, params string[] area) =>
        new() { Funder = funder, Kind = FundingCallKind.Grant, Title = title, EligibleArea = { area.Length == 0 ? [MaineEtLoire] : area } };

    public static Network Network(string displayName, params string[] perimeter) =>
        new() { DisplayName = displayName, Perimeter = { perimeter.Length == 0 ? [MaineEtLoire] : perimeter } };

    public static HostingOffer HostingOffer(string title, string host = ServerFixture.Owner, params string[] area) =>
        new() { Host = host, Title = title, Acts = { HostedAct.BankAccount }, ServedArea = { area.Length == 0 ? [MaineEtLoire] : area }, Capacity = 5 };
}
