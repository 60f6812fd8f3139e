using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Privacy;
using CitizenNetwork.Server.Records;
using CitizenNetwork.Storage.Privacy;
using Google.Protobuf.WellKnownTypes;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Privacy;

/// <summary>How consents and erasures stand on the wire.</summary>
internal static class PrivacyFormat
{
    public static V1.Consent ToMessage(ActorId actor, Consent consent) => new()
    {
        Name = ConsentRules.NameOf(actor, consent.Number),
        Purpose = consent.Purpose.As<V1.ConsentPurpose>(),
        Fields = { consent.Fields.To<ContactField, V1.ContactField>() },
        OnWordOf = consent.OnWordOf,
        ExpireTime = consent.ExpireTime.ToTimestamp(),
        GivenBy = consent.GivenBy,
        GiveTime = consent.GiveTime.ToTimestamp(),
        WithdrawnBy = consent.WithdrawnBy,
        WithdrawTime = consent.WithdrawTime?.ToTimestamp(),
    };

    public static Consent ToConsent(V1.Consent message, string principal, DateTimeOffset now) => new(
        0,
        message.Purpose.As<ConsentPurpose>(),
        message.Fields.As<V1.ContactField, ContactField>(),
        message.OnWordOf,
        principal,
        now,
        message.ExpireTime?.ToInstant() ?? now + ConsentRules.LongestTime);

    public static V1.Erasure ToMessage(StoredErasure erasure) => new()
    {
        Name = $"erasures/{erasure.Id}",
        NameHash = erasure.NameHash,
        Whole = erasure.IsWhole,
        Principal = erasure.Principal,
        Reason = erasure.Reason,
        BeginTime = erasure.BegunAt.ToTimestamp(),
        CompleteTime = erasure.DoneAt?.ToTimestamp(),
    };
}
