using System.Globalization;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Contacts;
using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.Domain.Privacy;

/// <summary>What a consent must fulfil, and what it lets be told.</summary>
public static class ConsentRules
{
    /// <summary>Most consents of one actor that were not withdrawn: each answer reads all of them.</summary>
    public const int MaxOpen = 50;

    /// <summary>
    /// Longest time that a consent holds without being asked for again: what the CNIL recommends for contacts that nobody heard of
    /// (référentiel « gestion des activités commerciales », 2022).
    /// </summary>
    public static readonly TimeSpan LongestTime = TimeSpan.FromDays(3 * 365);

    /// <summary>Adds every wrong field; <paramref name="at"/> is its path in the request.</summary>
    /// <param name="consent">The consent.</param>
    /// <param name="at">Its path in the request.</param>
    /// <param name="isOwn">Whether it is given by somebody who acts for the actor.</param>
    /// <param name="violations">Takes what is wrong.</param>
    public static void Check(Consent consent, string at, bool isOwn, Violations violations)
    {
        violations.Required($"{at}.purpose", consent.Purpose);
        if (consent.Fields.IsEmpty)
        {
            violations.Add($"{at}.fields", ViolationCode.Required);
        }

        violations.Terms($"{at}.fields", consent.Fields);
        violations.Text($"{at}.on_word_of", consent.OnWordOf, isOwn ? 0 : 1, Limits.MaxTitleLength);
        var (given, until) = (consent.GiveTime, consent.ExpireTime);
        if (until <= given || until > given + LongestTime)
        {
            violations.Add($"{at}.expire_time", ViolationCode.OutOfRange, Datum.Text(Day(given)), Datum.Text(Day(given + LongestTime)), Datum.Text(Day(until)));
        }
    }

    /// <summary>What may be told of a contact for a purpose; null: nothing.</summary>
    public static Contact? Disclosed(Contact? contact, IEnumerable<Consent> consents, ConsentPurpose purpose, DateTimeOffset now)
    {
        var fields = consents.Where(consent => consent.Purpose == purpose && consent.IsInForce(now)).SelectMany(consent => consent.Fields).ToHashSet();
        return contact is null || fields.Count == 0 ? null : new Contact(
            fields.Contains(ContactField.Name) ? contact.Name : string.Empty,
            fields.Contains(ContactField.Mail) ? contact.Mail : string.Empty,
            fields.Contains(ContactField.Phone) ? contact.Phone : string.Empty,
            fields.Contains(ContactField.Address) ? contact.AddressLines : []);
    }

    public static string NameOf(ActorId actor, long number) => $"{actor.Name}/{Consent.Collection}/{number.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The actor and the number in a consent's name, or null for any other text.</summary>
    public static (ActorId Actor, long Number)? Read(string name) =>
        name.Split('/') is [ActorId.Collection, var id, Consent.Collection, var number]
        && Slug.IsValid(id)
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var read) && read > 0
            ? (new ActorId(id), read)
            : null;

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
