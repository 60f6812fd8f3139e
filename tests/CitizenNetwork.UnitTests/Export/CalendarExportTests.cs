using System.Buffers;
using System.Text;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Server.Export.Calendar;
using FsCheck;
using FsCheck.Fluent;
using static CitizenNetwork.UnitTests.Samples;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.UnitTests.Export;

[Trait("seed", "002-33")]
[Trait("feature", "F70")]
public sealed class CalendarExportTests
{
    private static readonly DateOnly s_first = new(2026, 12, 30);
    private static readonly DateOnly s_last = new(2026, 12, 31);

    [Fact]
    public async Task Calendar_OfAFundingCall_IsItsLastDay()
    {
        var call = FundingCall("micro") with { Title = "Micro; bourse, « vélo »", Description = "Deux\nlignes", Opening = new Period(s_first, s_last), ApplicationUrl = "https://exemple.fr/été?a=1;2" };
        var file = await Exported.OfAsync(V1.ExportFormat.Icalendar, "fundingCalls", catalogue =>
        {
            catalogue.Put(Exported.Entry("fundingCalls/micro", call, Exported.Row));
            catalogue.Put(Exported.Entry("fundingCalls/toujours", FundingCall("toujours") with { Opening = new Period(s_first, null) }));
        });
        Assert.Equal(
            """
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//CitizenNetwork//Export//FR
            CALSCALE:GREGORIAN
            BEGIN:VEVENT
            UID:fundingCalls/micro@citizennetwork
            DTSTAMP:20261122T233005Z
            SEQUENCE:3
            DTSTART;VALUE=DATE:20261231
            DTEND;VALUE=DATE:20270101
            SUMMARY:Date limite : Micro\; bourse\, « vélo »
            DESCRIPTION:Deux\nlignes
            URL:https://exemple.fr/%C3%A9t%C3%A9?a=1;2
            TRANSP:TRANSPARENT
            X-CITIZENNETWORK-SOURCE:mairie
            X-CITIZENNETWORK-SOURCE-EXTERNAL-ID:n° 12
            X-CITIZENNETWORK-LICENCE:Licence Ouverte 2.0
            END:VEVENT
            END:VCALENDAR

            """.ReplaceLineEndings("\r\n"),
            file.Text);
        Assert.Equal(("text/calendar; charset=utf-8", "fundingCalls.ics"), (file.Chunks[0].ContentType, file.Chunks[0].FileName));
        Assert.Equal((1, 1), (file.Report.Records, file.Report.LeftOut));
    }

