using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Members;
using CitizenNetwork.Domain.Networks;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Domain.Themes;
using CitizenNetwork.Matching.Search;
using CitizenNetwork.Matching.Text;

namespace CitizenNetwork.Matching.Catalogue;

/// <summary>A record with what queries need of it, computed once when it enters.</summary>
/// <param name="Entry">The record.</param>
/// <param name="Text">Its analysed text.</param>
/// <param name="Themes">Those of its themes that the list knows, each once, in the record's order.</param>
/// <param name="Nearby">What a search near a place needs of it; null: it lies nowhere.</param>
internal sealed record IndexedRecord<T>(Entry<T> Entry, AnalysedText Text, ImmutableArray<string> Themes, NearbyRow? Nearby)
    where T : class
{
    /// <summary>Its row; set once, by the shelf that takes it.</summary>
    public int Row { get; set; }
}

/// <summary>Reads the texts and themes of each collection.</summary>
internal static class Indexing
{
    public static IndexedRecord<T> Index<T>(Entry<T> entry, ThemeList list, TerritoryTable territories)
        where T : class
    {
        var (title, kinds, description, themes) = Parts(entry.Record);
        var known = Known(themes, list);
        var tags = string.Join(' ', kinds.Concat(known.Select(code => QueryText.WordsOf(list.Find(code)!))));
        var text = AnalysedText.Of(title, tags, description);
        return new IndexedRecord<T>(entry, text, known, PlaceOf(entry.Record, territories) is { } point ? new NearbyRow(entry.Name, entry.Record, point, known, text) : null);
    }

    /// <summary>The record's own list where it needs no change, as nearly always: a million records need no second one.</summary>
    private static ImmutableArray<string> Known(ImmutableArray<string> themes, ThemeList list)
    {
        for (var i = 0; i < themes.Length; i++)
        {
            if (!list.Contains(themes[i]) || themes.AsSpan(0, i).Contains(themes[i]))
            {
                return [.. themes.Where(list.Contains).Distinct(StringComparer.Ordinal)];
            }
        }

        return themes;
    }

    /// <summary>
    /// Where a record lies: at its position, else at the centre of its commune; funding and hosting have no place. Distances
    /// to several points would tell where a person lives: an individual lies at the centre of the commune.
    /// </summary>
    private static GeoPoint? PlaceOf(object record, TerritoryTable territories) => record switch
    {
        Actor actor => (actor.HasPrivateAddress() ? null : actor.Position) ?? territories.Find(actor.Commune)?.Centre,
        Resource resource => resource.Position ?? territories.Find(resource.Commune)?.Centre,
        _ => null,
    };

    private static (string Title, IEnumerable<string> Kinds, string Description, ImmutableArray<string> Themes) Parts(object record) => record switch
    {
        Actor actor => (actor.DisplayName, [KindWords.Of(actor.Kind), .. actor.Roles.Select(KindWords.Of)], actor.Description, actor.Themes),
        Initiative initiative => (initiative.ShownTitle, [KindWords.Of(initiative.Type)], $"{initiative.Sentence} {initiative.Description}", initiative.Themes),
        Resource resource => (
            resource.Title,
            [KindWords.Of(resource.Kind), KindWords.Of(resource.PlaceKind), KindWords.Of(resource.VolunteerKind), KindWords.Of(resource.SupportForm)],
            resource.Description,
            resource.Themes),
        FundingCall call => (call.Title, [KindWords.Of(call.Kind)], call.Description, call.Themes),
        HostingOffer offer => (offer.Title, offer.Acts.Select(KindWords.Of), offer.Description, offer.Themes),
        Network network => (network.DisplayName, [], network.Description, network.PriorityThemes),
        Member or DuplicatePair => (string.Empty, [], string.Empty, []),
        _ => throw new ArgumentException($"No collection of the catalogue holds {record.GetType().Name}.", nameof(record)),
    };
}
