using System.Collections.Immutable;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Server.Export.Calendar;

/// <summary>Whole days of a record.</summary>
/// <param name="Name">Resource name of what has the days: its identity for ever.</param>
/// <param name="First">First day.</param>
/// <param name="Last">Last day, included.</param>
/// <param name="Key">Key of the sentence around the title; empty: the title alone.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Description">More about it.</param>
/// <param name="Url">Page about it; empty: none.</param>
/// <param name="Street">Number and street; empty: not said.</param>
/// <param name="Commune">Where; null: not said.</param>
/// <param name="Position">Its point; null: not known.</param>
internal sealed record CalendarEvent(
    string Name,
    DateOnly First,
    DateOnly Last,
    string Key,
    string Title,
    string Description,
    string Url = "",
    string Street = "",
    PerimeterCode? Commune = null,
    GeoPoint? Position = null)
{
    private const string Deadline = "Export_Deadline";

    /// <summary>The events of a record, none when it has no days.</summary>
    public static ImmutableArray<CalendarEvent> Of(object record) => record switch
    {
        FundingCall { Opening.End: { } end } call => [new(call.Id.Name, end, end, Deadline, call.Title, call.Description, call.ApplicationUrl)],
        HostingOffer { Opening.End: { } end } offer => [new(offer.Id.Name, end, end, Deadline, offer.Title, offer.Description)],
        Resource resource when Days(resource.Availability) is { } days =>
            [new(resource.Id.Name, days.First, days.Last, days.Key, resource.Title, resource.Description, Street: resource.StreetAddress, Commune: resource.Commune, Position: resource.Position)],
        Initiative initiative => [.. initiative.Needs.Select(need => OfNeed(initiative, need)).OfType<CalendarEvent>()],
        _ => [],
    };

    private static CalendarEvent? OfNeed(Initiative initiative, Need need) => need.State == NeedState.Open && Days(need.Period) is { } days
        ? new(initiative.Id.NeedName(need.Id), days.First, days.Last, days.Key, $"{need.Title} ({initiative.ShownTitle})", need.Description, Commune: need.Commune ?? initiative.Commune)
        : null;

    /// <summary>The days of a period. One that is open at an end is told by the day that it has.</summary>
    private static (DateOnly First, DateOnly Last, string Key)? Days(Period? period) => period switch
    {
        { Start: { } start, End: { } end } => (start, end, string.Empty),
        { Start: { } start } => (start, start, "Export_From"),
        { End: { } end } => (end, end, "Export_Until"),
        _ => null,
    };
}