    [Theory]
    [InlineData("2026-12-30", "2026-12-31", "20261230", "20270101", "Salle", "Salle")]
    [InlineData("2026-12-30", "", "20261230", "20261231", "À partir de ce jour : Salle", "From this day on: Salle")]
    [InlineData("", "2026-12-31", "20261231", "20270101", "Jusqu’à ce jour : Salle", "Until this day: Salle")]
    [InlineData("", "", null, null, null, null)]
    public async Task Calendar_OfAResource_IsTheDaysThatItHas(string start, string end, string? first, string? after, string? french, string? english)
    {
        var resource = Resource("salle") with { Title = "Salle", Availability = new Period(Day(start), Day(end)), StreetAddress = "2 rue Basse", Position = new GeoPoint(47.4, -0.55) };
        foreach (var (language, summary) in new[] { ("fr", french), ("en", english) })
        {
            var file = await Exported.OfAsync(V1.ExportFormat.Icalendar, "resources", catalogue => catalogue.Put(Exported.Entry("resources/salle", resource)), language: language);
            var lines = Lines(file.Bytes);
            Assert.Equal(first is null ? 0 : 1, file.Report.Records);
            Assert.Equal(first, Value(lines, "DTSTART;VALUE=DATE"));
            Assert.Equal(after, Value(lines, "DTEND;VALUE=DATE"));
            Assert.Equal(summary, Value(lines, "SUMMARY"));
            Assert.Equal(first is null ? null : "2 rue Basse\\, Angers", Value(lines, "LOCATION"));
            Assert.Equal(first is null ? null : "47.4;-0.55", Value(lines, "GEO"));
        }

        static DateOnly? Day(string text) => text.Length == 0 ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Calendar_OfInitiativesAndHosts_IsOpenNeedsAndLastDays()
    {
        var initiative = Initiative("velos") with
        {
            Title = "Vélos",
            Needs =
            [
                Need("salle", NeedKind.Room) with { Title = "Une salle", Period = new Period(s_first, s_last), Commune = Trelaze },
                Need("vieux", NeedKind.Room) with { Period = new Period(s_first, s_last), State = NeedState.Met },
                Need("un-jour", NeedKind.Room),
            ],
        };
        var needs = Lines((await Exported.OfAsync(V1.ExportFormat.Icalendar, "initiatives", catalogue => catalogue.Put(Exported.Entry("initiatives/velos", initiative)))).Bytes);
        Assert.Equal(["initiatives/velos/needs/salle@citizennetwork"], needs.Where(line => line.StartsWith("UID:", StringComparison.Ordinal)).Select(line => line[4..]));
        Assert.Equal(("Une salle (Vélos)", "Trélazé"), (Value(needs, "SUMMARY"), Value(needs, "LOCATION")));

        var hosts = Lines((await Exported.OfAsync(V1.ExportFormat.Icalendar, "hostingOffers", catalogue => catalogue.Put(Exported.Entry("hostingOffers/portage", HostingOffer("portage") with { Opening = new Period(null, s_last) })))).Bytes);
        Assert.Equal("20261231", Value(hosts, "DTSTART;VALUE=DATE"));
    }

    [Fact]
    public async Task Calendar_OfTheLastDayOfAll_HasNoDayAfterIt()
    {
        var call = FundingCall("fin") with { Opening = new Period(null, DateOnly.MaxValue) };
        var lines = Lines((await Exported.OfAsync(V1.ExportFormat.Icalendar, "fundingCalls", catalogue => catalogue.Put(Exported.Entry("fundingCalls/fin", call)))).Bytes);
        Assert.Equal(("99991231", null), (Value(lines, "DTSTART;VALUE=DATE"), Value(lines, "DTEND;VALUE=DATE")));
    }

    [Fact]
    public void Lines_OfAnyText_AreShortAndUnfoldToTheSameText()
    {
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(ArbMap.Default.ArbFor<string>(), given => Holds(given ?? string.Empty)));
        Assert.All(Exported.Texts, text => Holds(text));
        Assert.All(Enumerable.Range(60, 20), length => Holds(new string('a', length) + "é😀" + new string('€', 40)));
    }

    private static void Holds(string given)
    {
        // A lone surrogate is no character: it is written as the replacement character, as in every UTF-8 text.
        var text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(given));
        ArrayBufferWriter<byte> buffer = new();
        CalendarText.WriteLine(buffer, $"SUMMARY:{CalendarText.Escape(text)}");
        var line = Assert.Single(Lines([.. buffer.WrittenSpan]));
        Assert.DoesNotContain(line, character => char.IsControl(character) && character != '\t');
        Assert.Equal(string.Concat(text.ReplaceLineEndings("\n").Where(character => character is '\n' or '\t' || !char.IsControl(character))), Unescape(line["SUMMARY:".Length..]));
    }

    /// <summary>The lines of a calendar, unfolded; a byte out of place fails the test.</summary>
    private static List<string> Lines(byte[] bytes)
    {
        UTF8Encoding strict = new(false, throwOnInvalidBytes: true);
        Assert.Equal("\r\n"u8, bytes.AsSpan(^2..));
        List<string> lines = [];
        foreach (var physical in Split(bytes))
        {
            Assert.InRange(physical.Length, 1, CalendarText.MaxLineOctets);
            var text = strict.GetString(physical);
            Assert.DoesNotContain(text, character => character is '\r' or '\n');
            if (text[0] is ' ')
            {
                lines[^1] += text[1..];
            }
            else
            {
                lines.Add(text);
            }
        }

        return lines;
    }

    private static IEnumerable<byte[]> Split(byte[] bytes)
    {
        for (int start = 0, i = 0; i < bytes.Length - 1; i++)
        {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n')
            {
                yield return bytes[start..i];
                start = i + 2;
            }
        }
    }

    private static string? Value(IEnumerable<string> lines, string name) => lines.SingleOrDefault(line => line.StartsWith($"{name}:", StringComparison.Ordinal))?[(name.Length + 1)..];

    private static string Unescape(string value)
    {
        StringBuilder text = new();
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] != '\\')
            {
                Assert.False(value[i] is ';' or ',', "A separator stands unescaped.");
                text.Append(value[i]);
                continue;
            }

            i++;
            Assert.Contains(value[i], "\\;,n");
            text.Append(value[i] == 'n' ? '\n' : value[i]);
        }

        return text.ToString();
    }
}
