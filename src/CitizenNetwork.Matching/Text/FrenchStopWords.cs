using System.Collections.Frozen;

namespace CitizenNetwork.Matching.Text;

/// <summary>Words that carry no subject: grammar, and the few words that every record of the field holds.</summary>
internal static class FrenchStopWords
{
    /// <summary>Words that lose their end before a vowel: l', qu', jusqu'…</summary>
    private static readonly FrozenSet<string> s_elided = Set("l d j m t s n c qu jusqu lorsqu puisqu quoiqu presqu quelqu aujourd");

    /// <summary>Grammar words after the French list of Snowball (snowballstem.org/algorithms/french/stop.txt), completed; then
    /// numbers and spans of time, which other signals read from their own fields; then words that every record holds.</summary>
    private static readonly FrozenSet<string> s_words = Set(
        """
        au aux avec ce ces cet cette dans de des du elle elles en et eux il ils je la le les leur leurs lui ma mais me même mêmes
        mes moi mon ne ni nos notre nôtre nous on or ou où par pas pour qu que quel quelle quelles quels qui sa sans se ses si soi
        son sont sous sur ta te tes toi ton tous tout toute toutes tu un une vers vos votre vôtre vous
        à ai as avons avez ont avais avait avions aviez avaient aura auront aurait auraient aie ait aient avoir ayant eu eue eus eues
        suis es est sommes êtes étais était étions étiez étaient sera seront serait seraient soit soient être étant été étée étés
        étées étante étants étantes serai seras serons serez serais serions seriez fus fut fûmes fûtes furent sois soyons soyez
        fusse fusses fût fussions fussiez fussent ayante ayantes ayants aurai auras aurons aurez aurais aurions auriez eut eûmes
        eûtes eurent aies ayons ayez eusse eusses eût eussions eussiez eussent
        ça cela celle celles celui ceux ceci ci là y donc car comme comment quand dont chez entre afin ainsi aussi alors après avant
        autre autres bien chaque depuis encore fait faire faut hui lors moins non notamment parce pendant peu peut peuvent plus
        plusieurs près puis quelque quelques selon seulement toujours très trop via etc
        deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt trente cent cents mille
        premier première premiers premières deuxième fois jour jours semaine semaines mois an ans année années heure heures
        euro euros lieu lieux place places personne personnes commun communs commune communes
        besoin besoins projet projets souhaite souhaitons souhaitent voudrais voudrions cherche cherchons recherche recherchons
        """);

    public static bool Contains(string word) => s_words.Contains(word);

    public static bool IsElided(string beginning) => s_elided.Contains(beginning);

    private static FrozenSet<string> Set(string list) =>
        list.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
