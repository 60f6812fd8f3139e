using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Server.Texts;
using CitizenNetwork.UnitTests.Texts;

namespace CitizenNetwork.UnitTests.Duplicates;

public sealed class DuplicateSentenceTests
{
    public static TheoryData<DuplicateClue> Clues => [.. Enum.GetValues<DuplicateClue>().Where(clue => clue != DuplicateClue.Unspecified)];

    [Theory]
    [MemberData(nameof(Clues))]
    public void Sentences_OfEveryClue_ReadWellInBothLanguages(DuplicateClue clue) => Spoken.Check(
        $"Duplicate_{clue}",
        Spoken.Sentences.Write($"Duplicate_{clue}", [Datum.Text("12"), Datum.Text("34")], Language.French),
        Spoken.Sentences.Write($"Duplicate_{clue}", [Datum.Text("12"), Datum.Text("34")], Language.English),
        codes: true);
}
