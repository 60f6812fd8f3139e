using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Resources;

namespace CitizenNetwork.Matching.Text;

/// <summary>
/// French words that people use for the values of the closed lists, so that « local » finds a room whose record never
/// says the word. For comparing only: what people read comes from the resource files.
/// </summary>
internal static class KindWords
{
    public static string Of(ResourceKind kind) => kind switch
    {
        ResourceKind.Room => "salle local espace réunion",
        ResourceKind.Equipment => "matériel équipement outils prêt",
        ResourceKind.Vehicle => "véhicule transport camion remorque",
        ResourceKind.DigitalTool => "numérique logiciel outil site",
        ResourceKind.Skill => "compétence savoir-faire conseil",
        ResourceKind.Volunteer => "bénévole volontaire coup de main",
        ResourceKind.Training => "formation atelier apprendre",
        ResourceKind.Support => "accompagnement appui soutien conseil",
        ResourceKind.Method => "méthode guide outil animation",
        ResourceKind.WelcomePlace => "lieu accueil local",
        ResourceKind.DialogueSpace => "espace dialogue débat rencontre",
        _ => string.Empty,
    };

    public static string Of(NeedKind kind) => kind switch
    {
        NeedKind.Room => Of(ResourceKind.Room),
        NeedKind.Equipment => Of(ResourceKind.Equipment),
        NeedKind.Vehicle => Of(ResourceKind.Vehicle),
        NeedKind.DigitalTool => Of(ResourceKind.DigitalTool),
        NeedKind.Skill => Of(ResourceKind.Skill),
        NeedKind.Volunteers => Of(ResourceKind.Volunteer),
        NeedKind.Training => Of(ResourceKind.Training),
        NeedKind.Support => Of(ResourceKind.Support),
        NeedKind.Method => Of(ResourceKind.Method),
        NeedKind.WelcomePlace => Of(ResourceKind.WelcomePlace),
        NeedKind.DialogueSpace => Of(ResourceKind.DialogueSpace),
        NeedKind.LegalHosting => "portage juridique administratif",
        _ => string.Empty,
    };

    public static string Of(PlaceKind kind) => kind switch
    {
        PlaceKind.SocialCentre => "centre social",
        PlaceKind.CulturalFacility => "équipement culturel médiathèque théâtre",
        PlaceKind.PublicService => "service public mairie",
        PlaceKind.WelcomeSpace => "espace accueil",
        PlaceKind.ThirdPlace => "tiers-lieu coworking",
        _ => string.Empty,
    };

    public static string Of(VolunteerKind kind) => kind switch
    {
        VolunteerKind.Benevole => "bénévolat",
        VolunteerKind.ServiceCivique => "service civique",
        VolunteerKind.Vta => "volontariat territorial",
        VolunteerKind.Cifre => "thèse recherche doctorant",
        _ => string.Empty,
    };

    public static string Of(SupportForm form) => form switch
    {
        SupportForm.Training => "formation",
        SupportForm.Workshop => "atelier",
        SupportForm.Advice => "conseil",
        SupportForm.Coaching => "coaching accompagnement individuel",
        SupportForm.Supervision => "supervision analyse pratiques",
        _ => string.Empty,
    };

    public static string Of(ActorKind kind) => kind switch
    {
        ActorKind.InformalCollective => "collectif",
        ActorKind.YouthGroup => "jeunes jeunesse",
        ActorKind.Association => "association",
        ActorKind.Cooperative => "coopérative scop scic",
        ActorKind.Mutual => "mutuelle",
        ActorKind.Foundation => "fondation",
        ActorKind.Company => "entreprise",
        ActorKind.LocalAuthority => "collectivité mairie commune",
        ActorKind.PublicService => "service public",
        ActorKind.SupportStructure => "accompagnement appui",
        ActorKind.ResourceCentre => "centre ressources",
        ActorKind.TradeUnion => "syndicat",
        _ => string.Empty,
    };

    public static string Of(ActorRole role) => role switch
    {
        ActorRole.NetworkHub => "tête de réseau",
        ActorRole.Funder => "financement financeur",
        ActorRole.Host => "portage hébergement",
        ActorRole.Facilitator => "animation facilitation",
        ActorRole.Coordinator => "coordination",
        _ => string.Empty,
    };

    public static string Of(FundingCallKind kind) => kind switch
    {
        FundingCallKind.CallForExpression => "appel manifestation intérêt",
        FundingCallKind.CallForExperimentation => "expérimentation",
        FundingCallKind.MicroGrant => "bourse coup de pouce",
        FundingCallKind.ParticipatoryBudget => "budget participatif",
        FundingCallKind.Grant => "subvention aide",
        FundingCallKind.Loan => "prêt emprunt",
        _ => string.Empty,
    };

    public static string Of(HostedAct act) => act switch
    {
        HostedAct.BankAccount => "compte bancaire",
        HostedAct.Insurance => "assurance",
        HostedAct.Contract => "contrat convention",
        HostedAct.Employment => "emploi salarié paie",
        HostedAct.Grants => "subvention",
        _ => string.Empty,
    };

    public static string Of(InitiativeType type) => type switch
    {
        InitiativeType.BikeWorkshop => "atelier vélo réparation",
        InitiativeType.SharedHousing => "habitat partagé participatif logement",
        InitiativeType.CulturalFestival => "festival culture spectacle",
        InitiativeType.LocalCurrency => "monnaie locale",
        InitiativeType.SharedGarden => "jardin partagé potager",
        InitiativeType.WasteCollection => "collecte déchets compost",
        InitiativeType.ThirdPlace => "tiers-lieu",
        InitiativeType.RepairCafe => "réparation repair café",
        InitiativeType.FoodCoop => "épicerie coopérative alimentation",
        InitiativeType.Citizenship => "citoyenneté participation débat",
        InitiativeType.MutualAid => "entraide solidarité",
        _ => string.Empty,
    };
}
