namespace CitizenNetwork.Domain.Access;

/// <summary>What somebody may do, each role in one place (seeds 003-8, 001-4). Numbers are those of the API.</summary>
[GenerateSerializer, Alias("citizennetwork.access-role")]
public enum AccessRole
{
    /// <summary>None: sees what is public.</summary>
    Unspecified = 0,

    /// <summary>Runs the service: everything, everywhere.</summary>
    PlatformAdministrator = 1,

    /// <summary>Runs a network: its settings, its members, and the records of actors that belong to it.</summary>
    NetworkCoordinator = 2,

    /// <summary>Accompanies a network's actors: reads what it sees and changes their records, but neither settings nor members.</summary>
    NetworkFacilitator = 3,

    /// <summary>Reads what a network sees.</summary>
    NetworkReader = 4,

    /// <summary>A system that registers the records of one source and changes no others.</summary>
    PartnerSystem = 5,

    /// <summary>Acts for an actor: its record and what it holds or shares.</summary>
    ActorMember = 6,

    /// <summary>Keeps the records of the whole platform: sees and changes all of them, but runs neither the service nor its keys.</summary>
    PlatformEditor = 7,
}
