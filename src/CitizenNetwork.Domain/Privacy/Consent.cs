using System.Collections.Immutable;

namespace CitizenNetwork.Domain.Privacy;

/// <summary>What a contact may be told for. Numbers are those of the API.</summary>
[GenerateSerializer, Alias("citizennetwork.consent-purpose")]
public enum ConsentPurpose
{
    Unspecified = 0,
    Introduction = 1,
    Showcase = 2,
    Suggestions = 3,
}

/// <summary>A field of a contact. Numbers are those of the API.</summary>
[GenerateSerializer, Alias("citizennetwork.contact-field")]
public enum ContactField
{
    Unspecified = 0,
    Name = 1,
    Mail = 2,
    Phone = 3,
    Address = 4,
}

/// <summary>What an actor allows to be told of its contact.</summary>
/// <param name="Number">From 1, in the order in which the actor gave them.</param>
/// <param name="Purpose">What for.</param>
/// <param name="Fields">Which fields.</param>
/// <param name="OnWordOf">Who said so, when somebody else wrote it down; personal data.</param>
/// <param name="GivenBy">Principal that gave it.</param>
/// <param name="GiveTime">UTC.</param>
/// <param name="ExpireTime">Until when it holds, UTC.</param>
/// <param name="WithdrawnBy">Principal that withdrew it; empty while nobody did.</param>
/// <param name="WithdrawTime">UTC; null while nobody did.</param>
[GenerateSerializer, Immutable, Alias("citizennetwork.consent")]
public sealed record Consent(
    long Number,
    ConsentPurpose Purpose,
    ImmutableArray<ContactField> Fields,
    string OnWordOf,
    string GivenBy,
    DateTimeOffset GiveTime,
    DateTimeOffset ExpireTime,
    string WithdrawnBy = "",
    DateTimeOffset? WithdrawTime = null)
{
    /// <summary>Collection of the names below those of an actor: <c>actors/{id}/consents/{number}</c>.</summary>
    public const string Collection = "consents";

    public bool IsInForce(DateTimeOffset now) => WithdrawTime is null && now < ExpireTime;

    /// <summary>Nothing of it: what is printed may be logged.</summary>
    public override string ToString() => nameof(Consent);
}

/// <summary>Consents of an actor, newest first.</summary>
/// <param name="Consents">The consents.</param>
/// <param name="Next">Where the following part begins; 0: there is none.</param>
[GenerateSerializer, Immutable, Alias("citizennetwork.consent-page")]
public sealed record ConsentPage(ImmutableArray<Consent> Consents, long Next);
