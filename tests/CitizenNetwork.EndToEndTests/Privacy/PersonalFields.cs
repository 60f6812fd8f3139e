using CitizenNetwork.Protocol.V1;
using Google.Protobuf.Reflection;

namespace CitizenNetwork.EndToEndTests.Privacy;

/// <summary>Every field of actors, members and contacts in which something about a person may stand, and every one in which it may not.</summary>
internal static class PersonalFields
{
    /// <summary>Where people write about a person, or where one can be told from.</summary>
    public static IReadOnlySet<string> Personal { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "Actor.display_name", "Actor.description", "Actor.street_address", "Actor.siren", "Actor.rna", "Actor.position", "Actor.contact",
        "Member.display_name", "Member.principal",
        "Contact.name", "Contact.mail", "Contact.phone", "Contact.address_lines",
    };

    /// <summary>Names of records, codes of closed lists, and what the service sets.</summary>
    public static IReadOnlySet<string> Others { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "Actor.name", "Actor.themes", "Actor.commune", "Actor.served_area", "Actor.excluded_area", "Actor.memberships", "Actor.ways_of_working",
        "Actor.create_time", "Actor.update_time", "Actor.etag",
        "Member.name", "Member.parent", "Member.actor", "Member.invitation_expire_time", "Member.create_time", "Member.update_time", "Member.etag",
    };

    /// <summary>Fields of these messages that hold text, or a message.</summary>
    public static IEnumerable<string> Declared() =>
        from type in new[] { Actor.Descriptor, Member.Descriptor, Contact.Descriptor }
        from field in type.Fields.InFieldNumberOrder()
        where field.FieldType is FieldType.String or FieldType.Bytes or FieldType.Message
        select $"{type.Name}.{field.Name}";
}
