using System.Collections.Immutable;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Members;
using CitizenNetwork.Domain.Networks;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Matching.Access;
using CitizenNetwork.Matching.Text;
using CitizenNetwork.Matching.Text.Learned;

namespace CitizenNetwork.Matching.Catalogue;

/// <summary>
/// All records at one moment: immutable, so that one answer is consistent whatever is written meanwhile. What it gives out is
/// what its <see cref="Sight"/> sees, everything unless <see cref="SeenBy"/> made it.
/// </summary>
public sealed class CatalogueView
{
    private readonly HiddenRecords.Cache _hiddenCache;

    private CatalogueView()
    {
        ActorShelf = Shelf<Actor>.NewEmpty();
        InitiativeShelf = Shelf<Initiative>.NewEmpty();
        ResourceShelf = Shelf<Resource>.NewEmpty();
        FundingCallShelf = Shelf<FundingCall>.NewEmpty();
        HostingOfferShelf = Shelf<HostingOffer>.NewEmpty();
        DuplicatePairShelf = Shelf<DuplicatePair>.NewEmpty();
        NetworkShelf = Shelf<Network>.NewEmpty();
        MemberShelf = Shelf<Member>.NewEmpty();
        _hiddenCache = new HiddenRecords.Cache();
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
        MemberShelf = other.MemberShelf;
        SourceShelf = other.SourceShelf;
        TextModel = other.TextModel;
        Merged = other.Merged;
        Links = other.Links;
        Guards = other.Guards;
        Members = other.Members;
        Hidden = other.Hidden;
        Sight = other.Sight;
        _hiddenCache = other._hiddenCache;
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

    internal Shelf<Member> MemberShelf { get; init; }

    internal SourceShelf SourceShelf { get; init; } = SourceShelf.Empty;

    /// <summary>Whose each record is.</summary>
    internal ActorLinkage Links { get; init; } = ActorLinkage.Empty;

    /// <summary>Which records not everybody sees.</summary>
    internal GuardIndex Guards { get; init; } = GuardIndex.Empty;

    /// <summary>Who belongs to which network, and who has which rights.</summary>
    internal MemberIndex Members { get; init; } = MemberIndex.Empty;

    /// <summary>What <see cref="Sight"/> does not see.</summary>
    internal HiddenRecords Hidden { get; private init; } = HiddenRecords.None;

    /// <summary>Who looks.</summary>
    public Sight Sight { get; private init; } = Sight.OfAll;

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

    /// <summary>The same records as somebody sees them: what it does not see is not there.</summary>
    public CatalogueView SeenBy(Sight sight) =>
        sight.Equals(Sight) ? this : new CatalogueView(this) { Sight = sight, Hidden = _hiddenCache.Of(this, sight) };

    /// <summary>Whether a record of this name is hidden from whoever looks; one that does not exist is not.</summary>
    public bool Hides(string name) => Hidden.Contains(name);

    /// <summary>The networks that an actor belongs to, its stand-ins' included.</summary>
    public IEnumerable<NetworkId> NetworksOf(ActorId actor) => Members.NetworksOf(StandIn(actor));

    /// <summary>The rights that members give to a principal, at most <see cref="Grant.Max"/>.</summary>
    public ImmutableArray<Grant> GrantsOf(string principal) => [.. Members.GrantsOf(principal).Distinct().Take(Grant.Max)];

    /// <summary>Whether a record as it is stored can be seen, though the view may hold an older one of it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="record">The record.</param>
    /// <param name="source">Source that registered it; empty: none, or not known.</param>
    public bool Sees(string name, object record, string source)
    {
        var known = source.Length > 0 ? source : FindSourceRow(name)?.Row.Source ?? string.Empty;
        return Sight.Sees(Domain.Access.Guards.Of(record, known), NetworksOf)
            && (Domain.Access.Guards.OwnerOf(record) is not { } owner || !Hides(StandIn(owner).Name));
    }

    /// <summary>The record without the names of what whoever looks does not see.</summary>
    public T WithoutHidden<T>(T record)
        where T : class => Hidden.Without(record);

    /// <summary>The record of this very name, merged ones never, or null.</summary>
    public Entry<T>? Find<T>(string name)
        where T : class =>
        Seen(ShelfOf<T>().Find(name)?.Entry);

    /// <summary>The actor with this id, or the one that stands for it.</summary>
    public Entry<Actor>? FindActor(ActorId id) => Seen(ActorShelf.Find(StandIn(id).Name)?.Entry);

    public Entry<Initiative>? FindInitiative(InitiativeId id) => Seen(InitiativeShelf.Find(id.Name)?.Entry);

    public Entry<Resource>? FindResource(ResourceId id) => Seen(ResourceShelf.Find(id.Name)?.Entry);

    public Entry<FundingCall>? FindFundingCall(FundingCallId id) => Seen(FundingCallShelf.Find(id.Name)?.Entry);

    public Entry<HostingOffer>? FindHostingOffer(HostingOfferId id) => Seen(HostingOfferShelf.Find(id.Name)?.Entry);

    public Entry<Network>? FindNetwork(NetworkId id) => Seen(NetworkShelf.Find(id.Name)?.Entry);

    /// <summary>Actors whose name comes after <paramref name="afterName"/> in ordinal order, read as they are asked for; empty: all.</summary>
    public IEnumerable<Entry<Actor>> Actors(string afterName) => After(ActorShelf, afterName);

    /// <summary>As <see cref="Actors"/>.</summary>
    public IEnumerable<Entry<Initiative>> Initiatives(string afterName) => After(InitiativeShelf, afterName);

    /// <summary>As <see cref="Actors"/>.</summary>
    public IEnumerable<Entry<Resource>> Resources(string afterName) => After(ResourceShelf, afterName);

    /// <summary>As <see cref="Actors"/>.</summary>
    public IEnumerable<Entry<FundingCall>> FundingCalls(string afterName) => After(FundingCallShelf, afterName);

    /// <summary>As <see cref="Actors"/>.</summary>
    public IEnumerable<Entry<HostingOffer>> HostingOffers(string afterName) => After(HostingOfferShelf, afterName);

    /// <summary>As <see cref="Actors"/>.</summary>
    public IEnumerable<Entry<Network>> Networks(string afterName) => After(NetworkShelf, afterName);

    /// <summary>As <see cref="Actors"/>.</summary>
    public IEnumerable<Entry<Member>> MembersAfter(string afterName) => After(MemberShelf, afterName);

    /// <summary>What was decided about a pair, or null.</summary>
    public Entry<DuplicatePair>? FindDuplicatePair(string name) => SeenPair(DuplicatePairShelf.Find(name)?.Entry);

    /// <summary>As <see cref="Actors"/>.</summary>
    public IEnumerable<Entry<DuplicatePair>> DuplicatePairs(string afterName) => DuplicatePairShelf.After(afterName).Select(SeenPair).OfType<Entry<DuplicatePair>>();

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
            MemberShelf = shelf as Shelf<Member> ?? MemberShelf,
        };

