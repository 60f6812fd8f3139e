using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Facets;
using CitizenNetwork.Matching.Text;
using CitizenNetwork.Matching.Text.Learned;

namespace CitizenNetwork.Matching.Ranking;

/// <summary>The candidates of a category in one view, one by one and as rows, with what the category's records hold together.</summary>
internal abstract class CandidateSource
{
    /// <summary>Where they come from.</summary>
    public required CatalogueView View { get; init; }

    /// <summary>Every candidate, in ordinal order of names; made while it is read.</summary>
    public abstract IEnumerable<Candidate> All { get; }

    public abstract int Count { get; }

    /// <summary>Rows that are no candidates for whoever looks: it does not see them.</summary>
    public abstract IEnumerable<int> HiddenRows { get; }

    public abstract TextStatistics Texts { get; }

    public required TextModel Model { get; init; }

    /// <summary>Criteria that candidates may have to meet, in the order of the gates.</summary>
    public required ImmutableArray<Criterion> Criteria { get; init; }

    public abstract double ThemeRarity(string theme);

    public abstract IReadOnlyList<RowChunk> Chunks { get; }

    public abstract OwnerTable Owners { get; }

    /// <summary>What a criterion reads; null: it has to be asked row by row.</summary>
    public abstract Facet? FacetOf(Criterion criterion);

    /// <summary>What a signal reads; null: it has to be measured row by row.</summary>
    public abstract Facet? FacetOf(Signal signal);

    /// <summary>Place of a facet's column in the chunks.</summary>
    public abstract int PlaceOf(Facet facet);

    /// <summary>How many classes a facet may have.</summary>
    public abstract int ClassesOf(Facet facet);

    /// <summary>A candidate of a class: any other gives the same where only the facet is read.</summary>
    public abstract Candidate OfClass(Facet facet, int number);

    public abstract Candidate At(int row);

    /// <summary>Row of a candidate, or null.</summary>
    public abstract int? RowOf(string name);

    /// <summary>Rows' classes of <see cref="Facet.OwnerId"/> that read as this actor; null: a candidate is its own owner.</summary>
    public abstract ImmutableArray<int>? OwnerNumbersOf(ActorId owner);

    public static CandidateSource Of(CatalogueView view, MatchCategory category) => category switch
    {
        MatchCategory.Partner => new CandidateSource<Actor>(view, view.ActorShelf, (record, _) => Make(view, record)) { View = view, Model = view.TextModel, Criteria = EligibilityRules.OfPartners },
        MatchCategory.Funding => new CandidateSource<FundingCall>(view, view.FundingCallShelf, (record, withOwner) => Make(view, record, withOwner)) { View = view, Model = view.TextModel, Criteria = EligibilityRules.OfFundingCalls },
        MatchCategory.Host => new CandidateSource<HostingOffer>(view, view.HostingOfferShelf, (record, withOwner) => Make(view, record, withOwner)) { View = view, Model = view.TextModel, Criteria = EligibilityRules.OfHostingOffers },
        MatchCategory.Resource => new CandidateSource<Resource>(view, view.ResourceShelf, (record, withOwner) => Make(view, record, withOwner)) { View = view, Model = view.TextModel, Criteria = EligibilityRules.OfResources },
        _ => throw new ArgumentOutOfRangeException(nameof(category), category, "Not a category."),
    };

    /// <summary>Category of a candidate by its resource name; null: no collection whose records are suggested.</summary>
    public static MatchCategory? CategoryOf(string candidate) => candidate.Split('/', 2)[0] switch
    {
        ActorId.Collection => MatchCategory.Partner,
        FundingCallId.Collection => MatchCategory.Funding,
        HostingOfferId.Collection => MatchCategory.Host,
        ResourceId.Collection => MatchCategory.Resource,
        _ => null,
    };

    public static Candidate? Find(CatalogueView view, string name) => view.Hides(name) ? null : CategoryOf(name) switch
    {
        MatchCategory.Partner => view.ActorShelf.Find(name) is { } actor ? Make(view, actor) : null,
        MatchCategory.Funding => view.FundingCallShelf.Find(name) is { } call ? Make(view, call) : null,
        MatchCategory.Host => view.HostingOfferShelf.Find(name) is { } offer ? Make(view, offer) : null,
        MatchCategory.Resource => view.ResourceShelf.Find(name) is { } resource ? Make(view, resource) : null,
        _ => null,
    };

