using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Contacts;
using CitizenNetwork.Domain.Privacy;
using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.Contracts.Actors;

/// <summary>Single writer of one actor's profile and of its consents; its key is <c>actors/{id}</c>.</summary>
[Alias("citizennetwork.IActorGrain")]
public interface IActorGrain : IRecordGrain<Actor>
{
    /// <summary>Keeps a consent, which the grain numbers and dates; refused when too many are open.</summary>
    [Alias("GiveConsent")]
    Task<Outcome<Consent>> GiveConsent(Consent consent);

    /// <summary>Ends a consent now; one that was withdrawn stays as it is. NotFound for a number that no consent has.</summary>
    [Alias("WithdrawConsent")]
    Task<Outcome<Consent>> WithdrawConsent(long number, string principal);

    /// <summary>All consents, newest first; NotFound when there is no actor.</summary>
    /// <param name="before">Where an earlier part ended; <see cref="long.MaxValue"/>: from the newest.</param>
    /// <param name="limit">Most consents.</param>
    [Alias("ReadConsents")]
    Task<Outcome<ConsentPage>> ReadConsents(long before, int limit);

    /// <summary>What may be told of the actor's contact for a purpose; NoConsent when nobody consented to that.</summary>
    [Alias("DiscloseContact")]
    Task<Outcome<Contact>> DiscloseContact(ConsentPurpose purpose);
}