    /// <summary>Whether both hold the same records, not merely equal ones: nothing was written in between.</summary>
    public bool HasRecordsOf(CatalogueView other) =>
        ReferenceEquals(ActorShelf, other.ActorShelf)
        && ReferenceEquals(InitiativeShelf, other.InitiativeShelf)
        && ReferenceEquals(ResourceShelf, other.ResourceShelf)
        && ReferenceEquals(FundingCallShelf, other.FundingCallShelf)
        && ReferenceEquals(HostingOfferShelf, other.HostingOfferShelf);

    internal CatalogueView With(GuardIndex guards, MemberIndex members) => new(this) { Guards = guards, Members = members };

    internal CatalogueView With(TextModel model) => new(this) { TextModel = model };

    /// <summary>The texts of all records, in ordinal order of names within each collection.</summary>
    internal IEnumerable<(string Name, AnalysedText Text)> Texts() =>
        TextsOf(ActorShelf).Concat(TextsOf(InitiativeShelf)).Concat(TextsOf(ResourceShelf)).Concat(TextsOf(FundingCallShelf)).Concat(TextsOf(HostingOfferShelf));

    private static IEnumerable<(string Name, AnalysedText Text)> TextsOf<T>(Shelf<T> shelf)
        where T : class =>
        shelf.Records.Select(record => (record.Entry.Name, record.Text));

    private IEnumerable<Entry<T>> After<T>(Shelf<T> shelf, string name)
        where T : class =>
        Hidden.IsNone ? shelf.After(name) : shelf.After(name).Select(Seen).OfType<Entry<T>>();

    private Entry<T>? Seen<T>(Entry<T>? entry)
        where T : class
    {
        if (entry is null || Hidden.IsNone)
        {
            return entry;
        }

        return Hides(entry.Name) ? null : Hidden.Without(entry.Record) is var shown && ReferenceEquals(shown, entry.Record) ? entry : entry with { Record = shown };
    }

    /// <summary>A pair is seen by whoever sees both.</summary>
    private Entry<DuplicatePair>? SeenPair(Entry<DuplicatePair>? entry) =>
        entry is null || Hides(entry.Record.First) || Hides(entry.Record.Second) ? null : entry;

    /// <summary>The collection that holds records of this type.</summary>
    internal Shelf<T> ShelfOf<T>()
        where T : class =>
        ActorShelf as Shelf<T>
        ?? InitiativeShelf as Shelf<T>
        ?? ResourceShelf as Shelf<T>
        ?? FundingCallShelf as Shelf<T>
        ?? HostingOfferShelf as Shelf<T>
        ?? NetworkShelf as Shelf<T>
        ?? MemberShelf as Shelf<T>
        ?? DuplicatePairShelf as Shelf<T>
        ?? throw new NotSupportedException($"No collection of the catalogue holds {typeof(T).Name}.");
}
