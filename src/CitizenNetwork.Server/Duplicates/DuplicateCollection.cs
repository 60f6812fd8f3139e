using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Duplicates;
using CitizenNetwork.Server.Records;
using Google.Protobuf;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Duplicates;

/// <inheritdoc />
internal abstract class DuplicateCollection<TGrain, TRecord, TMessage>(IGrainFactory grains, IRecordFormat<TRecord, TMessage> format, TerritoryTable territories, Func<TRecord, DuplicateTraits> read) : IDuplicateCollection
    where TGrain : IRecordGrain<TRecord>
    where TRecord : class
    where TMessage : class, IMessage<TMessage>, new()
{
    private readonly DuplicateIndex<TRecord> _index = new(read);

    public string Collection => format.Collection;

    public void Follow(CatalogueView view) => _index.Follow(view);

    public IEnumerable<SidePair> Pairs(double minScore) => _index.Pairs(minScore).Select(pair => new SidePair(ToSide(pair.First), ToSide(pair.Second), pair.Score));

    public IEnumerable<FoundSide>? FindStored(CatalogueView view, string name, double minScore, int limit) => view.Find<TRecord>(name) is { } entry
        ? Told(_index.Find(read(entry.Record), entry.Source?.Source, name, minScore, limit))
        : null;

    public IEnumerable<FoundSide> FindDraft(IMessage message, string? source, double minScore, int limit)
    {
        // What a half-written record lacks is no matter here.
        var record = format.ToRecord((TMessage)message, string.Empty, format.Field, new Violations());
        return Told(_index.Find(read(record), source, string.Empty, minScore, limit));
    }

    public bool Holds(IMessage message) => message is TMessage;

    public void CheckDraft(IMessage message, Violations violations)
    {
        var draft = ToDraft((TMessage)message);
        violations.Text($"{format.Field}.{draft.TitleField}", draft.Title, 1, Limits.MaxTitleLength);
        violations.Commune($"{format.Field}.commune", territories.Current(new PerimeterCode(draft.Commune)), territories);
        violations.Text($"{format.Field}.street_address", draft.StreetAddress, 0, Limits.MaxStreetAddressLength);
        violations.Position($"{format.Field}.position", draft.Position.ToPoint());
    }

    public Side? Find(CatalogueView view, string name) => view.Find<TRecord>(name) is { } entry ? ToSide(entry) : null;

    public DuplicateScore? Score(CatalogueView view, string first, string second) =>
        view.Find<TRecord>(first) is { } one && view.Find<TRecord>(second) is { } other ? DuplicateScorer.Score(read(one.Record), read(other.Record)) : null;

    public async Task<bool> ExistsAsync(string name) => (await grains.GetGrain<TGrain>(name).Get()).CanBeNamed();

    protected abstract Draft ToDraft(TMessage message);

    protected abstract Side ToSide(Entry<TRecord> entry);

    /// <summary>What is compared of a record that nobody stored.</summary>
    protected sealed record Draft(string TitleField, string Title, string Commune, string StreetAddress, V1.GeoPoint? Position);

    private IEnumerable<FoundSide> Told(List<FoundDuplicate<TRecord>> found) => found.Select(one => new FoundSide(ToSide(one.Entry), one.Score));
}
