using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Text;
using CitizenNetwork.Matching.Text.Learned;

namespace CitizenNetwork.Matching.Ranking;

/// <summary>The candidates of a category in one view, with what the category's records hold together.</summary>
internal sealed class CandidateSource
{
    private CandidateSource(CatalogueView view, IEnumerable<Candidate> all, int count, TextStatistics texts, TextModel model, Func<string, double> themeRarity)
    {
        View = view;
        All = all;
        Count = count;
        Texts = texts;
        Model = model;
        ThemeRarity = themeRarity;
    }

    /// <summary>Where they come from.</summary>
    public CatalogueView View { get; }

    /// <summary>Every candidate, in ordinal order of names; made while it is read.</summary>
    public IEnumerable<Candidate> All { get; }

    public int Count { get; }

    public TextStatistics Texts { get; }

    public TextModel Model { get; }

    public Func<string, double> ThemeRarity { get; }

    public static CandidateSource Of(CatalogueView view, MatchCategory category) => category switch
    {
        MatchCategory.Partner => Of(view, view.ActorShelf, record => Make(record)),
        MatchCategory.Funding => Of(view, view.FundingCallShelf, record => Make(view, record)),
        MatchCategory.Host => Of(view, view.HostingOfferShelf, record => Make(view, record)),
        MatchCategory.Resource => Of(view, view.ResourceShelf, record => Make(view, record)),
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

    public static Candidate? Find(CatalogueView view, string name) => CategoryOf(name) switch
    {
        MatchCategory.Partner => view.ActorShelf.Find(name) is { } actor ? Make(actor) : null,
        MatchCategory.Funding => view.FundingCallShelf.Find(name) is { } call ? Make(view, call) : null,
        MatchCategory.Host => view.HostingOfferShelf.Find(name) is { } offer ? Make(view, offer) : null,
        MatchCategory.Resource => view.ResourceShelf.Find(name) is { } resource ? Make(view, resource) : null,
        _ => null,
    };

    private static CandidateSource Of<T>(CatalogueView view, Shelf<T> shelf, Func<IndexedRecord<T>, Candidate> make)
        where T : class =>
        new(view, shelf.Records.Select(make), shelf.Records.Count, shelf.Texts, view.TextModel, shelf.ThemeRarity);

    private static PartnerCandidate Make(IndexedRecord<Actor> record) =>
        new(record.Entry.Record, record.Themes, record.Text, record.Entry.UpdateTime);

    private static FundingCandidate Make(CatalogueView view, IndexedRecord<FundingCall> record)
    {
        var call = record.Entry.Record;
        var funder = view.StandIn(call.Funder);
        return new(funder == call.Funder ? call : call with { Funder = funder }, view.FindActor(funder)?.Record, record.Themes, record.Text, record.Entry.UpdateTime);
    }

    private static HostCandidate Make(CatalogueView view, IndexedRecord<HostingOffer> record)
    {
        var offer = record.Entry.Record;
        var host = view.StandIn(offer.Host);
        return new(host == offer.Host ? offer : offer with { Host = host }, view.FindActor(host)?.Record, record.Themes, record.Text, record.Entry.UpdateTime);
    }

    private static ResourceCandidate Make(CatalogueView view, IndexedRecord<Resource> record)
    {
        var resource = view.WithStandIns(record.Entry.Record);
        return new(resource, view.FindActor(resource.Owner)?.Record, record.Themes, record.Text, record.Entry.UpdateTime);
    }
}
