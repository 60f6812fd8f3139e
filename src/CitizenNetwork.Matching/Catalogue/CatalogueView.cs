using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Networks;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Matching.Text;
using CitizenNetwork.Matching.Text.Learned;

namespace CitizenNetwork.Matching.Catalogue;

/// <summary>All records at one moment: immutable, so that one answer is consistent whatever is written meanwhile.</summary>
public sealed class CatalogueView
{
    private CatalogueView()
    {
        ActorShelf = Shelf<Actor>.NewEmpty();
        InitiativeShelf = Shelf<Initiative>.NewEmpty();
        ResourceShelf = Shelf<Resource>.NewEmpty();
        FundingCallShelf = Shelf<FundingCall>.NewEmpty();
        HostingOfferShelf = Shelf<HostingOffer>.NewEmpty();
        DuplicatePairShelf = Shelf<DuplicatePair>.NewEmpty();
        NetworkShelf = Shelf<Network>.NewEmpty();
    }

    private CatalogueView(CatalogueView other)
    {
        ActorShelf = other.ActorShelf;
        InitiativeShelf = other.InitiativeShelf;
        ResourceShelf = other.ResourceShelf;
        FundingCallShelf = other.FundingCallShelf;
        HostingOfferShelf = other.HostingOfferShelf;
        DuplicatePairShelf = other.DuplicatePairShelf;
        NetworkShelf = other.NetworkShelf;
        SourceShelf = other.SourceShelf;
        TextModel = other.TextModel;
        Merged = other.Merged;
        Links = other.Links;
    }

    /// <summary>A new one without records: its shelves belong to one catalogue.</summary>
    internal static CatalogueView NewEmpty() => new();

    internal Shelf<Actor> ActorShelf { get; init; }

    internal Shelf<Initiative> InitiativeShelf { get; init; }

    internal Shelf<Resource> ResourceShelf { get; init; }

    internal Shelf<FundingCall> FundingCallShelf { get; init; }

    internal Shelf<HostingOffer> HostingOfferShelf { get; init; }

    internal Shelf<DuplicatePair> DuplicatePairShelf { get; init; }

    internal Shelf<Network> NetworkShelf { get; init; }

    internal SourceShelf SourceShelf { get; init; } = SourceShelf.Empty;

    /// <summary>Whose each record is.</summary>
    internal ActorLinkage Links { get; init; } = ActorLinkage.Empty;

    /// <summary>What was learned of its texts, or of those of an earlier view.</summary>
    public TextModel TextModel { get; internal init; } = TextModel.None;

    /// <summary>Names of merged records with those that stand for them.</summary>
    internal ImmutableDictionary<string, string> Merged { get; init; } = ImmutableDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// The actor that stands for one: itself, or the one that it was merged into, which may have been merged on. What names a
    /// merged actor goes on working by it.
    /// </summary>
    public ActorId StandIn(ActorId id)
    {
        // A merge needs both records shown, so that no chain closes; one that did all the same would end here.
        for (var hops = 0; hops < Merged.Count && Merged.TryGetValue(id.Name, out var kept); hops++)
        {
            id = ActorId.FromName(kept) ?? id;
        }

        return id;
    }

    /// <summary>
    /// Rows of a source, withdrawn ones included, in ordinal order of collection, external id and name, read as they are
    /// asked for.
    /// </summary>
    /// <param name="source">The source.</param>
    /// <param name="after">Begins behind this row; null: with the first.</param>
    public IEnumerable<SourceEntry> SourceRows(string source, SourceEntry? after = null) => SourceShelf.After(source, after);

    /// <summary>The row of a source that a record stands for, or null.</summary>
    public SourceEntry? FindSourceRow(string name) => SourceShelf.Find(name);

    /// <summary>The record of this very name, merged ones never, or null.</summary>
    public Entry<T>? Find<T>(string name)
        where T : class =>
        ShelfOf<T>().Find(name)?.Entry;

    /// <summary>The actor with this id, or the one that stands for it.</summary>
    public Entry<Actor>? FindActor(ActorId id) => ActorShelf.Find(StandIn(id).Name)?.Entry;

    public Entry<Initiative>? FindInitiative(InitiativeId id) => InitiativeShelf.Find(id.Name)?.Entry;

    public Entry<Resource>? FindResource(ResourceId id) => ResourceShelf.Find(id.Name)?.Entry;

    public Entry<FundingCall>? FindFundingCall(FundingCallId id) => FundingCallShelf.Find(id.Name)?.Entry;

    public Entry<HostingOffer>? FindHostingOffer(HostingOfferId id) => HostingOfferShelf.Find(id.Name)?.Entry;

    public Entry<Network>? FindNetwork(NetworkId id) => NetworkShelf.Find(id.Name)?.Entry;

    /// <summary>Actors whose name comes after <paramref name="afterName"/> in ordinal order, read as they are asked for; empty: all.</summary>
    public IEnumerable<Entry<Actor>> Actors(string afterName) => ActorShelf.After(afterName);

    /// <summary>As <see cref="Actors"/>.</summary>
    public IEnumerable<Entry<Initiative>> Initiatives(string afterName) => InitiativeShelf.After(afterName);

