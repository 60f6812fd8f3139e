using CitizenNetwork.Domain.Common;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Records;

/// <summary>How ages and accessibility stand on the wire; a message that says nothing is none.</summary>
internal static class AccessFormat
{
    public static V1.Audience? ToMessage(this Audience? audience) => audience is null ? null : new V1.Audience { MinAge = audience.MinAge, MaxAge = audience.MaxAge };

    public static Audience? ToRecord(this V1.Audience? message) => message is null or { MinAge: 0, MaxAge: 0 } ? null : new Audience(message.MinAge, message.MaxAge);

    public static V1.Accessibility? ToMessage(this Accessibility? offered) => offered is null ? null : new V1.Accessibility
    {
        StepFree = offered.StepFree.As<V1.Answer>(),
        SignLanguage = offered.SignLanguage.As<V1.Answer>(),
        HearingLoop = offered.HearingLoop.As<V1.Answer>(),
        VisualGuidance = offered.VisualGuidance.As<V1.Answer>(),
        RemoteLink = offered.RemoteLink.As<V1.Answer>(),
    };

    public static Accessibility? ToRecord(this V1.Accessibility? message) => message is null || message.CalculateSize() == 0 ? null : new Accessibility(
        message.StepFree.As<Answer>(),
        message.SignLanguage.As<Answer>(),
        message.HearingLoop.As<Answer>(),
        message.VisualGuidance.As<Answer>(),
        message.RemoteLink.As<Answer>());
}
