using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Sources;
using CitizenNetwork.Server.Duplicates;

namespace CitizenNetwork.Server.Import;

/// <summary>Notes about rows whose record may be in the network already, by another source or by hand.</summary>
internal sealed class DuplicateNotes(DuplicateFinder finder, CitizenNetwork.Matching.Catalogue.Catalogue catalogue, string source)
{
    /// <summary>Looks at what is there now: the rows of the import itself are no duplicates of each other.</summary>
    public void Begin()
    {
        foreach (var collection in PairNames.Collections)
        {
            finder.CollectionOf(collection)!.Follow(catalogue.Current);
        }
    }

    /// <summary>The note about a record that an import adds; null when there is nothing like it.</summary>
    public Problem? For(SourceRecord record)
    {
        if (finder.CollectionOf(record.Message) is not { } collection)
        {
            return null;
        }

        var (view, name) = (catalogue.Current, record.ExternalId.Length <= SourceRules.MaxExternalIdLength ? record.Kind.NameOf(source, record.ExternalId) : string.Empty);
        var likeliest = collection.FindDraft(record.Message, source, DuplicateScorer.Likely, DuplicateLimits.MaxFound)
            .FirstOrDefault(found => DuplicateFinder.DecidedOf(view, name, found.Side.Name)?.State != PairState.Distinct);
        return likeliest is null ? null : Problem.Of(
            ImportReason.PossibleDuplicate,
            string.Empty,
            likeliest.Side.Title,
            string.Empty,
            Datum.Name(likeliest.Side.Name),
            Datum.Text(likeliest.Side.Title),
            Datum.Number((long)Math.Round(likeliest.Score.Value * 100)));
    }
}
