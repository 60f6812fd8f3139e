using System.Collections.Immutable;

namespace CitizenNetwork.Matching.Text;

/// <summary>The suffix lists of the French stemmer, the longest first within each list.</summary>
internal static class FrenchSuffixes
{
    public static ImmutableArray<string> Standard { get; } = LongestFirst(
        "ance iqUe isme able iste eux ances iqUes ismes ables istes atrice ateur ation atrices ateurs ations logie logies "
        + "usion ution usions utions ence ences ement ements ité ités if ive ifs ives eaux aux euse euses issement issements "
        + "amment emment ment ments");

    public static ImmutableArray<string> BeforeEment { get; } = LongestFirst("iv eus abl iqU ièr Ièr");

    public static ImmutableArray<string> BeforeIte { get; } = LongestFirst("abil ic iv");

    public static ImmutableArray<string> VerbInI { get; } = LongestFirst(
        "îmes ît îtes i ie ies ir ira irai iraIent irais irait iras irent irez iriez irions irons iront is issaIent issais "
        + "issait issant issante issantes issants isse issent isses issez issiez issions issons it");

    public static ImmutableArray<string> Verb { get; } = LongestFirst(
        "ions é ée ées és èrent er era erai eraIent erais erait eras erez eriez erions erons eront ez iez "
        + "âmes ât âtes a ai aIent ais ait ant ante antes ants as asse assent asses assiez assions");

    public static ImmutableArray<string> Residual { get; } = LongestFirst("ion ier ière Ier Ière e");

    public static ImmutableArray<string> Doubled { get; } = LongestFirst("enn onn ett ell eill");

    private static ImmutableArray<string> LongestFirst(string list) => [.. list.Split(' ').OrderByDescending(suffix => suffix.Length)];
}
