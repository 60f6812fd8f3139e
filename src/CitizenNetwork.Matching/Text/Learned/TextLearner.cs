using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Ranking;

namespace CitizenNetwork.Matching.Text.Learned;

/// <summary>
/// Learns the <see cref="TextModel"/> of a catalogue: its space from the texts of all records, its profiles from what
/// people put first (pins). It reads one view and takes no lock: queries go on meanwhile with the model before.
/// </summary>
public static class TextLearner
{
    /// <summary>Most records read for the space; of more, a sample that depends on nothing but their names.</summary>
    public const int MaxDocuments = 50_000;

    /// <summary>Most initiatives with choices read for the profiles of a category, sampled alike.</summary>
    public const int MaxExamples = 20_000;

    /// <summary>What this view teaches. The same view gives the same model on every machine of one kind.</summary>
    /// <param name="view">What is learned from.</param>
    /// <param name="version">Version of the new model.</param>
    public static TextModel Learn(CatalogueView view, long version)
    {
        var documents = view.Texts().ToList();
        var space = TextSpaceLearner.Learn([.. Sample(documents, MaxDocuments, document => document.Name).Select(document => document.Text)]);
        if (space is not null)
        {
            // Now, in the background, rather than at somebody's first query.
            foreach (var (_, text) in documents)
            {
                text.In(space);
            }

            view.ActorShelf.Nearby.Place(space);
            view.ResourceShelf.Nearby.Place(space);
        }

        return new TextModel(
            version,
            space,
            view.InitiativeShelf.Records
                .SelectMany(record => record.Entry.Record.Pins.Select(pin => (Record: record, pin.Candidate, Category: CandidateSource.CategoryOf(pin.Candidate))))
                .Where(choice => choice.Category is not null)
                .GroupBy(choice => choice.Category!.Value)
                .Select(group => (group.Key, Profiles: TextProfileLearner.Learn(Examples(group.Select(choice => (choice.Record, choice.Candidate))))))
                .Where(entry => entry.Profiles is not null)
                .ToDictionary(entry => entry.Key, entry => entry.Profiles!));
    }

    private static List<TextExample> Examples(IEnumerable<(IndexedRecord<Initiative> Record, string Candidate)> choices)
    {
        var examples = choices.GroupBy(choice => choice.Record).ToList();
        return
        [
            .. Sample(examples, MaxExamples, group => group.Key.Entry.Name)
                .Select(group => new TextExample(group.Key.Text, [.. group.Select(choice => choice.Candidate).Distinct(StringComparer.Ordinal)])),
        ];
    }

    private static IEnumerable<T> Sample<T>(List<T> all, int most, Func<T, string> name)
    {
        if (all.Count <= most)
        {
            return all;
        }

        var bound = all.Select(one => StableHash.Place(0, name(one))).Order().ElementAt(most);
        return all.Where(one => StableHash.Place(0, name(one)) < bound);
    }
}
