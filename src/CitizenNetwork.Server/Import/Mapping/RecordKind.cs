using System.Collections.Immutable;
using CitizenNetwork.Domain.Sources;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Import.Mapping;

/// <summary>A kind of record that files can hold.</summary>
/// <param name="Name">As mappings write it.</param>
/// <param name="Descriptor">Its message.</param>
/// <param name="Collection">First segment of its names.</param>
/// <param name="Fixed">Fields that no import sets.</param>
internal sealed record RecordKind(string Name, MessageDescriptor Descriptor, string Collection, ImmutableArray<string> Fixed)
{
    private static readonly ImmutableArray<string> s_fixed = ["name", "create_time", "update_time", "etag", "commune", "position", "contact"];

    public static RecordKind Actor { get; } = new("actor", V1.Actor.Descriptor, "actors", s_fixed);

    public static ImmutableArray<RecordKind> All { get; } =
    [
        Actor,
        new("resource", V1.Resource.Descriptor, "resources", s_fixed.Add("access_conditions")),
        new("fundingCall", V1.FundingCall.Descriptor, "fundingCalls", s_fixed),
        new("hostingOffer", V1.HostingOffer.Descriptor, "hostingOffers", s_fixed),
        new("initiative", V1.Initiative.Descriptor, "initiatives", [.. s_fixed, "needs", "pins"]),
    ];

    /// <summary>The commune field, or null when the kind has none.</summary>
    public FieldDescriptor? Commune => Descriptor.FindFieldByName("commune");

    /// <summary>The field of a point, or null when the kind has none.</summary>
    public FieldDescriptor? Position => Descriptor.FindFieldByName("position");

    public static RecordKind? Find(string name) => All.FirstOrDefault(kind => string.Equals(kind.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Name of the record that a source knows under an id of its own.</summary>
    public string NameOf(string source, string externalId) => $"{Collection}/{SourceRules.RecordId(source, externalId)}";

    public IMessage New() => Descriptor.Parser.ParseFrom(ByteString.Empty);

    /// <summary>Paths of the contact, which a mapping fills by a key of its own.</summary>
    public IEnumerable<FieldPath> ContactPaths()
    {
        var contact = Descriptor.FindFieldByName("contact");
        return contact.MessageType.Fields.InFieldNumberOrder().Where(field => !field.IsRepeated).Select(field => new FieldPath($"{contact.Name}.{field.Name}", contact, field));
    }

    /// <summary>Every other path that a mapping can fill.</summary>
    public IEnumerable<FieldPath> Paths()
    {
        foreach (var field in Descriptor.Fields.InFieldNumberOrder().Where(field => !Fixed.Contains(field.Name)))
        {
            if (field.FieldType != FieldType.Message)
            {
                yield return new FieldPath(field.Name, null, field);
            }
            else if (!field.IsRepeated)
            {
                foreach (var inner in field.MessageType.Fields.InFieldNumberOrder())
                {
                    yield return new FieldPath($"{field.Name}.{inner.Name}", field, inner);
                }
            }
        }
    }
}
