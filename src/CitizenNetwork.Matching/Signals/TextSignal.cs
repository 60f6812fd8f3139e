using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Matching.Ranking;
using CitizenNetwork.Matching.Text;

namespace CitizenNetwork.Matching.Signals;

/// <summary>
/// Same words, by stems, rare ones counting more (<see cref="Bm25F"/> says how it is brought to 0..1).
/// Cases:
/// one [Text]; two [Text, Text]; three [Text, Text, Text]: words as the candidate's record writes them, strongest first.
/// related []: only the words of kinds and themes are shared; none [].
/// </summary>
internal sealed class TextSignal : ISignal
{
    /// <summary>Most words named in a reason.</summary>
    private const int ShownWords = 3;

    public Signal Signal => Signal.Text;

    public SignalValue Measure(MatchContext context, Candidate candidate)
    {
        var (value, shared) = Bm25F.Value(context.Terms, candidate.Text, context.Texts, ShownWords);
        return shared switch
        {
            null => SignalValue.Of(0, "none"),
            { IsEmpty: true } => SignalValue.Of(value, "related"),
            { } words => SignalValue.Listing(value, [.. words.Select(Datum.Text)]),
        };
    }
}
