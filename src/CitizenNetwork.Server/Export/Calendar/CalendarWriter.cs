using System.Buffers;
using System.Globalization;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Server.Texts;

namespace CitizenNetwork.Server.Export.Calendar;

/// <summary>Writes iCalendar (RFC 5545): whole days, which take nobody's time.</summary>
internal sealed class CalendarWriter(IBufferWriter<byte> output, TerritoryTable territories, Sentences sentences, CultureInfo language) : ExportWriter(output)
{
    /// <summary>What makes the names of this service unique among those of others.</summary>
    private const string UidDomain = "citizennetwork";

    public override string ContentType => "text/calendar; charset=utf-8";

    public override string Extension => ".ics";

    public override void Begin()
    {
        Line("BEGIN:VCALENDAR");
        Line("VERSION:2.0");
        Line($"PRODID:-//CitizenNetwork//Export//{language.TwoLetterISOLanguageName.ToUpperInvariant()}");
        Line("CALSCALE:GREGORIAN");
    }

    public override bool Write(ExportedRecord record)
    {
        var events = CalendarEvent.Of(record.Record);
        foreach (var days in events)
        {
            Write(record, days);
        }

        return !events.IsEmpty;
    }

    public override void End() => Line("END:VCALENDAR");

    public override void Dispose()
    {
    }

    private void Write(ExportedRecord record, CalendarEvent days)
    {
        Line("BEGIN:VEVENT");
        Line($"UID:{days.Name}@{UidDomain}");
        Line($"DTSTAMP:{record.UpdateTime.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}");
        Line($"SEQUENCE:{record.Revision.ToString(CultureInfo.InvariantCulture)}");
        Line($"DTSTART;VALUE=DATE:{Day(days.First)}");

        // The end is the first day that is not in it; after the last day of the calendar comes none.
        if (days.Last < DateOnly.MaxValue)
        {
            Line($"DTEND;VALUE=DATE:{Day(days.Last.AddDays(1))}");
        }

        Text("SUMMARY", days.Key.Length == 0 ? days.Title : sentences.Write(days.Key, [Datum.Text(days.Title)], language));
        Text("DESCRIPTION", days.Description);
        Text("LOCATION", Location(days));
        if (days.Position is { } at)
        {
            Line(string.Create(CultureInfo.InvariantCulture, $"GEO:{at.Latitude:0.######};{at.Longitude:0.######}"));
        }

        if (Uri.TryCreate(days.Url, UriKind.Absolute, out var url))
        {
            Line($"URL:{url.AbsoluteUri}");
        }

        Line("TRANSP:TRANSPARENT");
        foreach (var (name, value) in ExportedFields.OriginOf(record))
        {
            Text($"X-CITIZENNETWORK-{name.ToUpperInvariant().Replace('_', '-')}", value);
        }

        Line("END:VEVENT");
    }

    private string Location(CalendarEvent days) =>
        string.Join(", ", new[] { days.Street, days.Commune is { } commune ? territories.Find(commune)?.Name ?? string.Empty : string.Empty }.Where(part => part.Length > 0));

    private void Text(string name, string value)
    {
        if (value.Length > 0)
        {
            Line($"{name}:{CalendarText.Escape(value)}");
        }
    }

    private void Line(string line) => CalendarText.WriteLine(Output, line);

    private static string Day(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
