using System.Collections.Immutable;
using System.Runtime.InteropServices;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Resources;

namespace CitizenNetwork.Domain.Quality;

/// <summary>What makes a record useful to those who look for something (feature F68). Numbers are those of the API.</summary>
public enum QualityCriterion
{
    Unspecified = 0,
    Description = 1,
    Themes = 2,
    Address = 3,
    Position = 4,
    Area = 5,
    Audience = 6,
    Phases = 7,
    Cost = 8,
    Particulars = 9,
    Freshness = 10,
}

/// <summary>How well a record meets one criterion, 0 to 1.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CriterionValue(QualityCriterion Criterion, double Value);

/// <summary>
/// Ten criteria, each 0 to 1; what a record cannot have (the street of an online tool) is left out. The idea of a score of
/// ten functions with a freshness is data·inclusion's (research, sections 3.8 and 5.4); the criteria are ours, of our fields.
/// </summary>
public static class RecordQuality
{
    /// <summary>Days up to which a record is fresh: six months.</summary>
    public const int FreshDays = 183;

    /// <summary>Days after which nobody should rely on it: two years.</summary>
    public const int OldDays = 730;

    /// <summary>Characters of a description that says enough.</summary>
    public const int GoodDescription = 200;

    /// <summary>Characters above which fewer people read to the end.</summary>
    public const int LongDescription = 2_000;

    /// <summary>Value of a description that says enough and too much.</summary>
    private const double TooLong = 0.8;

    /// <summary>Criteria of a record that has been changed last so many days ago, in their order.</summary>
    /// <param name="record">An actor, a resource, a funding call, a hosting offer or an initiative.</param>
    /// <param name="days">Days since it last changed; null: nobody knows, and freshness is left out.</param>
    public static ImmutableArray<CriterionValue> Of(object record, int? days) =>
        [.. Said(record), .. days is { } known ? [new CriterionValue(QualityCriterion.Freshness, Freshness(known))] : ImmutableArray<CriterionValue>.Empty];

    /// <summary>The mean of the criteria that apply, 0 to 1.</summary>
    public static double Score(ImmutableArray<CriterionValue> values) => values.Average(value => value.Value);

    /// <summary>The same without freshness: what people who keep the record could still say.</summary>
    public static double Completeness(object record) => Said(record).Average(value => value.Value);

    /// <summary>1 up to six months, then down in a straight line to 0 at two years.</summary>
    public static double Freshness(int days) => Math.Clamp((double)(OldDays - days) / (OldDays - FreshDays), 0, 1);

    private static IEnumerable<CriterionValue> Said(object record) => (record switch
    {
        Actor actor => Of(actor),
        Resource resource => Of(resource),
        FundingCall call => Of(call),
        HostingOffer offer => Of(offer),
        Initiative initiative => Of(initiative),
        _ => throw new ArgumentException($"No quality of {record.GetType().Name}.", nameof(record)),
    }).Where(pair => pair.Value is not null).Select(pair => new CriterionValue(pair.Criterion, pair.Value!.Value));

    private static IEnumerable<(QualityCriterion Criterion, double? Value)> Of(Actor actor) =>
    [
        (QualityCriterion.Description, Description(actor.Description)),
        (QualityCriterion.Themes, Said(!actor.Themes.IsEmpty)),
        (QualityCriterion.Address, Said(actor.StreetAddress.Length > 0)),
        (QualityCriterion.Position, Said(actor.Position is not null)),
        (QualityCriterion.Area, Said(!actor.ServedArea.IsEmpty)),
        (QualityCriterion.Audience, Said(!actor.ServesKinds.IsEmpty)),
        (QualityCriterion.Phases, Said(!actor.UsefulPhases.IsEmpty)),
        (QualityCriterion.Particulars, actor.HasLegalPerson() ? Said(actor.Siren.Length > 0 || actor.Rna.Length > 0) : null),
    ];

