using CitizenNetwork.Cli.Calling;
using CitizenNetwork.Cli.Texts;
using CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Cli.Records;

/// <summary>The kinds of records, with examples that follow each other: what one adds, the next one names.</summary>
internal static class RecordKinds
{
    public static RecordKind Actors { get; } = new("actors", "actors", Actor.Descriptor, ActorsService.Descriptor)
    {
        Shown = ["kind", "commune"],
        Examples = new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["list"] = ["citizennet actors list --perimeter DEP-49 --kinds association,cooperative"],
            ["add"] =
            [
                "citizennet actors add --id la-pedale --display-name \"La Pédale d'Angers\" --kind association --commune COM-49007 --themes mobility,repair",
                "citizennet actors add --file acteur.json --id les-brodeuses",
            ],
            ["get"] = ["citizennet actors get actors/la-pedale"],
            ["edit"] =
            [
                "citizennet actors edit actors/la-pedale --description \"Atelier le samedi.\" --ways-of-working-hours weekends",
                "citizennet actors get actors/la-pedale --json | citizennet actors edit actors/la-pedale --file - --visibility public",
            ],
            ["delete"] = ["citizennet actors delete actors/les-brodeuses --yes"],
        },
    };

    public static RecordKind Initiatives { get; } = new("initiatives", "initiatives", Initiative.Descriptor, InitiativesService.Descriptor)
    {
        NeverSet = ["pins"],
        NeverChanged = ["phase", "sub_state", "needs"],
        Shown = ["phase", "commune"],
        Examples = new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["list"] = ["citizennet initiatives list --phases emergence --perimeter DEP-49"],
            ["add"] =
            [
                "citizennet initiatives add --id velos-pour-tous --sentence \"Réparer des vélos ensemble, et les prêter.\" --commune COM-49007 --holder actors/la-pedale --themes mobility",
                "citizennet initiatives add --id ruche-de-quartier --sentence \"Des ruches sur les toits.\" --commune COM-49007 --needs '{\"kind\":\"NEED_KIND_ROOM\",\"title\":\"Un toit plat\"}'",
            ],
            ["get"] = ["citizennet initiatives get initiatives/velos-pour-tous"],
            ["edit"] = ["citizennet initiatives edit initiatives/velos-pour-tous --type bike-workshop --audience-min-age 12"],
            ["delete"] = ["citizennet initiatives delete initiatives/ruche-de-quartier --yes"],
        },
    };

    public static RecordKind Needs { get; } = new("needs", "initiatives/…/needs", Need.Descriptor, InitiativesService.Descriptor)
    {
        NeverSet = ["state"],
        CreateMethod = "RegisterNeed",
        UpdateMethod = "QualifyNeed",
        Shown = ["kind", "state"],
        Examples = new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["list"] = ["citizennet needs list initiatives/velos-pour-tous"],
            ["add"] = ["citizennet needs add initiatives/velos-pour-tous --id pieds --kind equipment --title \"Pieds d'atelier\" --quantity-amount 6 --quantity-unit objet"],
            ["get"] = ["citizennet needs get initiatives/velos-pour-tous/needs/pieds"],
            ["edit"] = ["citizennet needs edit initiatives/velos-pour-tous/needs/pieds --urgency high --period-end-date 2029-06-30"],
            ["delete"] = ["citizennet needs delete initiatives/velos-pour-tous/needs/pieds --yes"],
        },
    };

    public static RecordKind Resources { get; } = new("resources", "resources", Resource.Descriptor, ResourcesService.Descriptor)
    {
        Shown = ["kind", "commune"],
        Examples = new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["list"] = ["citizennet resources list --kinds room,equipment --perimeter COM-49007"],
            ["add"] = ["citizennet resources add --id remorque --owner actors/la-pedale --kind equipment --title \"Remorque à vélo\" --commune COM-49007 --cost free --availability-start-date 2029-01-01"],
            ["get"] = ["citizennet resources get resources/remorque"],
            ["edit"] = ["citizennet resources edit resources/remorque --capacity-amount 2 --capacity-unit objet --cost paid --price-cents 500"],
            ["delete"] = ["citizennet resources delete resources/remorque --yes"],
        },
    };

    public static RecordKind Funding { get; } = new("funding", "fundingCalls", FundingCall.Descriptor, FundingCallsService.Descriptor)
    {
        Shown = ["kind"],
        Examples = new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["list"] = ["citizennet funding list --funder actors/ville-d-angers"],
            ["add"] = ["citizennet funding add --id coup-de-guidon --funder actors/ville-d-angers --kind micro-grant --title \"Coup de guidon\" --eligible-area COM-49007 --max-amount-cents 50000"],
            ["get"] = ["citizennet funding get fundingCalls/coup-de-guidon"],
            ["edit"] = ["citizennet funding edit fundingCalls/coup-de-guidon --opening-end-date 2029-12-31 --effort-pages 2"],
            ["delete"] = ["citizennet funding delete fundingCalls/coup-de-guidon --yes"],
        },
    };

    public static RecordKind Hosts { get; } = new("hosts", "hostingOffers", HostingOffer.Descriptor, HostingOffersService.Descriptor)
    {
        Examples = new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["list"] = ["citizennet hosts list --perimeter DEP-49"],
            ["add"] = ["citizennet hosts add --id portage-pedale --host actors/la-pedale --title \"Portage de la Pédale\" --acts insurance,contract --served-area DEP-49 --capacity 3"],
            ["get"] = ["citizennet hosts get hostingOffers/portage-pedale"],
            ["edit"] = ["citizennet hosts edit hostingOffers/portage-pedale --hosted-count 1 --fee-basis-points 500"],
            ["delete"] = ["citizennet hosts delete hostingOffers/portage-pedale --yes"],
        },
    };

    public static RecordKind Networks { get; } = new("networks", "networks", Network.Descriptor, NetworksService.Descriptor)
    {
        NeverSet = ["weights_version"],
        Examples = new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["list"] = ["citizennet networks list --perimeter COM-49007"],
            ["add"] =
            [
                "citizennet networks add --id anjou --display-name \"Réseau d'Anjou\" --perimeter DEP-49 --priority-themes mobility,food",
                "citizennet networks add --id saumurois --display-name \"Réseau du Saumurois\" --perimeter COM-49328 --visibility network",
            ],
            ["get"] = ["citizennet networks get networks/anjou"],
            ["edit"] = ["citizennet networks edit networks/anjou --weights partner:distance=0.5,resource:need-fit=0.8"],
            ["delete"] = ["citizennet networks delete networks/saumurois --yes"],
        },
    };

    public static RecordKind Members { get; } = new("members", "members", Member.Descriptor, MembersService.Descriptor)
    {
        NeverSet = ["state", "invitation_expire_time"],
        NeverChanged = ["actor", "principal"],
        DeleteWord = "remove",
        Shown = ["actor", "access", "state"],
        Examples = new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["list"] = ["citizennet members list networks/anjou"],
            ["add"] = ["citizennet members add networks/anjou --id la-pedale --actor actors/la-pedale --standings association"],
            ["invite"] = ["citizennet members invite networks/anjou --id awa --display-name \"Awa Diallo\" --standings officer --access network-facilitator > invitation.txt"],
            ["get"] = ["citizennet members get members/awa"],
            ["edit"] = ["citizennet members edit members/la-pedale --standings association,collective"],
            ["remove"] = ["citizennet members remove members/awa --yes"],
        },
    };

    /// <summary>Those with a collection of their own, which <c>get</c> and <c>list</c> take by name alone.</summary>
    public static IReadOnlyList<RecordKind> All { get; } = [Actors, Funding, Hosts, Initiatives, Members, Networks, Resources];

    /// <summary>Collections whose lists need no parent.</summary>
    public static string Listed { get; } = Names(All.Where(kind => kind != Members));

    /// <summary>Collections of which files are written.</summary>
    public static string Exported { get; } = Names(All.Where(kind => kind != Members && kind != Networks));

    /// <summary>The kind of a resource name or of a collection.</summary>
    /// <exception cref="LocalException">There is none of this name.</exception>
    public static RecordKind Of(string name) =>
        All.FirstOrDefault(kind => kind.Collection == name.Split('/')[0]) ?? throw new LocalException(Words.Of("Wrong_Name", name, Names(All)));

    private static string Names(IEnumerable<RecordKind> kinds) => string.Join(", ", kinds.Select(kind => kind.Collection));
}
