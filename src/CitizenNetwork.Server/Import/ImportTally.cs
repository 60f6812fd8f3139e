using CitizenNetwork.Domain.Sources;
using CitizenNetwork.Server.Import.Readers;

namespace CitizenNetwork.Server.Import;

/// <summary>What an import has come to so far. A row is counted once, when its fate is known.</summary>
internal sealed class ImportTally
{
    private readonly Dictionary<string, (Problem Sample, long Count)> _refused = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Problem Sample, long Count)> _notes = new(StringComparer.Ordinal);

    public long Read => Accepted + Refused;

    public long Accepted => Added + Changed + Unchanged;

    public long Refused { get; private set; }

    public long Added { get; private set; }

    public long Changed { get; private set; }

    public long Unchanged { get; private set; }

    public long Related { get; private set; }

    public IEnumerable<(Problem Sample, long Count)> RefusedByReason => Ordered(_refused);

    public IEnumerable<(Problem Sample, long Count)> NotesByReason => Ordered(_notes);

    /// <summary>Contact columns that held something: it is kept, and told to nobody.</summary>
    public HashSet<string> HeldBack { get; } = new(StringComparer.OrdinalIgnoreCase);

    public void Count(UpsertOutcome outcome)
    {
        switch (outcome)
        {
            case UpsertOutcome.Added:
                Added++;
                break;
            case UpsertOutcome.Changed:
                Changed++;
                break;
            case UpsertOutcome.Unchanged:
                Unchanged++;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "A refusal is counted with its reason.");
        }
    }

    public void CountRefused(Problem first)
    {
        Refused++;
        Add(_refused, first);
    }

    public void CountRelated() => Related++;

    /// <summary>Counts a note; false once so many of its reason were told that no more are.</summary>
    public bool CountNote(Problem note) => Add(_notes, note) <= ImportLimits.MaxNotesOfAReason;

    private static long Add(Dictionary<string, (Problem Sample, long Count)> counts, Problem problem)
    {
        var (sample, count) = counts.GetValueOrDefault(problem.Reason, (problem, 0));
        counts[problem.Reason] = (sample, count + 1);
        return count + 1;
    }

    private static IEnumerable<(Problem Sample, long Count)> Ordered(Dictionary<string, (Problem Sample, long Count)> counts) =>
        counts.Values.OrderByDescending(pair => pair.Count).ThenBy(pair => pair.Sample.Reason, StringComparer.Ordinal);
}

/// <summary>Whoever follows an import.</summary>
internal interface IImportFollower
{
    Task OnRefusedAsync(Row row, string externalId, IReadOnlyList<Problem> problems);

    Task OnNoteAsync(Row row, string externalId, Problem note);

    Task OnProgressAsync(ImportTally tally);
}
