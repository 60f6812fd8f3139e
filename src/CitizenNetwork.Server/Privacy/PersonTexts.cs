using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Contacts;
using CitizenNetwork.Domain.Members;

namespace CitizenNetwork.Server.Privacy;

/// <summary>Texts that tell who a person is.</summary>
internal static class PersonTexts
{
    /// <summary>Fewest characters of a text that tells anything: shorter ones stand in other words.</summary>
    private const int MinLength = 4;

    /// <summary>Whether a text names the person that is about to be erased.</summary>
    public static bool AreNamedIn(string text, Person person)
    {
        var folded = TextFolding.Fold(text);
        return person.Own.SelectMany(Of).Where(name => name.Length >= MinLength).Any(name => folded.Contains(TextFolding.Fold(name), StringComparison.Ordinal));
    }

    /// <summary>Names of the fields that are told with a contact, for the audit trail; null: none.</summary>
    public static ImmutableArray<string> Told(Contact? contact)
    {
        if (contact is null)
        {
            return [];
        }

        (string Field, bool IsTold)[] all = [("name", contact.Name.Length > 0), ("mail", contact.Mail.Length > 0), ("phone", contact.Phone.Length > 0), ("addressLines", contact.AddressLines.Length > 0)];
        return [.. all.Where(field => field.IsTold).Select(field => $"contact.{field.Field}")];
    }

    private static IEnumerable<string> Of(PersonState state)
    {
        var name = state.State.Content switch
        {
            Actor { Kind: ActorKind.Individual } actor => actor.DisplayName,
            Member member => member.DisplayName,
            _ => string.Empty,
        };
        return state.State.Contact is { } contact ? [name, contact.Name, contact.Mail, contact.Phone] : [name];
    }
}
