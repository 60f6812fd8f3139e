using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Matching.Ranking;

namespace CitizenNetwork.Matching.Signals;

/// <summary>
/// What each side brings the other (seed 003-5): the mutual score of <see cref="Reciprocity.Exchange"/>, zero while only one gives.
/// Cases:
/// both [Text: their offer, Text: the asker's need, Text: the asker's offer, Text: their need].
/// they-bring [Text: their offer, Text: the asker's need]; you-bring [Text: the asker's offer, Text: their need].
/// none []: neither answers a need of the other; unknown []: needs and offers of either side are not known.
/// </summary>
internal sealed class ReciprocitySignal : ISignal
{
    public Signal Signal => Signal.Reciprocity;

    public SignalValue Measure(MatchContext context, Candidate candidate)
    {
        if (context.Exchanges.With(candidate.Owner) is not { } exchange)
        {
            return SignalValue.Unknown;
        }

        return (exchange.TheyBring, exchange.YouBring) switch
        {
            ([var theirs, ..], [var yours, ..]) => SignalValue.Of(
                exchange.MutualScore, "both", Datum.Text(theirs.OfferTitle), Datum.Text(theirs.NeedTitle), Datum.Text(yours.OfferTitle), Datum.Text(yours.NeedTitle)),
            ([var theirs, ..], _) => SignalValue.Of(0, "they-bring", Datum.Text(theirs.OfferTitle), Datum.Text(theirs.NeedTitle)),
            (_, [var yours, ..]) => SignalValue.Of(0, "you-bring", Datum.Text(yours.OfferTitle), Datum.Text(yours.NeedTitle)),
            _ => SignalValue.Of(0, "none"),
        };
    }
}
