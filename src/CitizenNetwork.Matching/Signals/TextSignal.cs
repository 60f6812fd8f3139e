using System.Collections.Immutable;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Matching.Ranking;
using CitizenNetwork.Matching.Text;

namespace CitizenNetwork.Matching.Signals;

/// <summary>
/// What both texts speak of: the same words, by stems, rare ones counting more (<see cref="Bm25F"/> says how it is brought
/// to 0..1), completed by words that keep the same company: either alone is enough. Where people chose the candidate often,
/// how likely they would for these words takes over, the more the more choices are known. What is not learned yet counts
/// for nothing.
/// Cases:
/// chosen-one [Text]; chosen-two [Text, Text]; chosen-three [Text, Text, Text]: the asker's words for which the candidate was
/// chosen before, strongest first.
/// one [Text]; two [Text, Text]; three [Text, Text, Text]: words as the candidate's record writes them, strongest first.
/// near [Text: a word of the asker, Text: a word of the candidate]: no word is shared, their company is.
/// related []: only words of kinds and themes or very common ones are shared, or the texts are near as a whole; none [].
/// </summary>
internal sealed class TextSignal : ISignal
{
    /// <summary>Most words named in a reason.</summary>
    private const int ShownWords = 3;

    /// <summary>What company without a shared word can reach: it is a guess, where the word itself is a fact.</summary>
    public const double MostOfNearness = 0.5;

    /// <summary>A candidate that is less likely to be chosen is not shown as chosen, whatever word was.</summary>
    private const double Likely = 0.2;

    public Signal Signal => Signal.Text;

    public SignalValue Measure(MatchContext context, Candidate candidate)
    {
        var shared = context.Words.Shared(candidate.Text, ShownWords);
        var words = context.Words.Value(context.Words.Score(candidate.Text));
        var near = MostOfNearness * context.Sense.Nearness(candidate.Text);
        var value = Value(words, near, context.Sense.Chosen(candidate.Name));
        if (context.Sense.Chosen(candidate.Name) is not var (likelihood, trust))
        {
            return OfContent(context, candidate, value, near, shared);
        }

        return likelihood >= Likely && trust * likelihood >= value / 2 && context.Sense.ChosenFor(candidate.Name, ShownWords) is { IsEmpty: false } chosen
            ? SignalValue.Of(value, chosen.Length switch { 1 => "chosen-one", 2 => "chosen-two", _ => "chosen-three" }, [.. chosen.Select(Datum.Text)])
            : OfContent(context, candidate, value, near, shared);
    }

    /// <summary>The value.</summary>
    /// <param name="words">What shared words give.</param>
    /// <param name="near">What nearness gives, at most <see cref="MostOfNearness"/>.</param>
    /// <param name="chosen">How likely the candidate would be chosen, and how far that is to be trusted.</param>
    public static double Value(double words, double near, (double Likelihood, double Trust)? chosen)
    {
        var content = 1 - ((1 - words) * (1 - near));
        return chosen is var (likelihood, trust) ? ((1 - trust) * content) + (trust * likelihood) : content;
    }

    private static SignalValue OfContent(MatchContext context, Candidate candidate, double value, double near, ImmutableArray<string>? shared)
    {
        if (shared is { IsEmpty: false } words)
        {
            return SignalValue.Listing(value, [.. words.Select(Datum.Text)]);
        }

        return near > 0 && context.Sense.Nearest(candidate.Text, context.Texts) is var (asked, found)
            ? SignalValue.Of(value, "near", Datum.Text(asked), Datum.Text(found))
            : SignalValue.Of(value, shared is null && near <= 0 ? "none" : "related");
    }
}
