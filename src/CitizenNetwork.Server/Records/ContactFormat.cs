using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Contacts;
using CitizenNetwork.Domain.Refusals;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Records;

/// <summary>Reads the contact of a record's message. There is no way back: no answer of the service holds one.</summary>
internal static class ContactFormat
{
    private const string Field = "contact";

    /// <summary>The contact of a record that is written as a whole; null when it has none.</summary>
    /// <param name="record">The record's message.</param>
    /// <param name="at">Path of the record in the request.</param>
    /// <param name="violations">Takes what is wrong.</param>
    public static Contact? Read(IMessage? record, string at, Violations violations)
    {
        if (Of(record) is not { } message)
        {
            return null;
        }

        Contact contact = new(message.Name, message.Mail, message.Phone, [.. message.AddressLines]);
        ContactRules.Check(contact, $"{at}.{Field}", violations);
        return contact.IsEmpty ? null : contact;
    }

    /// <summary>
    /// What an update does to it. A caller that sends back what it read has no contact in it, so an update of all fields
    /// erases none; naming the field does.
    /// </summary>
    public static ContactChange? ReadChange(IMessage record, FieldMask? mask, string at, Violations violations)
    {
        var paths = mask?.Paths ?? [];
        for (var i = 0; i < paths.Count; i++)
        {
            // Who names a part of it would have the rest kept, which nobody but the grain knows.
            if (paths[i].StartsWith($"{Field}.", StringComparison.Ordinal))
            {
                violations.Add($"update_mask.paths[{i}]", ViolationCode.ReadOnly, Datum.Text(paths[i]));
            }
        }

        var isNamed = paths.Contains(Field);
        return isNamed || ((paths.Count == 0 || paths.Contains("*")) && Of(record) is not null) ? new ContactChange(Read(record, at, violations)) : null;
    }

    private static V1.Contact? Of(IMessage? record) => record?.Descriptor.FindFieldByName(Field)?.Accessor.GetValue(record) as V1.Contact;
}
