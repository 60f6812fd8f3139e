using System.Text.RegularExpressions;
using CitizenNetwork.Domain.Contacts;
using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.Server.Import.Conversions;

/// <summary>Finds phone numbers and mail addresses inside texts: they belong in fields that need consent and nowhere else.</summary>
internal static partial class ContactDetails
{
    private const int TimeoutMilliseconds = 1_000;

    /// <summary>Stands where a mail address stood.</summary>
    public const string Mail = "[courriel]";

    /// <summary>Stands where a phone number stood.</summary>
    public const string Phone = "[téléphone]";

    /// <summary>The text without them; the same text when it holds none.</summary>
    public static string Without(string text) => PhoneNumber().Replace(text.Contains('@', StringComparison.Ordinal) ? MailAddress().Replace(text, Mail) : text, Phone);

    /// <summary>Whether a field of a contact (name, mail, phone) takes the text.</summary>
    public static bool Fits(string field, string text)
    {
        Violations violations = new();
        ContactRules.Check(new Contact(field == "name" ? text : string.Empty, field == "mail" ? text : string.Empty, field == "phone" ? text : string.Empty, []), field, violations);
        return !violations.Any;
    }

    public static bool IsPhone(string text) => PhoneNumber().IsMatch(text);

    public static bool IsMail(string text) => MailAddress().IsMatch(text);

    /// <summary>Tried once for each run of characters, not at each of them: a long word would take a time that grows with its square.</summary>
    [GeneratedRegex(@"(?<![\w.%+'-])[\w.%+'-]+@[\w-]{1,63}(\.[\w-]{1,63}){1,5}", RegexOptions.ExplicitCapture, TimeoutMilliseconds)]
    private static partial Regex MailAddress();

    /// <summary>French numbers: 02 41 05 40 00, +33 2 41…, 0033 (0)2…, 36 39 is a short one and public.</summary>
    [GeneratedRegex(@"(?<![\d.,/-])((\+|00)\s?(33|262|508|590|594|596|681|687|689)\s?(\(0\)\s?)?|0)[1-9]([\s.-]?\d{2}){4}(?![\d,/-])", RegexOptions.ExplicitCapture, TimeoutMilliseconds)]
    private static partial Regex PhoneNumber();
}
