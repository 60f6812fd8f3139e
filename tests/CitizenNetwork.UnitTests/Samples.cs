using CitizenNetwork.Domain;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Networks;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Domain.Themes;

namespace CitizenNetwork.UnitTests;

/// <summary>Small records that say as little as they may; a test adds what it is about with <c>with</c>.</summary>
internal static class Samples
{
    public static readonly PerimeterCode Angers = new("COM-49007");
    public static readonly PerimeterCode Trelaze = new("COM-49353");
    public static readonly PerimeterCode Behuard = new("COM-49028");
    public static readonly PerimeterCode Saumur = new("COM-49328");
    public static readonly PerimeterCode Cholet = new("COM-49099");
    public static readonly PerimeterCode Nantes = new("COM-44109");
    public static readonly PerimeterCode Paris = new("COM-75056");
    public static readonly PerimeterCode AngersLoireMetropole = new("EPCI-244900015");
    public static readonly PerimeterCode MaineEtLoire = new("DEP-49");
    public static readonly PerimeterCode LoireAtlantique = new("DEP-44");
    public static readonly PerimeterCode PaysDeLaLoire = new("REG-52");

    /// <summary>The day of the tests.</summary>
    public static DateOnly Today { get; } = new(2026, 11, 23);

    /// <summary>Some communes of Anjou and beyond (INSEE, code officiel géographique; populations rounded).</summary>
    public static TerritoryTable Territories { get; } = TerritoryTable.Parse(new StringReader(
        """
        COM-49007	Angers	EPCI-244900015|DEP-49|REG-52|PAYS-99100	157000	47.4784	-0.5632	49000|49100
        COM-49353	Trélazé	EPCI-244900015|DEP-49|REG-52|PAYS-99100	15500	47.4451	-0.4638	49800
        COM-49028	Béhuard	EPCI-244900015|DEP-49|REG-52|PAYS-99100	120	47.3790	-0.6420	49170
        COM-49328	Saumur	EPCI-200071876|DEP-49|REG-52|PAYS-99100	26500	47.2600	-0.0769	49400
        COM-49099	Cholet	EPCI-200071678|DEP-49|REG-52|PAYS-99100	54000	47.0597	-0.8793	49300
        COM-44109	Nantes	EPCI-244400404|DEP-44|REG-52|PAYS-99100	325000	47.2184	-1.5536	44000|44100
        COM-75056	Paris	DEP-75|REG-11|PAYS-99100	2100000	48.8566	2.3522	75001
        EPCI-244900015	Angers Loire Métropole	DEP-49|REG-52|PAYS-99100	310000	47.4700	-0.5500	
        EPCI-200071876	Saumur Val de Loire	DEP-49|REG-52|PAYS-99100	98000	47.2500	-0.1500	
        EPCI-200071678	Cholet Agglomération	DEP-49|REG-52|PAYS-99100	104000	47.0600	-0.7500	
        EPCI-244400404	Nantes Métropole	DEP-44|REG-52|PAYS-99100	680000	47.2300	-1.5700	
        DEP-49	Maine-et-Loire	REG-52|PAYS-99100	830000	47.3900	-0.5600	
        DEP-44	Loire-Atlantique	REG-52|PAYS-99100	1460000	47.3600	-1.6800	
        DEP-75	Paris	REG-11|PAYS-99100	2100000	48.8600	2.3400	
        REG-52	Pays de la Loire	PAYS-99100	3870000	47.4800	-0.8000	
        REG-11	Île-de-France	PAYS-99100	12300000	48.7000	2.5000	
        PAYS-99100	France		68000000	46.5000	2.5000	
        """));

    public static ThemeList Themes { get; } = new(
    [
        new("solidarity", "solidarité", "solidarity", "entraide"),
        new("mobility", "mobilité", "mobility", "vélo transport déplacement"),
        new("culture", "culture", "culture", "arts spectacle"),
        new("environment", "environnement", "environment", "nature biodiversité"),
        new("food", "alimentation", "food", "cuisine agriculture"),
        new("housing", "logement", "housing", "habitat"),
        new("health", "santé", "health", "bien-être"),
        new("youth", "jeunesse", "youth", "jeunes"),
        new("digital", "numérique", "digital", "informatique"),
        new("citizenship", "citoyenneté", "citizenship", "démocratie participation"),
    ]);

