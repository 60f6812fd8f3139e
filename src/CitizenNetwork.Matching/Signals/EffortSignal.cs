using System.Collections.Immutable;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Matching.Ranking;

namespace CitizenNetwork.Matching.Signals;

/// <summary>
/// How little a funding call asks for (seed 004-14): half as good for every two units of work, a unit being ten pages,
/// eight documents or 180 days of waiting. What is not known counts as a middling file and three months; a frame that is
/// called light or strict stands for pages and documents that are not known (seed 004-15).
/// Cases (days: to decide and to pay, those known, added up):
/// pages-documents [Number, Number]; pages-documents-days [Number, Number, Number]; pages [Number]; pages-days [Number, Number];
/// documents [Number]; documents-days [Number, Number]; days [Number]; light-frame []; strict-frame []; unknown [].
/// </summary>
internal sealed class EffortSignal : ISignal
{
    private const double PagesPerUnit = 10;
    private const double DocumentsPerUnit = 8;
    private const double DaysPerUnit = 180;
    private const double UnitsPerHalf = 2;
    private const double MiddlingWork = 1.5;
    private const double LightWork = 0.5;
    private const double StrictWork = 3;

    /// <summary>With <see cref="MiddlingWork"/> it makes an unknown call exactly neutral.</summary>
    private const int UnknownDays = 90;

    public Signal Signal => Signal.Effort;

    public SignalValue Measure(MatchContext context, Candidate candidate)
    {
        if (candidate is not FundingCandidate { Call: { } call })
        {
            return SignalValue.Unknown;
        }

        var effort = call.Effort ?? new Effort(0, 0, 0, 0);
        var days = effort.DecisionDays + effort.PaymentDays;
        var work = effort.IsKnown
            ? (effort.Pages / PagesPerUnit) + (effort.Documents / DocumentsPerUnit)
            : call.Flexibility switch
            {
                Flexibility.Light => LightWork,
                Flexibility.Strict => StrictWork,
                _ => MiddlingWork,
            };
        var value = Math.Pow(2, -(work + ((days > 0 ? days : UnknownDays) / DaysPerUnit)) / UnitsPerHalf);
        var (@case, data) = Describe(effort, days, call.Flexibility);
        return SignalValue.Of(value, @case, data);
    }

    private static (string Case, ImmutableArray<Datum> Data) Describe(Effort effort, int days, Flexibility flexibility)
    {
        List<string> parts = [];
        List<Datum> data = [];
        AddKnown("pages", effort.Pages);
        AddKnown("documents", effort.Documents);
        AddKnown("days", days);
        if (parts.Count > 0)
        {
            return (string.Join('-', parts), [.. data]);
        }

        return (flexibility switch { Flexibility.Light => "light-frame", Flexibility.Strict => "strict-frame", _ => "unknown" }, []);

        void AddKnown(string part, int number)
        {
            if (number > 0)
            {
                parts.Add(part);
                data.Add(Datum.Number(number));
            }
        }
    }
}
