using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Networks;
using CitizenNetwork.Domain.Resources;

namespace CitizenNetwork.Matching.Catalogue;

/// <summary>All records at one moment: immutable, so that one answer is consistent whatever is written meanwhile.</summary>
public sealed class CatalogueView
{
    internal CatalogueView()
    {
    }

    internal static CatalogueView Empty { get; } = new();

    internal Shelf<Actor> ActorShelf { get; init; } = Shelf<Actor>.Empty;

    internal Shelf<Initiative> InitiativeShelf { get; init; } = Shelf<Initiative>.Empty;

    internal Shelf<Resource> ResourceShelf { get; init; } = Shelf<Resource>.Empty;

    internal Shelf<FundingCall> FundingCallShelf { get; init; } = Shelf<FundingCall>.Empty;

    internal Shelf<HostingOffer> HostingOfferShelf { get; init; } = Shelf<HostingOffer>.Empty;

    internal Shelf<Network> NetworkShelf { get; init; } = Shelf<Network>.Empty;

    internal SourceShelf SourceShelf { get; init; } = SourceShelf.Empty;

    /// <summary>
    /// Rows of a source, withdrawn ones included, in ordinal order of collection, external id and name, read as they are
    /// asked for.
    /// </summary>
    /// <param name="source">The source.</param>
    /// <param name="after">Begins behind this row; null: with the first.</param>
    public IEnumerable<SourceEntry> SourceRows(string source, SourceEntry? after = null) => SourceShelf.After(source, after);

    /// <summary>The row of a source that a record stands for, or null.</summary>
    public SourceEntry? FindSourceRow(string name) => SourceShelf.Find(name);

    public Entry<Actor>? FindActor(ActorId id) => ActorShelf.Find(id.Name)?.Entry;

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

    internal CatalogueView With<T>(Shelf<T> shelf, SourceShelf sources)
        where T : class =>
        new()
        {
            SourceShelf = sources,
            ActorShelf = shelf as Shelf<Actor> ?? ActorShelf,
            InitiativeShelf = shelf as Shelf<Initiative> ?? InitiativeShelf,
            ResourceShelf = shelf as Shelf<Resource> ?? ResourceShelf,
            FundingCallShelf = shelf as Shelf<FundingCall> ?? FundingCallShelf,
            HostingOfferShelf = shelf as Shelf<HostingOffer> ?? HostingOfferShelf,
            NetworkShelf = shelf as Shelf<Network> ?? NetworkShelf,
        };

    /// <summary>The collection that holds records of this type.</summary>
    internal Shelf<T> ShelfOf<T>()
        where T : class =>
        ActorShelf as Shelf<T>
        ?? InitiativeShelf as Shelf<T>
        ?? ResourceShelf as Shelf<T>
        ?? FundingCallShelf as Shelf<T>
        ?? HostingOfferShelf as Shelf<T>
        ?? NetworkShelf as Shelf<T>
        ?? throw new NotSupportedException($"No collection of the catalogue holds {typeof(T).Name}.");
}
