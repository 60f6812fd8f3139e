using System.Collections.Immutable;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Resources;
using static CitizenNetwork.Domain.Common.AccessibilityFeature;
using static CitizenNetwork.Domain.Eligibility.CriterionOutcome;
using static CitizenNetwork.UnitTests.Eligibility.Cast;
using static CitizenNetwork.UnitTests.Samples;
using Resource = CitizenNetwork.Domain.Resources.Resource;

namespace CitizenNetwork.UnitTests.Eligibility;

/// <summary>Places and sessions to which everybody must be able to come (seed 002-32).</summary>
internal static class AccessibilityCases
{
    private static readonly Accessibility s_nothing = new(Answer.No, Answer.No, Answer.No, Answer.No, Answer.No);

    public static ImmutableArray<EligibilityCase> All { get; } =
    [
        Of("nothing is required", null, By(Collective), resource => resource with { Accessibility = s_nothing }),
        Of("step-free, nobody said", Unknown, Requiring(StepFree), resource => resource),
        Of("step-free, of which nobody said", Unknown, Requiring(StepFree), resource => resource with { Accessibility = s_nothing with { StepFree = default } }),
        Of("step-free", Met, Requiring(StepFree), resource => resource with { Accessibility = s_nothing with { StepFree = Answer.Yes } }),
        Of("not step-free", NotMet, Requiring(StepFree), resource => resource with { Accessibility = s_nothing }),
        Of("no sign language", NotMet, Requiring(SignLanguage), resource => resource with { Accessibility = s_nothing }),
        Of("no induction loop", NotMet, Requiring(HearingLoop), resource => resource with { Accessibility = s_nothing }),
        Of("no guidance", NotMet, Requiring(VisualGuidance), resource => resource with { Accessibility = s_nothing }),
        Of("no remote link", NotMet, Requiring(RemoteLink), resource => resource with { Accessibility = s_nothing }),
        Of("remote link, on site", Unknown, Requiring(RemoteLink), resource => resource),
        Of("remote link of what is hybrid", Met, Requiring(RemoteLink), resource => resource with { AttendanceMode = AttendanceMode.Hybrid }),
        Of("remote link that a hybrid one denies", NotMet, Requiring(RemoteLink), resource => resource with { AttendanceMode = AttendanceMode.Hybrid, Accessibility = s_nothing }),
        Of("no step to what is online", Met, Requiring(StepFree), resource => resource with { Kind = ResourceKind.Training, AttendanceMode = AttendanceMode.Remote }),
        Of("steps of what is also online", Unknown, Requiring(StepFree), resource => resource with { Kind = ResourceKind.Training, AttendanceMode = AttendanceMode.Hybrid }),
        Of("a vehicle is not attended", null, Requiring(StepFree), resource => resource with { Kind = ResourceKind.Vehicle, Accessibility = s_nothing }),
        Of("a need of the room's kind requires it", NotMet, By(Collective, Needing(NeedKind.Room, SignLanguage)), resource => resource with { Accessibility = s_nothing }),
        Of("a need of another kind requires it", null, By(Collective, Needing(NeedKind.Vehicle, SignLanguage)), resource => resource with { Accessibility = s_nothing }),
        Of("one of two needs requires nothing", null, By(Collective, Needing(NeedKind.Room, SignLanguage), Need("autre", NeedKind.Room)), resource => resource with { Accessibility = s_nothing }),
        Of("of two needs the one it can serve", Met, By(Collective, Needing(NeedKind.Room, SignLanguage), Needing(NeedKind.Room, StepFree)), resource => resource with { Accessibility = s_nothing with { StepFree = Answer.Yes } }),
        Of("of two needs the one that may be served", Unknown, By(Collective, Needing(NeedKind.Room, SignLanguage), Needing(NeedKind.Room, StepFree)), resource => resource with { Accessibility = s_nothing with { StepFree = default } }),
    ];

    public static Asker Requiring(params ImmutableArray<AccessibilityFeature> features) => By(Collective).As(initiative => initiative with { RequiredAccessibility = features });

    private static Need Needing(NeedKind kind, AccessibilityFeature feature) => Need($"besoin-{feature}".ToLowerInvariant(), kind) with { RequiredAccessibility = [feature] };

    private static EligibilityCase Of(string name, CriterionOutcome? outcome, Asker asker, Func<Resource, Resource> change) =>
        Cast.Resource($"accessibility: {name}", Criterion.Accessibility, outcome, "", asker, change);
}
