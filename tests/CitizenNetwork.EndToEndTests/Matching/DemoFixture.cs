using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Server.Demo;

namespace CitizenNetwork.EndToEndTests.Matching;

/// <summary>A server that holds the demo network, loaded through its own port.</summary>
public sealed class DemoFixture : ServerFixture
{
    public const string BikeWorkshop = "initiatives/atelier-velo-trelaze";
    public const string SharedGarden = "initiatives/jardin-partage-des-plantes-folles";
    public const string ThirdPlace = "initiatives/tiers-lieu-la-fabrique";

    /// <summary>The three initiatives that the demo shows.</summary>
    public static IReadOnlyList<string> Shown { get; } = [BikeWorkshop, SharedGarden, ThirdPlace];

    /// <summary>Initiatives that look for something, from the demo's own files.</summary>
    public static IReadOnlyList<string> Open { get; } =
        [.. DemoNetwork.Initiatives().Where(request => request.Initiative.SubState != SubState.Closed).Select(request => $"initiatives/{request.InitiativeId}")];

    /// <summary>Every actor, call, offer and resource.</summary>
    public static IReadOnlyList<string> Candidates { get; } =
    [
        .. DemoNetwork.Actors().Select(request => $"actors/{request.ActorId}"),
        .. DemoNetwork.FundingCalls().Select(request => $"fundingCalls/{request.FundingCallId}"),
        .. DemoNetwork.HostingOffers().Select(request => $"hostingOffers/{request.HostingOfferId}"),
        .. DemoNetwork.Resources().Select(request => $"resources/{request.ResourceId}"),
    ];

    public override async Task InitializeAsync()
    {
        await StartServerAsync();
        foreach (var request in DemoNetwork.Actors())
        {
            await Wire.Actors.CreateActorAsync(request);
        }

        foreach (var request in DemoNetwork.HostingOffers())
        {
            await Wire.HostingOffers.CreateHostingOfferAsync(request);
        }

        foreach (var request in DemoNetwork.FundingCalls())
        {
            await Wire.FundingCalls.CreateFundingCallAsync(request);
        }

        foreach (var request in DemoNetwork.Resources())
        {
            await Wire.Resources.CreateResourceAsync(request);
        }

        foreach (var request in DemoNetwork.Initiatives())
        {
            await Wire.Initiatives.CreateInitiativeAsync(request);
        }
    }
}

/// <summary>Tests that share the demo network; each leaves it as it found it.</summary>
[CollectionDefinition(Name)]
public sealed class DemoServer : ICollectionFixture<DemoFixture>
{
    public const string Name = "demo network";
}

/// <summary>Short questions of matching.</summary>
internal static class Asking
{
    public static MatchSubject Initiative(string name) => new() { Initiative = name };

    public static MatchSubject Need(string name) => new() { Need = name };

    public static MatchSubject Draft(string sentence, string commune, params Need[] needs) => new() { Draft = new Draft { Sentence = sentence, Commune = commune, Needs = { needs } } };

    public static async Task<SuggestMatchesResponse> SuggestAsync(this Wire wire, MatchSubject subject, MatchPreferences? preferences = null, int size = 50, params MatchCategory[] categories) =>
        await wire.Matching.SuggestMatchesAsync(new SuggestMatchesRequest { Subject = subject, Preferences = preferences, PageSize = size, Categories = { categories } });

    public static async Task<MatchGroup> SuggestOneAsync(this Wire wire, MatchCategory category, MatchSubject subject, MatchPreferences? preferences = null, int size = 50) =>
        (await wire.SuggestAsync(subject, preferences, size, category)).Groups.Single();

    public static async Task<ExplainMatchResponse> ExplainAsync(this Wire wire, MatchSubject subject, string candidate, MatchPreferences? preferences = null) =>
        await wire.Matching.ExplainMatchAsync(new ExplainMatchRequest { Subject = subject, Candidate = candidate, Preferences = preferences });

    public static Reason Reason(this Match match, Signal signal) => match.Reasons.Single(reason => reason.Signal == signal);
}