    public static Reference Reference { get; } = new(Territories, Themes);

    public static Actor Actor(string id) => new(
        new ActorId(id),
        DisplayName: id,
        ActorKind.Association,
        EssBasis.Unspecified,
        Description: string.Empty,
        Themes: [],
        Commune: Angers,
        ServedArea: [],
        Siren: string.Empty,
        Rna: string.Empty,
        Roles: [],
        ServesKinds: [],
        UsefulPhases: [],
        Memberships: [],
        DoNotSolicit: false);

    public static Resource Resource(string id) => new(
        new ResourceId(id),
        Owner: new ActorId("owner"),
        ResourceKind.Room,
        Title: id,
        Description: string.Empty,
        Themes: [],
        Commune: Angers,
        ServedArea: [],
        AttendanceMode.OnSite,
        Capacity: null,
        Cost.Free,
        PriceCents: 0,
        CostDetail: string.Empty,
        AccessConditions: [],
        UnregisteredPolicy.Accepted,
        AcceptsEmergingInitiatives: false,
        OpenToKinds: [],
        UsefulPhases: [],
        Availability: null,
        PlaceKind.Unspecified,
        VolunteerKind.Unspecified,
        SupportForm.Unspecified,
        Flexibility.Unspecified);

    public static FundingCall FundingCall(string id) => new(
        new FundingCallId(id),
        Funder: new ActorId("owner"),
        FundingCallKind.Grant,
        Title: id,
        Description: string.Empty,
        Themes: [],
        EligibleArea: [MaineEtLoire],
        ExcludedArea: [],
        Opening: null,
        MinAmountCents: 0,
        MaxAmountCents: 0,
        EnvelopeCents: 0,
        CoFundingPercent: 0,
        Effort: null,
        Flexibility.Unspecified,
        OpenToKinds: [],
        UnregisteredPolicy.Accepted,
        RequiresGeneralInterest: false,
        OpenToNatures: [],
        RequiresEss: false,
        UsefulPhases: [],
        ApplicationUrl: string.Empty);

    public static HostingOffer HostingOffer(string id) => new(
        new HostingOfferId(id),
        Host: new ActorId("owner"),
        Title: id,
        Description: string.Empty,
        Themes: [],
        Acts: [HostedAct.BankAccount],
        ServedArea: [MaineEtLoire],
        FeeBasisPoints: 500,
        Capacity: 10,
        HostedCount: 0,
        UsefulPhases: [],
        RequiresGeneralInterest: false,
        Flexibility.Unspecified,
        Opening: null,
        ExitTerms: string.Empty);

    public static Network Network(string id) => new(
        new NetworkId(id),
        DisplayName: id,
        Description: string.Empty,
        Perimeter: [MaineEtLoire],
        PriorityThemes: [],
        Weights: [],
        WeightsVersion: 1);

    public static Initiative Initiative(string id) => new(
        new InitiativeId(id),
        Sentence: "Nous voulons réparer des vélos ensemble",
        Title: string.Empty,
        Description: string.Empty,
        Holder: new ActorId("holder"),
        Commune: Angers,
        Phase.Emergence,
        SubState.Idea,
        InitiativeType.Unspecified,
        Nature.Citizen,
        Motive.Unspecified,
        Answer.Unspecified,
        Themes: [],
        HostedBy: null,
        Needs: [],
        Pins: []);

    public static Need Need(string id, NeedKind kind) => new(
        id,
        kind,
        ExpressionKind.Need,
        Title: id,
        Description: string.Empty,
        Themes: [],
        Quantity: null,
        AmountCents: 0,
        Period: null,
        Urgency.Normal,
        Commune: null,
        NeedState.Open);
}