    /// <summary>As <see cref="Actors"/>.</summary>
    public IEnumerable<Entry<Resource>> Resources(string afterName) => ResourceShelf.After(afterName);

    /// <summary>As <see cref="Actors"/>.</summary>
    public IEnumerable<Entry<FundingCall>> FundingCalls(string afterName) => FundingCallShelf.After(afterName);

    /// <summary>As <see cref="Actors"/>.</summary>
    public IEnumerable<Entry<HostingOffer>> HostingOffers(string afterName) => HostingOfferShelf.After(afterName);

    /// <summary>As <see cref="Actors"/>.</summary>
    public IEnumerable<Entry<Network>> Networks(string afterName) => NetworkShelf.After(afterName);

    /// <summary>What was decided about a pair, or null.</summary>
    public Entry<DuplicatePair>? FindDuplicatePair(string name) => DuplicatePairShelf.Find(name)?.Entry;

    /// <summary>As <see cref="Actors"/>.</summary>
    public IEnumerable<Entry<DuplicatePair>> DuplicatePairs(string afterName) => DuplicatePairShelf.After(afterName);

    /// <summary>How many records each collection holds, in ordinal order of the collections' names.</summary>
    public IEnumerable<(string Collection, int Records)> Counts() =>
    [
        (ActorId.Collection, ActorShelf.Records.Count),
        (FundingCallId.Collection, FundingCallShelf.Records.Count),
        (HostingOfferId.Collection, HostingOfferShelf.Records.Count),
        (InitiativeId.Collection, InitiativeShelf.Records.Count),
        (NetworkId.Collection, NetworkShelf.Records.Count),
        (ResourceId.Collection, ResourceShelf.Records.Count),
    ];

    /// <summary>The name of this collection that ends so, or null; all names are read.</summary>
    public string? NameEnding<T>(string end)
        where T : class =>
        ShelfOf<T>().Records.FirstOrDefault(record => record.Entry.Name.EndsWith(end, StringComparison.Ordinal))?.Entry.Name;

    /// <summary>Names that are read as another one by way of this name, which is not among them.</summary>
    internal IEnumerable<string> MergedBy(string name)
    {
        foreach (var (from, _) in Merged)
        {
            var at = from;
            for (var hops = 0; hops < Merged.Count && at != name && Merged.TryGetValue(at, out var kept); hops++)
            {
                at = kept;
            }

            if (at == name && from != name)
            {
                yield return from;
            }
        }
    }

    internal CatalogueView With<T>(Shelf<T> shelf)
        where T : class =>
        With(shelf, SourceShelf, Links, Merged);

    internal CatalogueView With<T>(Shelf<T> shelf, SourceShelf sources, ActorLinkage links, ImmutableDictionary<string, string> merged)
        where T : class =>
        new(this)
        {
            SourceShelf = sources,
            Links = links,
            Merged = merged,
            ActorShelf = shelf as Shelf<Actor> ?? ActorShelf,
            InitiativeShelf = shelf as Shelf<Initiative> ?? InitiativeShelf,
            ResourceShelf = shelf as Shelf<Resource> ?? ResourceShelf,
            FundingCallShelf = shelf as Shelf<FundingCall> ?? FundingCallShelf,
            HostingOfferShelf = shelf as Shelf<HostingOffer> ?? HostingOfferShelf,
            DuplicatePairShelf = shelf as Shelf<DuplicatePair> ?? DuplicatePairShelf,
            NetworkShelf = shelf as Shelf<Network> ?? NetworkShelf,
        };

    /// <summary>Whether both hold the same records, not merely equal ones: nothing was written in between.</summary>
    public bool HasRecordsOf(CatalogueView other) =>
        ReferenceEquals(ActorShelf, other.ActorShelf)
        && ReferenceEquals(InitiativeShelf, other.InitiativeShelf)
        && ReferenceEquals(ResourceShelf, other.ResourceShelf)
        && ReferenceEquals(FundingCallShelf, other.FundingCallShelf)
        && ReferenceEquals(HostingOfferShelf, other.HostingOfferShelf);

    internal CatalogueView With(TextModel model) => new(this) { TextModel = model };

    /// <summary>The texts of all records, in ordinal order of names within each collection.</summary>
    internal IEnumerable<(string Name, AnalysedText Text)> Texts() =>
        TextsOf(ActorShelf).Concat(TextsOf(InitiativeShelf)).Concat(TextsOf(ResourceShelf)).Concat(TextsOf(FundingCallShelf)).Concat(TextsOf(HostingOfferShelf));

    private static IEnumerable<(string Name, AnalysedText Text)> TextsOf<T>(Shelf<T> shelf)
        where T : class =>
        shelf.Records.Select(record => (record.Entry.Name, record.Text));

    /// <summary>The collection that holds records of this type.</summary>
    internal Shelf<T> ShelfOf<T>()
        where T : class =>
        ActorShelf as Shelf<T>
        ?? InitiativeShelf as Shelf<T>
        ?? ResourceShelf as Shelf<T>
        ?? FundingCallShelf as Shelf<T>
        ?? HostingOfferShelf as Shelf<T>
        ?? NetworkShelf as Shelf<T>
        ?? DuplicatePairShelf as Shelf<T>
        ?? throw new NotSupportedException($"No collection of the catalogue holds {typeof(T).Name}.");
}
