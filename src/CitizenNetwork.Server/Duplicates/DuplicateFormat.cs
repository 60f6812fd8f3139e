using System.Globalization;
using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Server.Records;
using CitizenNetwork.Server.Texts;
using Google.Protobuf.WellKnownTypes;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Duplicates;

/// <summary>How pairs and decisions stand on the wire.</summary>
internal sealed class DuplicateFormat(Sentences sentences)
{
    public V1.DuplicatePair ToMessage(ReviewedPair pair, IDuplicateCollection collection, CatalogueView view, CultureInfo language) => new()
    {
        Name = pair.Name,
        First = ToMessage(collection.Find(view, pair.First), pair.First),
        Second = ToMessage(collection.Find(view, pair.Second), pair.Second),
        Score = pair.Rank,
        Reasons = { Reasons(pair.Score, language) },
        State = pair.State.As<V1.PairState>(),
        Kept = pair.State == PairState.Merged ? pair.Decided!.Kept : string.Empty,
        Pending = pair.Decided?.IsPending ?? false,
    };

    public V1.PossibleDuplicate ToMessage(FoundSide found, string askedName, CultureInfo language) => new()
    {
        Record = ToMessage(found.Side, found.Side.Name),
        Score = found.Score.Value,
        Reasons = { Reasons(found.Score, language) },
        Pair = askedName.Length == 0 ? string.Empty : PairNames.Of(askedName, found.Side.Name) ?? string.Empty,
    };

    public static V1.PairDecision ToMessage(PairDecision decision, string pair) => new()
    {
        Pair = pair,
        Number = decision.Number,
        Verb = decision.Verb.As<V1.PairVerb>(),
        KeyId = decision.KeyId,
        Note = decision.Note,
        Time = decision.Time.ToTimestamp(),
        Kept = decision.Kept,
        Score = decision.Score,
        Fields = { decision.Fields },
        LeftFields = { decision.LeftFields },
    };

    private static V1.DuplicateSide ToMessage(Side? side, string name) => side is null
        ? new V1.DuplicateSide { Name = name }
        : new V1.DuplicateSide
        {
            Name = side.Name,
            Title = side.Title,
            Commune = side.Commune.Value,
            StreetAddress = side.StreetAddress,
            Position = side.Position.ToMessage(),
            Source = side.Source,
            Etag = side.Revision.ToEtag(),
        };

    private IEnumerable<V1.DuplicateReason> Reasons(DuplicateScore? score, CultureInfo language) => (score?.Reasons ?? []).Select(reason => new V1.DuplicateReason
    {
        Clue = reason.Clue.As<V1.DuplicateClue>(),
        Points = reason.Points,
        Text = sentences.Write($"Duplicate_{reason.Clue}", reason.Data, language),
    });
}
