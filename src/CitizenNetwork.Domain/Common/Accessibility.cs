namespace CitizenNetwork.Domain.Common;

/// <summary>What a place or a session may have to offer so that somebody can take part (seed 002-32). Numbers are those of the API.</summary>
[GenerateSerializer, Alias("citizennetwork.accessibility-feature")]
public enum AccessibilityFeature
{
    Unspecified = 0,
    StepFree = 1,
    SignLanguage = 2,
    HearingLoop = 3,
    VisualGuidance = 4,
    RemoteLink = 5,
}

/// <summary>What a place or a session offers of each feature.</summary>
[GenerateSerializer, Immutable, Alias("citizennetwork.accessibility")]
public sealed record Accessibility(Answer StepFree, Answer SignLanguage, Answer HearingLoop, Answer VisualGuidance, Answer RemoteLink)
{
    /// <summary>Nobody said anything.</summary>
    public static Accessibility Unknown { get; } = new(default, default, default, default, default);

    /// <summary>Field of a feature, as the API names it.</summary>
    public static string FieldOf(AccessibilityFeature feature) => feature switch
    {
        AccessibilityFeature.StepFree => "step_free",
        AccessibilityFeature.SignLanguage => "sign_language",
        AccessibilityFeature.HearingLoop => "hearing_loop",
        AccessibilityFeature.VisualGuidance => "visual_guidance",
        AccessibilityFeature.RemoteLink => "remote_link",
        _ => throw new ArgumentOutOfRangeException(nameof(feature), feature, "Not a feature."),
    };

    public Answer Of(AccessibilityFeature feature) => feature switch
    {
        AccessibilityFeature.StepFree => StepFree,
        AccessibilityFeature.SignLanguage => SignLanguage,
        AccessibilityFeature.HearingLoop => HearingLoop,
        AccessibilityFeature.VisualGuidance => VisualGuidance,
        AccessibilityFeature.RemoteLink => RemoteLink,
        _ => Answer.Unspecified,
    };

    /// <summary>The same with one feature answered.</summary>
    public Accessibility With(AccessibilityFeature feature, Answer answer) => feature switch
    {
        AccessibilityFeature.StepFree => this with { StepFree = answer },
        AccessibilityFeature.SignLanguage => this with { SignLanguage = answer },
        AccessibilityFeature.HearingLoop => this with { HearingLoop = answer },
        AccessibilityFeature.VisualGuidance => this with { VisualGuidance = answer },
        AccessibilityFeature.RemoteLink => this with { RemoteLink = answer },
        _ => this,
    };
}
