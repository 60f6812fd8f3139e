using System.Collections.Immutable;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Matching.Ranking;

namespace CitizenNetwork.Matching.Signals;

/// <summary>
/// One part of how good a candidate is: a pure function to [0,1]. Each implementation lists its cases with their data,
/// in order, in its doc comment; whoever writes the sentences reads them there.
/// </summary>
internal interface ISignal
{
    Signal Signal { get; }

    SignalValue Measure(MatchContext context, Candidate candidate);
}

/// <summary>What a signal says of one candidate.</summary>
/// <param name="Value">0 to 1.</param>
/// <param name="Case">Selects the words.</param>
/// <param name="Data">Data of the sentence.</param>
internal readonly record struct SignalValue(double Value, string Case, ImmutableArray<Datum> Data)
{
    /// <summary>Value of what is not known: neither a merit nor a fault.</summary>
    public const double Neutral = 0.5;

    public static SignalValue Unknown { get; } = Of(Neutral, "unknown");

    public static SignalValue Of(double value, string @case, params ImmutableArray<Datum> data) => new(value, @case, data);

    /// <summary>Up to three things by name and the number of others: cases one, two, three, many.</summary>
    public static SignalValue Listing(double value, IReadOnlyList<Datum> things)
    {
        const int Shown = 3;
        return things.Count switch
        {
            1 => Of(value, "one", [.. things]),
            2 => Of(value, "two", [.. things]),
            Shown => Of(value, "three", [.. things]),
            _ => Of(value, "many", [.. things.Take(Shown), Datum.Number(things.Count - Shown)]),
        };
    }
}
