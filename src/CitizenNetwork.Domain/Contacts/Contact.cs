using System.Collections.Immutable;
using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.Domain.Contacts;

/// <summary>
/// How to reach somebody. It stands in a record's state beside the record, never in it, so that nothing that reads records
/// can show it.
/// </summary>
/// <param name="Name">Name of the person or desk; empty: not said.</param>
/// <param name="Mail">Mail address; empty: not said.</param>
/// <param name="Phone">Telephone number as it was written; empty: not said.</param>
/// <param name="AddressLines">Lines of a postal address.</param>
[GenerateSerializer, Immutable, Alias("citizennetwork.contact")]
public sealed record Contact(string Name, string Mail, string Phone, ImmutableArray<string> AddressLines)
{
    public bool IsEmpty => Name.Length == 0 && Mail.Length == 0 && Phone.Length == 0 && AddressLines.IsDefaultOrEmpty;

    /// <summary>Whether both say the same; an absent one and an empty one do.</summary>
    public static bool AreSame(Contact? one, Contact? other) => one is null || other is null
        ? one is null && other is null
        : one.Name == other.Name && one.Mail == other.Mail && one.Phone == other.Phone && one.AddressLines.SequenceEqual(other.AddressLines);

    /// <summary>Nothing of it: what is printed may be logged.</summary>
    public override string ToString() => nameof(Contact);
}

/// <summary>What a contact must fulfil. No violation quotes it.</summary>
public static class ContactRules
{
    /// <summary>Characters of a mail address (RFC 5321, path without brackets).</summary>
    public const int MaxMailLength = 254;

    /// <summary>Characters of a telephone number.</summary>
    public const int MaxPhoneLength = 30;

    /// <summary>Lines of an address: those of a French one (NF Z 10-011).</summary>
    public const int MaxAddressLines = 6;

    /// <summary>Fewest digits of a telephone number: short French ones such as 3939.</summary>
    private const int MinPhoneDigits = 4;

    /// <summary>Adds every wrong field; <paramref name="at"/> is its path in the request.</summary>
    public static void Check(Contact contact, string at, Violations violations)
    {
        violations.Text($"{at}.name", contact.Name, 0, Limits.MaxTitleLength);
        violations.Text($"{at}.mail", contact.Mail, 0, MaxMailLength);
        violations.Text($"{at}.phone", contact.Phone, 0, MaxPhoneLength);
        violations.Count($"{at}.address_lines", contact.AddressLines.Length, MaxAddressLines);
        for (var i = 0; i < Math.Min(contact.AddressLines.Length, MaxAddressLines); i++)
        {
            violations.Text($"{at}.address_lines[{i}]", contact.AddressLines[i], 1, Limits.MaxTitleLength);
        }

        if (contact.Mail.Length > 0 && !LooksLikeMail(contact.Mail))
        {
            violations.Add($"{at}.mail", ViolationCode.BadPattern, Datum.Text("accueil@exemple.fr"));
        }

        if (contact.Phone.Length > 0 && !LooksLikePhone(contact.Phone))
        {
            violations.Add($"{at}.phone", ViolationCode.BadPattern, Datum.Text("+33 2 41 00 00 00"));
        }
    }

    /// <summary>One @ with something before and a domain after; whether it is read is known only by writing to it.</summary>
    private static bool LooksLikeMail(string mail) =>
        mail.Split('@') is [{ Length: > 0 }, var domain]
        && domain.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
        && dot < domain.Length - 1
        && !mail.Any(character => char.IsWhiteSpace(character) || char.IsControl(character));

    private static bool LooksLikePhone(string phone) =>
        phone.Count(char.IsAsciiDigit) >= MinPhoneDigits
        && phone.All(character => char.IsAsciiDigit(character) || character is '+' or ' ' or '\u00A0' or '\u202F' or '.' or '-' or '(' or ')');
}