    private static IEnumerable<(QualityCriterion Criterion, double? Value)> Of(Resource resource)
    {
        var isOnSite = resource.AttendanceMode is AttendanceMode.OnSite or AttendanceMode.Hybrid
            || (resource.AttendanceMode == AttendanceMode.Unspecified && resource.Kind is not (ResourceKind.DigitalTool or ResourceKind.Method or ResourceKind.Skill or ResourceKind.Volunteer));
        return
        [
            (QualityCriterion.Description, Description(resource.Description)),
            (QualityCriterion.Themes, Said(!resource.Themes.IsEmpty)),
            (QualityCriterion.Address, isOnSite ? Said(resource.StreetAddress.Length > 0) : null),
            (QualityCriterion.Position, isOnSite ? Said(resource.Position is not null) : null),
            (QualityCriterion.Area, Said(!resource.ServedArea.IsEmpty)),
            (QualityCriterion.Audience, Mean(!resource.OpenToKinds.IsEmpty, resource.UnregisteredPolicy != UnregisteredPolicy.Unspecified)),
            (QualityCriterion.Phases, Said(!resource.UsefulPhases.IsEmpty)),
            (QualityCriterion.Cost, resource.Cost switch
            {
                Cost.Free => 1,
                Cost.Paid => Mean(true, resource.PriceCents > 0 || resource.CostDetail.Length > 0),
                _ => 0,
            }),
            (QualityCriterion.Particulars, Said(resource.Capacity is not null)),
        ];
    }

    private static IEnumerable<(QualityCriterion Criterion, double? Value)> Of(FundingCall call) =>
    [
        (QualityCriterion.Description, Description(call.Description)),
        (QualityCriterion.Themes, Said(!call.Themes.IsEmpty)),
        (QualityCriterion.Area, Said(!call.EligibleArea.IsEmpty)),
        (QualityCriterion.Audience, Mean(!call.OpenToKinds.IsEmpty, call.UnregisteredPolicy != UnregisteredPolicy.Unspecified)),
        (QualityCriterion.Phases, Said(!call.UsefulPhases.IsEmpty)),
        (QualityCriterion.Cost, Mean(call.MaxAmountCents > 0 || call.EnvelopeCents > 0, call.Effort is { IsKnown: true })),
        (QualityCriterion.Particulars, Mean(call.Opening?.End is not null, call.ApplicationUrl.Length > 0)),
    ];

    private static IEnumerable<(QualityCriterion Criterion, double? Value)> Of(HostingOffer offer) =>
    [
        (QualityCriterion.Description, Description(offer.Description)),
        (QualityCriterion.Themes, Said(!offer.Themes.IsEmpty)),
        (QualityCriterion.Area, Said(!offer.ServedArea.IsEmpty)),
        (QualityCriterion.Phases, Said(!offer.UsefulPhases.IsEmpty)),
        (QualityCriterion.Cost, Said(offer.FeeBasisPoints > 0)),
        (QualityCriterion.Particulars, Mean(offer.Capacity > 0, offer.ExitTerms.Length > 0)),
    ];

    private static IEnumerable<(QualityCriterion Criterion, double? Value)> Of(Initiative initiative) =>
    [
        (QualityCriterion.Description, Description(initiative.Description)),
        (QualityCriterion.Themes, Said(!initiative.Themes.IsEmpty)),
        (QualityCriterion.Audience, Said(initiative.Holder is not null)),
        (QualityCriterion.Particulars, Said(!initiative.Needs.IsEmpty)),
    ];

    private static double Description(string text) => text.Length > LongDescription ? TooLong : Math.Min(1, (double)text.Length / GoodDescription);

    private static double? Said(bool isSaid) => isSaid ? 1 : 0;

    private static double Mean(params ReadOnlySpan<bool> said)
    {
        var count = 0;
        foreach (var isSaid in said)
        {
            count += isSaid ? 1 : 0;
        }

        return (double)count / said.Length;
    }
}