    private static PartnerCandidate Make(CatalogueView view, IndexedRecord<Actor> record) =>
        new(view.WithoutHidden(record.Entry.Record), record.Themes, record.Text, record.Entry.KnownTime);

    private static FundingCandidate Make(CatalogueView view, IndexedRecord<FundingCall> record, bool withOwner = true)
    {
        var call = record.Entry.Record;
        var funder = view.StandIn(call.Funder);
        return new(funder == call.Funder ? call : call with { Funder = funder }, withOwner ? view.FindActor(funder)?.Record : null, record.Themes, record.Text, record.Entry.KnownTime);
    }

    private static HostCandidate Make(CatalogueView view, IndexedRecord<HostingOffer> record, bool withOwner = true)
    {
        var offer = record.Entry.Record;
        var host = view.StandIn(offer.Host);
        return new(host == offer.Host ? offer : offer with { Host = host }, withOwner ? view.FindActor(host)?.Record : null, record.Themes, record.Text, record.Entry.KnownTime);
    }

    private static ResourceCandidate Make(CatalogueView view, IndexedRecord<Resource> record, bool withOwner = true)
    {
        var resource = view.WithStandIns(view.WithoutHidden(record.Entry.Record));
        return new(resource, withOwner ? view.FindActor(resource.Owner)?.Record : null, record.Themes, record.Text, record.Entry.KnownTime);
    }
}

/// <param name="view">The view.</param>
/// <param name="shelf">The category's collection.</param>
/// <param name="make">Makes a candidate of a record, as merged actors are now, with its owner or without.</param>
internal sealed class CandidateSource<T>(CatalogueView view, Shelf<T> shelf, Func<IndexedRecord<T>, bool, Candidate> make) : CandidateSource
    where T : class
{
    private readonly RowTable<T> _rows = shelf.Rows;

    public override IEnumerable<Candidate> All => shelf.Records.Where(record => !view.Hides(record.Entry.Name)).Select(record => make(record, true));

    public override int Count => shelf.Records.Count - HiddenRows.Count();

    public override IEnumerable<int> HiddenRows => view.Hidden.Names.Select(shelf.Find).OfType<IndexedRecord<T>>().Select(record => record.Row);

    public override TextStatistics Texts => shelf.Texts;

    public override IReadOnlyList<RowChunk> Chunks => _rows.Chunks;

    public override OwnerTable Owners => _rows.Owners;

    public override double ThemeRarity(string theme) => shelf.ThemeRarity(theme);

    public override Facet? FacetOf(Criterion criterion) => _rows.Plan.Criteria.TryGetValue(criterion, out var facet) ? facet : null;

    public override Facet? FacetOf(Signal signal) => _rows.Plan.Signals.TryGetValue(signal, out var facet) ? facet : null;

    public override int PlaceOf(Facet facet) => _rows.PlaceOf(facet) ?? throw new ArgumentOutOfRangeException(nameof(facet), facet, "Not a column.");

    public override int ClassesOf(Facet facet) => facet == Facet.Owner ? Owners.Classes : _rows.Classes(PlaceOf(facet)).Count;

    public override Candidate OfClass(Facet facet, int number) => facet == Facet.Owner
        ? make(shelf.Records[0], false) with { Owner = Owners.Representative(number).Actor }
        : make(_rows.Classes(PlaceOf(facet)).Representative(number), false);

    public override Candidate At(int row) => make(_rows.RecordOf(row), true);

    public override int? RowOf(string name) => view.Hides(name) ? null : shelf.Find(name)?.Row;

    public override ImmutableArray<int>? OwnerNumbersOf(ActorId owner) => _rows.Plan.OwnerOf is null
        ? null
        : view.StandIn(owner) != owner ? []
        : [.. view.MergedBy(owner.Name).Append(owner.Name).Select(ActorId.FromName).OfType<ActorId>().Select(_rows.OwnerNumber).OfType<int>()];
}
